package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;

/** An address that is given parameters. Immutable. */
public record Link(String address) {

  /** The same with this parameter behind those that it has; without it where there is no value. */
  public Link with(String name, String value) {
    char before = address.indexOf('?') < 0 ? '?' : '&';
    return value.isEmpty()
        ? this
        : new Link(
            address + before + name + '=' + URLEncoder.encode(value, UTF_8).replace("+", "%20"));
  }

  /** As a URI. */
  public URI toUri() {
    return URI.create(address);
  }

  /** As text. */
  @Override
  public String toString() {
    return address;
  }
}
