package io.vestibule.auth.issuer;

import io.vestibule.auth.Identity;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authorization codes (RFC 6749, 4.1): {@code vsc_} and 256 random bits, good once and for a minute, for whoever knows
 * the PKCE verifier and names the same redirect URI. Thread-safe; several nodes may share the store.
 *
 * <p>A code that is shown again betrays a copy: what it gave ends.
 */
final class Codes {
  static final String KIND = "code";
  static final String PREFIX = "vsc_";
  static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int SECRET = 43;
  private static final String FAMILY = "f";

  private final Store store;
  private final RefreshTokens refreshTokens;
  private final SecureRandom random;
  private final InstantSource clock;

  Codes(Store store, RefreshTokens refreshTokens, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.refreshTokens = refreshTokens;
    this.random = random;
    this.clock = clock;
  }

  /** What a client asks a code for: where it is sent, and the challenge of whoever may exchange it. */
  record Request(String redirectUri, String challenge) {}

  /** What a client shows to get tokens; {@code ""} for what it did not say. */
  record Shown(String code, String verifier, String redirectUri, String client) {

    /** Never shows the code and its verifier. */
    @Override
    public String toString() {
      return "Shown[" + client + "]";
    }
  }

  /** What a code was worth. */
  sealed interface Exchange {
    /** It is good: this is the first refresh token, and who stands behind it. */
    record Granted(Grant grant, Identity identity, RefreshToken refreshToken) implements Exchange {}

    /** It was exchanged before; what it gave then has ended. */
    record Replayed(Grant grant) implements Exchange {}

    /** It means nothing, or no longer, or not to whoever shows it. */
    record Refused(String why) implements Exchange {}
  }

  /** A new code. */
  String issue(Grant grant, Request request) {
    String code = PREFIX + Base64Url.random(random, 32);
    String value =
        grant.write(fields -> fields.put("h", request.challenge()).put("r", request.redirectUri()));
    store.insert(Entry.of(
        KIND, Digests.inBase64Url(code), grant.subject(), value, clock.instant().plus(LIFE)));
    return code;
  }

  /** Whether a text can be a code. */
  static boolean isCode(String text) {
    return text.startsWith(PREFIX) && Base64Url.fits(text.substring(PREFIX.length()), SECRET);
  }

  /**
   * Exchanges a code. A wrong verifier uses it up too: whoever guesses has one try.
   *
   * @param standing who stands behind a grant now: where nobody can tell the code stays good for the next try
   */
  Exchange exchange(Shown shown, Function<Grant, Optional<Identity>> standing) {
    Optional<Entry> entry = isCode(shown.code())
        ? store.get(KIND, Digests.inBase64Url(shown.code()))
        : Optional.empty();
    Optional<Fields> fields = entry.flatMap(found -> Grant.fields(found.value()));
    Optional<Grant> grant = entry.flatMap(found -> Grant.read(found.value()));
    if (fields.isEmpty() || grant.isEmpty()) {
      return new Exchange.Refused("unknown or expired code");
    }
    return fields.get().text(FAMILY).isPresent()
        ? replayed(grant.get(), fields.get())
        : exchange(shown, entry.get(), fields.get(), grant.get(), standing);
  }

  private Exchange exchange(
      Shown shown,
      Entry entry,
      Fields fields,
      Grant grant,
      Function<Grant, Optional<Identity>> standing) {
    Optional<String> fault = fault(shown, fields, grant);
    if (fault.isPresent()) {
      return over(entry, fault.get());
    }
    Optional<Identity> identity = standing.apply(grant);
    return identity.isEmpty()
        ? over(entry, TokenIssuer.ENDED)
        : exchange(entry, grant, identity.get());
  }

  private Exchange over(Entry entry, String why) {
    store.delete(KIND, entry.id());
    return new Exchange.Refused(why);
  }

  private Exchange exchange(Entry entry, Grant grant, Identity identity) {
    // The family stands before the code is used up, so that whoever shows the code next can end it.
    RefreshToken first = refreshTokens.begin(grant);
    if (store.replace(used(entry, grant, first))) {
      return new Exchange.Granted(grant, identity, first);
    }
    refreshTokens.end(first.family());
    return store
        .get(KIND, entry.id())
        .flatMap(now -> Grant.fields(now.value()))
        .map(now -> replayed(grant, now))
        .orElseGet(() -> new Exchange.Refused("code used up"));
  }

  private static Optional<String> fault(Shown shown, Fields fields, Grant grant) {
    if (!Pkce.matches(fields.text("h").orElse(""), shown.verifier())) {
      return Optional.of("wrong verifier");
    }
    String bound = fields.text("r").orElse("");
    if (!shown.redirectUri().isEmpty() && !shown.redirectUri().equals(bound)) {
      return Optional.of("another redirect URI");
    }
    return shown.client().equals(grant.client()) ? Optional.empty() : Optional.of("another client");
  }

  private Entry used(Entry entry, Grant grant, RefreshToken first) {
    Instant end = clock.instant().plus(REMEMBERED);
    return entry.with(grant.write(fields -> fields.put(FAMILY, first.family())), end);
  }

  private Exchange replayed(Grant grant, Fields used) {
    used.text(FAMILY).ifPresent(refreshTokens::end);
    return new Exchange.Replayed(grant);
  }
}
