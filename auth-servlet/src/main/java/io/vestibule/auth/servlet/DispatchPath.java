package io.vestibule.auth.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The path below the context at which a request is answered, decoded by the container: the one that runs. */
final class DispatchPath {
  private DispatchPath() {}

  /** The path that the client asked for. */
  static String asked(HttpServletRequest request) {
    return join(request.getServletPath(), request.getPathInfo());
  }

  /** The path that the application goes on to. A named dispatch has none; the one it was made from stands. */
  static String of(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.INCLUDE
        && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) != null) {
      return join((String) request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH), (String)
          request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO));
    }
    return asked(request);
  }

  private static String join(@Nullable String servletPath, @Nullable String pathInfo) {
    if (pathInfo == null || pathInfo.isEmpty()) {
      return servletPath == null || servletPath.isEmpty() ? "/" : servletPath;
    }
    return servletPath == null || servletPath.isEmpty() ? pathInfo : servletPath + pathInfo;
  }
}
