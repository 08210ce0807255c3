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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** What nobody can save: one look at the path, one hash of the credentials, one look into a map, one wrapper. */
final class Floor implements Filter {
  private final Set<String> open;
  private final Map<String, String> users;

  /** Users by the Base64 SHA-256 of their Authorization field. */
  Floor(Set<String> open, Map<String, String> users) {
    this.open = open;
    this.users = users;
  }

  static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (open.contains(http.getServletPath())) {
      chain.doFilter(request, response);
      return;
    }
    String shown = http.getHeader("Authorization");
    String user = shown == null ? null : users.get(digest(shown));
    if (user == null) {
      ((HttpServletResponse) response).setStatus(401);
      ((HttpServletResponse) response).setHeader("WWW-Authenticate", "Basic realm=\"x\"");
    } else {
      chain.doFilter(new Known(http, user), response);
    }
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
