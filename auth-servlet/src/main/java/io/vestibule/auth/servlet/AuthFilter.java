package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;

/** The filter that guards an application. Thread-safe. */
public final class AuthFilter implements Filter {
  /** The name under which {@link #install} registers the filter. */
  public static final String NAME = "vestibule";

  private final Door door;

  /** A filter that asks this Auth. */
  public AuthFilter(Auth auth) {
    this.door = new Door(auth);
  }

  /** Registers a filter that asks this Auth: in front of all others, for all paths and dispatcher types. */
  public static void install(ServletContext context, Auth auth) {
    FilterRegistration.Dynamic registration = context.addFilter(NAME, new AuthFilter(auth));
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException("not HTTP");
    }
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      door.enter(http, answer, chain);
    } else {
      door.goOn(http, answer, chain);
    }
  }
}
