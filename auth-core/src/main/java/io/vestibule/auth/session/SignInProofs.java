package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.password.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What can be kept of a sign-in beyond its session, so that tokens stand and fall with it. Thread-safe. */
public final class SignInProofs {
  private final SignInService signInService;
  private final Standing standing;
  private final GuestRecords guestRecords;
  private final InstantSource clock;

  SignInProofs(
      SignInService signInService,
      Standing standing,
      GuestRecords guestRecords,
      InstantSource clock) {
    this.signInService = signInService;
    this.standing = standing;
    this.guestRecords = guestRecords;
    this.clock = clock;
  }

  /** What can be kept of a sign-in beyond its session: a line of text that only {@link #vouch} understands. */
  public record Proof(Identity identity, String text) {

    /** Never shows the text. */
    @Override
    public String toString() {
      return "Proof[" + identity.subject() + "]";
    }
  }

  /** Of whoever is signed in on this browser. */
  public Optional<Proof> proof(AuthRequest request) {
    return signInService.current(request).map(CachedSession::session).flatMap(this::proof);
  }

  /**
   * Of a user who has just proved it; no session begins.
   *
   * @param methods by what (RFC 8176)
   */
  public Optional<Proof> proof(AuthRequest request, User user, Set<String> methods) {
    return proof(unkept(request, user, methods));
  }

  /** What a session would be of a user who has just proved it so; none begins. */
  private Session unkept(AuthRequest request, User user, Set<String> methods) {
    Instant now = clock.instant();
    return new Session(
        "",
        user.name(),
        standing.credential(user),
        methods,
        now,
        now,
        now,
        now,
        Device.of(request.header("User-Agent").orElse("")),
        request.client(),
        "",
        Guest.NOBODY);
  }

  private Optional<Proof> proof(Session session) {
    return standing.of(session).map(identity -> new Proof(identity, SessionRecord.write(session)));
  }

  /** Who it is whose sign-in this was; empty where it does not stand any more. */
  public Optional<Identity> vouch(String proof) {
    return SessionRecord.read("", proof).flatMap(this::latest).flatMap(standing::of);
  }

  /**
   * With what the party has said since about who it is; empty where it vouches for the guest no more. How and when this
   * sign-in was proved stays: another one proves nothing for it (RFC 9068, 2.2.1).
   */
  private Optional<Session> latest(Session session) {
    Guest guest = session.guest();
    return guest.isNobody()
        ? Optional.of(session)
        : guestRecords
            .find(guest.provider(), guest.subject())
            .map(Session::guest)
            .filter(known -> known.issuer().equals(guest.issuer()) && known.id().equals(guest.id()))
            .map(known -> session.with(known.provedAs(guest)));
  }
}
