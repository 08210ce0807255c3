package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import java.net.URI;
import java.net.URLEncoder;

/** Where the login page is, and how it learns where to return to. */
record LoginAddress(String base) {

  /**
   * The login page for this request. Only a page that a person went to is returned to: never a form that was posted,
   * and never what a script or an image asked for.
   */
  URI of(AuthRequest request) {
    String login = request.contextPath() + base + "/login";
    boolean page = request.method().equals("GET") || request.method().equals("HEAD");
    return URI.create(page ? login + "?return_to=" + URLEncoder.encode(wanted(request), UTF_8) : login);
  }

  private static String wanted(AuthRequest request) {
    return request.contextPath() + Paths.encode(request.path()) + request.query().map(query -> "?" + query).orElse("");
  }
}
