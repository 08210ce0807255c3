package io.vestibule.auth.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;

/** The head of a request that costs next to nothing to read; whatever is not overridden here would throw. */
final class StubRequest extends HttpServletRequestWrapper {
  private static final ServletContext CONTEXT = (ServletContext) Proxy.newProxyInstance(
      StubRequest.class.getClassLoader(), new Class<?>[] {ServletContext.class}, (proxy, method, args) -> "");

  private static final HttpServletRequest NOTHING = nothing();

  private final String path;
  private final String[] headers;

  /** Names and values of the header in turn. */
  StubRequest(String path, String... headers) {
    super(NOTHING);
    this.path = path;
    this.headers = headers;
  }

  private static HttpServletRequest nothing() {
    return (HttpServletRequest) Proxy.newProxyInstance(
        StubRequest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public String getServletPath() {
    return path;
  }

  @Override
  public String getPathInfo() {
    return null;
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public String getQueryString() {
    return null;
  }

  @Override
  public String getHeader(String name) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        return headers[i + 1];
      }
    }
    return null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String value = getHeader(name);
    return value == null ? Collections.emptyEnumeration() : new One(value);
  }

  private static final class One implements Enumeration<String> {
    private final String value;
    private boolean given;

    One(String value) {
      this.value = value;
    }

    @Override
    public boolean hasMoreElements() {
      return !given;
    }

    @Override
    public String nextElement() {
      given = true;
      return value;
    }
  }

  @Override
  public ServletContext getServletContext() {
    return CONTEXT;
  }

  @Override
  public HttpSession getSession(boolean create) {
    return null;
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public String getServerName() {
    return "127.0.0.1";
  }

  @Override
  public int getServerPort() {
    return 8080;
  }

  @Override
  public String getRemoteAddr() {
    return "127.0.0.1";
  }

  @Override
  public String getRemoteUser() {
    return null;
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, Object value) {}
}
