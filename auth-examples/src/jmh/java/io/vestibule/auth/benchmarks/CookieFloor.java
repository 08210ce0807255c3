package io.vestibule.auth.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What no session can save: one look at the path, one scan for the cookie, one look into a map, one wrapper; and one look
 * at the clock where sessions end.
 */
final class CookieFloor implements Filter {
  private final Set<String> open;
  private final String name;
  private final Map<String, String> users;
  private final BooleanSupplier over;

  /** Users by the value of their cookie; and what tells that their sessions are over. */
  CookieFloor(Set<String> open, String name, Map<String, String> users, BooleanSupplier over) {
    this.open = open;
    this.name = name + "=";
    this.users = users;
    this.over = over;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (open.contains(http.getServletPath())) {
      chain.doFilter(request, response);
      return;
    }
    String user = user(http.getHeader("Cookie"));
    if (user == null || over.getAsBoolean()) {
      ((HttpServletResponse) response).setStatus(401);
    } else {
      chain.doFilter(new Known(http, user), response);
    }
  }

  private String user(String cookies) {
    if (cookies == null) {
      return null;
    }
    int from = 0;
    while (from < cookies.length()) {
      int end = cookies.indexOf(';', from);
      end = end < 0 ? cookies.length() : end;
      if (cookies.startsWith(name, from)) {
        return users.get(cookies.substring(from + name.length(), end));
      }
      from = end + 2;
    }
    return null;
  }

  private static final class Known extends HttpServletRequestWrapper {
    private final String user;

    Known(HttpServletRequest request, String user) {
      super(request);
      this.user = user;
    }

    @Override
    public String getRemoteUser() {
      return user;
    }
  }
}
