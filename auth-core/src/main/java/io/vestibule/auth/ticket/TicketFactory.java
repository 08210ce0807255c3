package io.vestibule.auth.ticket;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.GivenRoles;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.openapi.ApiDocument;
import io.vestibule.auth.store.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes tickets from {@code [ticket]}, which needs no word in type. Without state. */
public final class TicketFactory implements AuthenticatorFactory {
  private static final String NAME = "ticket";
  private static final String LIFETIME = "lifetime";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** For the service loader. */
  public TicketFactory() {}

  @Override
  public Section section() {
    return Section.of(
        NAME,
        "Single-use tickets in an address, for clients that can send no header, such as WebSockets.",
        Key.of(LIFETIME, Key.Type.DURATION, "How long a ticket may be used, at most 30s.", "30s")
            .orElse("30s"));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Stores.SECTION, ServerSection.SECTION, Look.SECTION);
  }

  @Override
  public List<String> comesWith() {
    return List.of(NAME);
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    GivenRoles.of(settings).only(settings.name(), Set.of());
    Duration lifetime = settings.duration(LIFETIME);
    if (lifetime.compareTo(LONGEST) > 0 || lifetime.compareTo(SHORTEST) < 0) {
      settings.fault(
          LIFETIME,
          "a ticket stands in an address, and addresses stand in logs",
          "write a time from 1s to 30s");
      lifetime = LONGEST;
    }
    Tickets tickets =
        new Tickets(Stores.of(settings), lifetime, new SecureRandom(), settings.clock());
    return new TicketAuthenticator(
        tickets,
        OriginCheck.from(settings),
        Look.of(settings.section(Look.SECTION.name())).basePath(),
        ApiDocument.of(settings).endpoint(),
        settings.shared(Audit.class, Audit::of),
        settings.clock());
  }
}
