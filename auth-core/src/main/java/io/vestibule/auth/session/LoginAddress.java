package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.config.PublicPages;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import java.net.URI;
import java.util.Optional;

/**
 * Where the login page is, and how it learns where to return to.
 *
 * @param page that of the application, in place of ours; empty for ours
 */
record LoginAddress(String base, String view, Optional<String> page) {

  /** What {@code [session]} says; a page of the application that cannot be one, or is not open, is a fault. */
  static LoginAddress of(Settings session, String base) {
    LoginAddress ours =
        new LoginAddress(base, session.text(SessionKeys.LOGIN_VIEW), Optional.empty());
    Optional<String> page = session.optional(SessionKeys.LOGIN_PAGE);
    if (page.isEmpty()) {
      return ours;
    }
    if (!ours.leavesRoomFor(page.get())) {
      session.fault(
          SessionKeys.LOGIN_PAGE,
          "is no page of the application",
          "write a path that begins with a slash and is none of ours, such as /signin");
      return ours;
    }
    PublicPages.of(session)
        .add(
            page.get(),
            () -> session.fault(
                SessionKeys.LOGIN_PAGE,
                "strangers are sent to " + page.get() + ", and the rules do not let them see it",
                "write " + page.get() + " = public in [rules]"));
    return new LoginAddress(base, ours.view(), page);
  }

  private boolean leavesRoomFor(String page) {
    return new ReturnTo("", base).judge(page).filter(page::equals).isPresent()
        && page.indexOf('?') < 0
        && !page.equals(path())
        && !(page + "/").startsWith(base + "/");
  }

  /**
   * The login page for this request. Only a page that a person went to is returned to: never a form that was posted,
   * and never what a script or an image asked for.
   */
  URI of(AuthRequest request) {
    return address(request, false, wanted(request));
  }

  /** The same page for somebody who is signed in and must prove it anew: it asks again. */
  URI confirming(AuthRequest request) {
    return address(request, true, wanted(request));
  }

  /**
   * The application's page in place of ours, to return to this target; empty where ours is shown. So it is to whoever
   * must sign in to see the application's own, which would lead back to itself.
   */
  Optional<URI> instead(AuthRequest request, boolean confirms, String returnTo) {
    return page.filter(own -> !path(returnTo).equals(request.contextPath() + own))
        .map(own -> address(request, confirms, Optional.of(returnTo).filter(to -> !to.isEmpty())));
  }

  private URI address(AuthRequest request, boolean confirms, Optional<String> wanted) {
    boolean isThere = page.filter(request.path()::equals).isPresent();
    String login = isThere ? request.contextPath() + path() : plain(request);
    return new Link(login)
        .with(ReturnTargets.CONFIRM, confirms ? "1" : "")
        .with(ReturnTo.FIELD, wanted.orElse(""))
        .toUri();
  }

  private static String path(String target) {
    return target.split("\\?", 2)[0];
  }

  /** Another page of ours, from which a person comes back to this one. */
  URI page(AuthRequest request, String name) {
    return new Link(request.contextPath() + base + "/" + name)
        .with(ReturnTo.FIELD, wanted(request).orElse(""))
        .toUri();
  }

  /** The page that a person went to, as far as a browser may be sent there again. */
  Optional<String> wanted(AuthRequest request) {
    return request.method().equals("GET")
        ? new ReturnTo(request.contextPath(), base)
            .page(request.path(), request.query().orElse(""))
        : Optional.empty();
  }

  /** Which of the addresses beside it are for programs. */
  TwinPaths twins() {
    return new TwinPaths(base);
  }

  /** Our own page, within the application; a view that begins with a slash stands for itself. */
  String path() {
    return view.startsWith("/") ? view : base + "/" + view;
  }

  /** The login page, for a link. */
  String plain(AuthRequest request) {
    return request.contextPath() + page.orElseGet(this::path);
  }
}
