package io.vestibule.auth;

import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A form that was posted to a page of ours: what its field {@code csrf} says counts as the field {@code X-CSRF-Token}
 * does, which a page without a script cannot send. The body is read only where that is asked for. Used by one thread.
 */
final class FormRequest implements AuthRequest, Supplier<Form> {
  private static final String TOKEN = "X-CSRF-Token";

  private final AuthRequest request;
  private final Supplier<Form> form;
  private volatile Optional<Form> read = Optional.empty();

  FormRequest(AuthRequest request, Supplier<Form> form) {
    this.request = request;
    this.form = form;
  }

  /** The form, which is read once. */
  @Override
  public Form get() {
    Form sent = read.orElseGet(form);
    read = Optional.of(sent);
    return sent;
  }

  @Override
  public Optional<String> header(String name) {
    Optional<String> field = request.header(name);
    return field.isEmpty() && name.equals(TOKEN) ? hidden() : field;
  }

  /** A body that cannot be read is refused a little later. */
  private Optional<String> hidden() {
    try {
      return get().value("csrf");
    } catch (UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> headers(String name) {
    return request.headers(name);
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public String contextPath() {
    return request.contextPath();
  }

  @Override
  public Optional<String> query() {
    return request.query();
  }

  @Override
  public String target() {
    return request.target();
  }

  @Override
  public Optional<String> cookie(String name) {
    return request.cookie(name);
  }

  @Override
  public List<String> cookies(String name) {
    return request.cookies(name);
  }

  @Override
  public String peer() {
    return request.peer();
  }

  @Override
  public boolean isProxied() {
    return request.isProxied();
  }

  @Override
  public String client() {
    return request.client();
  }

  @Override
  public String origin() {
    return request.origin();
  }

  @Override
  public Optional<String> addressedHost() {
    return request.addressedHost();
  }

  @Override
  public boolean isHttps() {
    return request.isHttps();
  }

  @Override
  public Optional<String> authorization(String scheme) {
    return request.authorization(scheme);
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return request.clientCertificate();
  }
}
