package io.vestibule.auth.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A response that remembers its status and its cookies and drops the rest. */
final class StubResponse extends HttpServletResponseWrapper {
  private final ServletOutputStream nowhere = new Nowhere();
  private final List<String> setCookies = new ArrayList<>();
  private int status;

  StubResponse() {
    super(nothing());
  }

  private static HttpServletResponse nothing() {
    return (HttpServletResponse) Proxy.newProxyInstance(
        StubResponse.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, args) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }

  @Override
  public int getStatus() {
    return status;
  }

  @Override
  public void setStatus(int status) {
    this.status = status;
  }

  @Override
  public void setHeader(String name, String value) {}

  @Override
  public void addHeader(String name, String value) {
    if (name.equals("Set-Cookie")) {
      setCookies.add(value);
    }
  }

  /** The value of a cookie that was set. */
  String cookie(String name) {
    return setCookies.stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void setContentType(String type) {}

  @Override
  public void setContentLength(int length) {}

  @Override
  public ServletOutputStream getOutputStream() {
    return nowhere;
  }

  private static final class Nowhere extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) {}

    @Override
    public void write(byte[] bytes, int offset, int length) {}
  }
}
