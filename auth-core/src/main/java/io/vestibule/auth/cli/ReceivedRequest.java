package io.vestibule.auth.cli;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.server.Client;
import io.vestibule.auth.server.TrustedProxies;
import java.util.List;
import java.util.Optional;

/** A request as it came out of a socket, seen as the door would see it. */
record ReceivedRequest(
    String method, String path, String peer, Headers fields, TrustedProxies trusted)
    implements AuthRequest {

  /** Of a program on this machine that shows no credentials. */
  static ReceivedRequest plain(String method, String path) {
    return new ReceivedRequest(method, path, "127.0.0.1", Headers.none(), TrustedProxies.none());
  }

  private Client way() {
    return trusted.client(seen(), this::headers);
  }

  private Client seen() {
    return new Client(peer, "http", "localhost", 80, "");
  }

  @Override
  public String contextPath() {
    return way().path();
  }

  @Override
  public Optional<String> query() {
    return Optional.empty();
  }

  @Override
  public Optional<String> header(String name) {
    return fields.first(name);
  }

  @Override
  public List<String> headers(String name) {
    return fields.all(name);
  }

  @Override
  public List<String> cookies(String name) {
    return List.of();
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

  @Override
  public Optional<String> addressedHost() {
    return trusted.addressedHost(seen(), this::headers);
  }
}
