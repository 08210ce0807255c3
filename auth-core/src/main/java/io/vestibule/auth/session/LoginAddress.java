package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.ReturnTo;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;

/** Where the login page is, and how it learns where to return to. */
record LoginAddress(String base, String view) {

  /**
   * The login page for this request. Only a page that a person went to is returned to: never a form that was posted,
   * and never what a script or an image asked for.
   */
  URI of(AuthRequest request) {
    String login = plain(request);
    return wanted(request)
        .map(page -> URI.create(login + "?return_to=" + URLEncoder.encode(page, UTF_8)))
        .orElseGet(() -> URI.create(login));
  }

  /** The same page for somebody who is signed in and must prove it anew: it asks again. */
  URI confirming(AuthRequest request) {
    String asks = plain(request) + "?" + Returns.CONFIRM;
    return wanted(request)
        .map(page -> URI.create(asks + "&return_to=" + URLEncoder.encode(page, UTF_8)))
        .orElseGet(() -> URI.create(asks));
  }

  /** The page that a person went to, as far as a browser may be sent there again. */
  Optional<String> wanted(AuthRequest request) {
    return request.method().equals("GET")
        ? new ReturnTo(request.contextPath(), base)
            .page(request.path(), request.query().orElse(""))
        : Optional.empty();
  }

  /** The login page, within the application; a view that begins with a slash stands for itself. */
  String path() {
    return view.startsWith("/") ? view : base + "/" + view;
  }

  String plain(AuthRequest request) {
    return request.contextPath() + path();
  }
}
