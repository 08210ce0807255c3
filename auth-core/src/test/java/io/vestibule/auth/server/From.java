package io.vestibule.auth.server;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.FakeRequest;
import java.util.List;
import java.util.Optional;

/** A request as it comes out of a socket of this peer, seen as the door sees it. */
public record From(String peer, TrustedProxies trusted, FakeRequest request)
    implements AuthRequest {

  private Client way() {
    return trusted.client(seen(), request::headers);
  }

  /** The Host field names a host without a port here. */
  private Client seen() {
    String host = request.header("Host").orElse("localhost");
    return new Client(peer, "http", host, 80, request.contextPath());
  }

  @Override
  public Optional<String> addressedHost() {
    return trusted.addressedHost(seen(), request::headers);
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
    return way().path();
  }

  @Override
  public Optional<String> query() {
    return request.query();
  }

  @Override
  public Optional<String> header(String name) {
    return request.header(name);
  }

  @Override
  public List<String> headers(String name) {
    return request.headers(name);
  }

  @Override
  public List<String> cookies(String name) {
    return request.cookies(name);
  }

  @Override
  public boolean isProxied() {
    return trusted.trusts(peer);
  }

  @Override
  public String client() {
    return way().address();
  }

  @Override
  public String origin() {
    return way().origin();
  }
}
