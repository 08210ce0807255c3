package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Body;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.Decided;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another way of signing in beside the password: here a party that vouches for whoever it likes. */
class BrowserSignInTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final Club club = new Club();
  private BrowserSignIn signIn;
  private Configuration configuration;
  private Visitor visitor;

  /** A party whose members are let in, with the role that the claims say. */
  private static final class Club implements SignInOffer {
    private final Set<String> members = new HashSet<>(Set.of("7"));
    private final List<String> ended = new ArrayList<>();

    @Override
    public String name() {
      return "club";
    }

    @Override
    public String label() {
      return "The Club";
    }

    @Override
    public String icon() {
      return "/club.svg";
    }

    @Override
    public URI start(AuthRequest request, String returnTo) {
      return URI.create("/auth/club?return_to=" + returnTo);
    }

    @Override
    public Optional<Identity> vouch(Guest guest, Set<String> roles) {
      Set<String> all = new HashSet<>(roles);
      all.add(String.valueOf(guest.claims().get("rank")));
      return Optional.of(Identity.of(guest.subject(), "CLUB", guest.authenticatedAt()))
          .filter(any -> members.contains(guest.id()))
          .map(identity -> identity.withRoles(all));
    }

    @Override
    public Optional<URI> rpInitiatedLogout(AuthRequest request, GuestSessions.Visit visit) {
      return Optional.of(
          URI.create("https://club.example/bye?sid=" + visit.guest().sid()));
    }

    @Override
    public void ended(GuestSessions.Visit visit) {
      ended.add(visit.guest().id());
    }
  }

  /** Lets in whoever opens its page. */
  private record Porter(BrowserSignIn signIn) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return signIn.authenticate(request, "club");
    }

    @Override
    public Optional<Challenge> challenge(Need need) {
      return Optional.of(signIn.challenge(need.request()));
    }

    @Override
    public List<Endpoint> endpoints() {
      List<Endpoint> all = new ArrayList<>(signIn.endpoints());
      all.add(new Endpoint("GET", "/club", (request, form) -> welcome(request)));
      return all;
    }

    private AuthResponse welcome(AuthRequest request) {
      Optional<User> account = request.query().flatMap(signIn::account);
      Headers headers = account
          .map(user -> signIn.guests().admit(request, guest("member"), user))
          .orElseGet(() -> signIn.guests().admit(request, guest("member")))
          .headers();
      return new AuthResponse(204, headers, Body.none());
    }
  }

  private static Guest guest(String rank) {
    return new Guest(
        "club",
        "https://club.example",
        "7",
        "seven@club.example",
        "Seven",
        Set.of(),
        Instant.parse("2026-03-01T12:00:00Z"),
        "s1",
        Map.of("rank", rank));
  }

  @BeforeEach
  void read() {
    String text = "[authentication]\ntype = session\n[store]\nurl = jdbc:h2:mem:"
        + UUID.randomUUID() + "\n[rules]\n/** = user\n";
    configuration = Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock);
    signIn = configuration.shared(BrowserSignIn.class).orElseThrow();
    signIn.add(club);
    Auth auth = Auth.builder()
        .clock(clock)
        .authenticator("session", configuration.authenticators().get(0).authenticator())
        .authenticator("club", new Porter(signIn))
        .build();
    visitor = new Visitor(auth);
    users().add("ada", hash("a"), Set.of("own"));
  }

  private static Secret hash(String letter) {
    return Secret.of("$2b$12$" + letter.repeat(53));
  }

  private UserStore users() {
    return configuration.shared(UserStore.class).orElseThrow();
  }

  private Identity identity() {
    return Decided.identity(visitor.get("/page"));
  }

  @Test
  void a_button_stands_below_the_form_and_programs_are_told_of_it() {
    Map<String, Object> page = model(answer(visitor.get("/auth/login?return_to=%2Fpage")));
    assertThat(page.get("no_password")).isEqualTo(false);
    assertThat(page.get("providers"))
        .isEqualTo(List.of(Map.of(
            "name", "club",
            "label", "The Club",
            "icon", "/club.svg",
            "url", "/auth/club?return_to=/page")));
    assertThat(model(answer(visitor.get("/auth/api/status"))).get("providers"))
        .isEqualTo(List.of(
            Map.of("name", "club", "label", "The Club", "login_url", "/auth/club?return_to=")));
  }

  @Test
  void a_guest_is_known_by_the_way_it_came_in() {
    visitor.get("/club");
    assertThat(visitor.get("/page")).isInstanceOfSatisfying(Decision.Admit.class, admit -> {
      assertThat(admit.via()).isEqualTo("club");
      assertThat(admit.identity().subject()).isEqualTo("seven@club.example");
      assertThat(admit.identity().roles()).containsExactly("member");
    });
  }

  @Test
  void a_guest_with_an_account_has_its_roles_too_until_the_account_is_barred() {
    visitor.get("/club?ada");
    assertThat(identity().roles()).containsExactlyInAnyOrder("member", "own");
    users().disable("ada");
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
    users().enable("ada");
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
  }

  @Test
  void a_guest_changes_no_password_and_no_factor_here_and_is_not_led_to_do_so() {
    Auth.Builder all = Auth.builder().clock(clock);
    configuration
        .authenticators()
        .forEach(named -> all.authenticator(named.name(), named.authenticator()));
    visitor = new Visitor(all.authenticator("club", new Porter(signIn)).build());
    visitor.get("/club?ada");
    AuthResponse page = answer(visitor.get("/auth/password"));
    AuthResponse change = visitor.post(
        "/auth/password",
        Map.of("current_password", "a", "new_password", "a horse of many colours"));

    assertThat(page.status()).isEqualTo(403);
    assertThat(model(page)).containsEntry("code", "no-password");
    assertThat(change.status()).isEqualTo(403);
    AuthResponse factor = answer(visitor.get("/auth/two-factor"));
    assertThat(factor.status()).isEqualTo(403);
    assertThat(model(factor)).containsEntry("error", "no-password").doesNotContainKey("on");
    AuthResponse begin = visitor.post("/auth/two-factor/begin", Map.of("password", "a"));
    assertThat(begin.status()).isEqualTo(403);
    assertThat(model(answer(visitor.get("/auth/sessions"))).get("pages"))
        .isEqualTo(List.of("sessions", "tokens"));
  }

  @Test
  void another_password_ends_the_session_of_a_guest_with_an_account() {
    visitor.get("/club?ada");
    identity();
    users().setHash("ada", hash("b"));
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
  }

  @Test
  void a_session_ends_once_the_party_vouches_no_more() {
    visitor.get("/club");
    identity();
    club.members.clear();
    now.updateAndGet(instant -> instant.plusSeconds(3));
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
    assertThat(club.ended).containsExactly("7");
    assertThat(signIn.guests().sessionsOfSubject("club", "https://club.example", "7"))
        .isEmpty();
  }

  @Test
  void what_the_party_says_later_holds_for_the_session_that_is_there() {
    visitor.get("/club");
    String session =
        signIn.guests().sessionsOfSid("club", "https://club.example", "s1").get(0);
    assertThat(signIn.guests().revise(session, guest("chair"))).isTrue();
    assertThat(identity().roles()).containsExactly("chair");
    signIn.guests().end(session);
    assertThat(signIn.guests().revise(session, guest("chair"))).isFalse();
  }

  @Test
  void a_session_is_found_by_subject_and_by_sid_and_ended_with_a_note_for_its_browser() {
    visitor.get("/club");
    List<String> bySid = signIn.guests().sessionsOfSid("club", "https://club.example", "s1");
    assertThat(bySid)
        .hasSize(1)
        .isEqualTo(signIn.guests().sessionsOfSubject("club", "https://club.example", "7"));
    assertThat(signIn.guests().sessionsOfSid("club", "https://other.example", "s1"))
        .isEmpty();
    assertThat(signIn.guests().sessionsOfSid("club.two", "https://club.example", "s1"))
        .isEmpty();
    assertThat(signIn.guests().end(bySid.get(0))).isPresent();
    assertThat(signIn.guests().end(bySid.get(0))).isEmpty();
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
    assertThat(model(answer(visitor.get("/auth/login"))).get("status_message"))
        .isEqualTo("session-revoked");
  }

  @Test
  void signing_out_at_the_party_too_is_a_button_and_a_page_that_goes_there() {
    visitor.get("/club");
    Map<String, Object> page = model(answer(visitor.get("/auth/logout")));
    assertThat(page).containsEntry("provider", "The Club").containsEntry("username", "Seven");
    AuthResponse gone = visitor.post("/auth/logout", Map.of("provider", "1"));
    assertThat(gone.headers().first("Refresh")).contains("0; url=https://club.example/bye?sid=s1");
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
  }

  @Test
  void signing_out_here_goes_nowhere_else() {
    visitor.get("/club");
    assertThat(visitor.post("/auth/logout", Map.of()).headers().first("Refresh"))
        .isEmpty();
    assertThat(answer(visitor.get("/page")).status()).isEqualTo(303);
    assertThat(club.ended).containsExactly("7");
  }

  @Test
  void another_site_cannot_make_a_guest_do_anything() {
    visitor.get("/club");
    FakeRequest post = browser("POST", "/page").with("Sec-Fetch-Site", "cross-site");
    assertThat(answer(visitor.send(post, Map.of())).status()).isEqualTo(403);
  }

  @Test
  void a_session_is_listed_with_the_party_that_it_came_from() {
    visitor.get("/club");
    assertThat(model(answer(visitor.get("/auth/sessions"))).get("sessions").toString())
        .contains("method=The Club");
  }

  private SignInProofs.Proof proof() {
    String cookies = visitor.jar().entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(java.util.stream.Collectors.joining("; "));
    return signIn
        .proofs()
        .proof(FakeRequest.get("/page").with("Cookie", cookies))
        .orElseThrow();
  }

  @Test
  void what_is_kept_of_a_guest_stands_after_the_session_and_as_long_as_the_party_vouches() {
    visitor.get("/club");
    SignInProofs.Proof proof = proof();
    visitor.post("/auth/logout", Map.of());

    assertThat(proof.identity().subject()).isEqualTo("seven@club.example");
    assertThat(signIn.proofs().vouch(proof.text())).contains(proof.identity());
    club.members.clear();
    assertThat(signIn.proofs().vouch(proof.text())).isEmpty();
  }

  @Test
  void what_is_kept_of_a_guest_with_an_account_stands_as_long_as_the_account() {
    visitor.get("/club?ada");
    SignInProofs.Proof proof = proof();

    assertThat(signIn.proofs().vouch(proof.text()))
        .map(Identity::roles)
        .contains(proof.identity().roles());
    users().setHash("ada", hash("b"));
    assertThat(signIn.proofs().vouch(proof.text())).isEmpty();
    assertThat(signIn.proofs().vouch("1 u=ada")).isEmpty();
    assertThat(signIn.proofs().vouch("")).isEmpty();
  }
}
