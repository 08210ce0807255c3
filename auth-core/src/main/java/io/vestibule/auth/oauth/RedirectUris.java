package io.vestibule.auth.oauth;

import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.Starting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where providers send people back to: what is to be registered with them. The start writes it to the log; an
 * application that knows its own address finds the rest by {@code configuration.shared(RedirectUris.class)}.
 * Thread-safe.
 */
public final class RedirectUris implements Starting {
  private static final Logger LOG = LoggerFactory.getLogger(RedirectUris.class);

  private static final String OPEN = Client.DEFAULT_CALLBACK
      + " behind the address by which browsers come here; it stands here whole once [server] says"
      + " public_url = https://tickets.example.org";

  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Optional<String> publicUrl;
  private final boolean proxied;

  private RedirectUris(Settings server) {
    this.publicUrl = server.optional("public_url").map(url -> url.replaceFirst("/$", ""));
    this.proxied = !server.list(ServerSection.TRUSTED_PROXIES).isEmpty();
  }

  static RedirectUris of(Settings settings) {
    return settings.shared(
        RedirectUris.class, () -> new RedirectUris(settings.section(ServerSection.SECTION.name())));
  }

  /** Adds a provider; only while the file is being read. */
  void add(Client client) {
    clients.add(client);
  }

  /** The application's own address, without a slash at its end, where the file says it. */
  Optional<String> publicUrl() {
    return publicUrl;
  }

  /** What stands behind the path of the application's own address, which no request has that reaches us. */
  Optional<String> withinApplication(String path) {
    return publicUrl
        .map(url -> url.replaceFirst("^[^/]*//[^/]*", ""))
        .filter(above -> path.startsWith(above + "/"))
        .map(above -> path.substring(above.length()));
  }

  /** Whether the file says how requests come here: by proxies that are believed, or to one address. */
  boolean knowsTheWay() {
    return proxied || publicUrl.isPresent();
  }

  /** That of a provider; empty where each request says it. */
  Optional<URI> of(Client client) {
    return client.redirectUri().isEmpty()
        ? publicUrl.map(url -> url + Client.DEFAULT_CALLBACK).map(URI::create)
        : Optional.of(URI.create(client.redirectUri()));
  }

  /**
   * Those that the file leaves open, for an application whose first page is at this address.
   *
   * @param root without a slash at its end: {@code http://127.0.0.1:8080/app}
   * @return what to register, by the names of the sections; empty where the file says it all
   */
  public Map<String, String> below(String root) {
    Map<String, String> open = new TreeMap<>();
    clients.stream()
        .filter(client -> of(client).isEmpty())
        .forEach(client -> open.put(client.name(), root + Client.DEFAULT_CALLBACK));
    return open;
  }

  @Override
  public void started() {
    if (told.compareAndSet(false, true)) {
      clients.forEach(this::tell);
    }
  }

  private void tell(Client client) {
    LOG.info(
        "{} ({}): to be registered as redirect URI: {}",
        client.name(),
        client.label(),
        of(client).map(URI::toString).orElse(OPEN));
  }
}
