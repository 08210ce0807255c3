package io.vestibule.auth.bypass;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.Networks;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.password.UsersSettings;
import io.vestibule.auth.server.KnownHosts;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.store.Stores;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes the way around signing in from {@code [bypass]}, which needs no word in type. Without state. */
public final class BypassFactory implements AuthenticatorFactory {
  private static final String NAME = "bypass";
  private static final String NETWORKS = "networks";
  private static final String USER = "user";
  private static final String ADDRESSED_AS = "addressed_as";
  private static final String HOSTS = "hosts";
  private static final int WIDEST_V4 = 8;
  private static final int WIDEST_V6 = 16;

  /** For the service loader. */
  public BypassFactory() {}

  @Override
  public Section section() {
    return Section.of(
        NAME,
        "Whoever comes from these addresses is one user, without proving it.",
        Key.of(
            NETWORKS,
            Key.Type.LIST,
            "The addresses of clients, never that of a trusted proxy.",
            "10.11.1.0/24"),
        Key.of(USER, Key.Type.TEXT, "Who they are taken for.", "operator").mandatory(),
        Key.of("roles", Key.Type.LIST, "What that user is here; no role without it.", "viewer"),
        Key.of(
            ADDRESSED_AS,
            Key.Type.LIST,
            "The host names of this application, beside IP addresses, localhost and that of public_url.",
            "nas.lan"),
        Key.of(
            HOSTS,
            Key.Type.LIST,
            "Refused: a client chooses the host name itself. Write networks.",
            "10.11.1.11"));
  }

  @Override
  public List<Section> alsoReads() {
    return Stream.concat(
            UsersSettings.sections().stream(), Stream.of(Stores.SECTION, ServerSection.SECTION))
        .toList();
  }

  @Override
  public List<String> comesWith() {
    return List.of(NAME);
  }

  @Override
  public boolean asksLast() {
    return true;
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    refuseHosts(settings);
    Networks networks = networks(settings);
    String user = settings.optional(USER).orElse("nobody");
    settings.warn(
        NETWORKS,
        "whoever comes from these addresses is " + user + " without proving it",
        "remove [bypass] when it is not needed any more");
    Roles.from(settings).only(settings, Set.copyOf(settings.list("roles")));
    settings.shared(Notice.class, () -> new Notice(user));
    LocalUsers.of(settings).addNames(user::equals);
    TrustedProxies trusted = ServerSection.trustedProxies(settings);
    return new BypassAuthenticator(
        networks,
        trusted,
        knownHosts(settings, trusted),
        user,
        Set.copyOf(settings.list("roles")),
        active(settings),
        OriginCheck.from(settings),
        settings.shared(Audit.class, Audit::of),
        settings.clock());
  }

  private static void refuseHosts(Settings settings) {
    if (!settings.list(HOSTS).isEmpty()) {
      settings.fault(
          HOSTS,
          "a client writes the host name into its request itself, so whoever knows one would be let in",
          "name the addresses that the clients come from: networks = 10.11.1.0/24");
    }
  }

  private static KnownHosts knownHosts(Settings settings, TrustedProxies trusted) {
    try {
      return KnownHosts.of(settings.list(ADDRESSED_AS), trusted);
    } catch (IllegalArgumentException refused) {
      settings.fault(
          ADDRESSED_AS, String.valueOf(refused.getMessage()), "write addressed_as = nas.lan");
      return KnownHosts.of(List.of(), trusted);
    }
  }

  private static Networks networks(Settings settings) {
    List<String> texts = settings.list(NETWORKS);
    try {
      Networks networks = Networks.of(texts);
      if (networks.isEmpty() && settings.list(HOSTS).isEmpty()) {
        settings.fault(NETWORKS, "no addresses are named", "write networks = 10.11.1.0/24");
      }
      if (networks.hasWiderThan(WIDEST_V4, WIDEST_V6)) {
        settings.fault(
            NETWORKS,
            "a network of this size is nearly everybody",
            "name the addresses of those who are meant: networks = 10.11.1.0/24");
      }
      return networks;
    } catch (IllegalArgumentException refused) {
      settings.fault(
          NETWORKS, String.valueOf(refused.getMessage()), "write networks = 10.11.1.0/24");
      return Networks.of(List.of());
    }
  }

  /** Where users are kept, the one who is meant must be among them, and may not be disabled. */
  private static Predicate<String> active(Settings settings) {
    Optional<UserStore> store = UsersSettings.storeAlone(settings);
    return name -> store.isEmpty()
        || store.get().member(name).filter(BypassFactory::isActive).isPresent();
  }

  private static boolean isActive(Member member) {
    return !member.user().disabled();
  }
}
