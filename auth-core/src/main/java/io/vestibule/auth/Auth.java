package io.vestibule.auth;

import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that decides: who is it, may they, and if not, how could they prove it?
 *
 * <p>Immutable and thread-safe. It writes to no response; the door carries its {@link Decision} out.
 */
public final class Auth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Auth.class);

  private final Authenticators authenticators;
  private final Rules rules;
  private final InstantSource clock;
  private final boolean corsPreflight;
  private final Function<AuthRequest, Optional<AuthResponse>> preflights;
  private final boolean insecureOpen;
  private final Endpoints endpoints;
  private final Answers answers;
  private final Denials denials;
  private final LogLimit outages;
  private final LogLimit faults;
  private final LogLimit forms;
  private final List<AutoCloseable> resources;

  private Auth(Builder builder) {
    this.authenticators = new Authenticators(builder.authenticators);
    this.rules = builder.rules;
    this.clock = builder.clock;
    this.corsPreflight = builder.corsPreflight;
    this.preflights = builder.preflights;
    this.insecureOpen = builder.insecureOpen;
    this.answers = new Answers(authenticators, builder.refusals);
    this.denials = new Denials(builder.listener, builder.clock);
    this.outages = new LogLimit(builder.clock, "requests were answered 503", LOG::warn);
    this.faults = new LogLimit(builder.clock, "requests found something broken", LOG::error);
    this.forms = new LogLimit(builder.clock, "forms were answered 400", LOG::info);
    this.resources = List.copyOf(builder.resources);
    this.endpoints = new Endpoints(authenticators.endpoints());
  }

  /**
   * Begins an empty Auth: nobody can sign in, and every path needs it. This is the bare core, without the throttle, the
   * audit, the trusted proxies and the rules of a file; an application begins with {@code Vestibule.builder()}, which
   * has them.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Decides about a request that comes from outside.
   *
   * @param form reads the fields that were sent; asked only by an endpoint of ours. It throws an {@link
   *     UncheckedIOException} when they cannot be read, which is answered 400
   */
  public Decision decide(AuthRequest request, Supplier<Form> form) {
    try {
      Optional<AuthResponse> own = answerOfOurOwn(request, form);
      return own.isPresent()
          ? new Decision.Answer(own.get())
          : decide(request, requirement(request));
    } catch (RuntimeException broken) {
      return failClosed(request, broken);
    }
  }

  /** Decides about a request as if its path needed a signed-in user, whatever the rules say. */
  public Decision authenticate(AuthRequest request) {
    try {
      return decide(request, Requirement.SIGNED_IN);
    } catch (RuntimeException broken) {
      return failClosed(request, broken);
    }
  }

  /**
   * Decides about a path that the application itself goes on to (a forward, an include, an error page, an
   * asynchronous dispatch). Nobody is authenticated again: what was decided at the door holds.
   */
  public Decision redecide(AuthRequest request, Decision earlier) {
    try {
      Proof proof = earlier instanceof Decision.Admit admit
          ? new Proof(AuthResult.authenticated(admit.identity()), admit.via())
          : Proof.NONE;
      return judge(request, requirement(request), proof);
    } catch (RuntimeException broken) {
      return failClosed(request, broken);
    }
  }

  /** The plain answer of this status, for what is refused before or beside a decision. */
  public AuthResponse answer(AuthRequest request, int status) {
    return answers.plain(request, status);
  }

  /**
   * The answer to a request that must not be decided about, because of what it is made of: 400.
   *
   * @param detail for the log; it may quote the client
   */
  public AuthResponse malformed(AuthRequest request, Denial.Kind kind, String detail) {
    denials.tell(Denial.of(request, kind, detail));
    return answers.plain(request, 400);
  }

  /**
   * Signs a user in by name and password. One authenticator is asked, so one try is one try: the first of those that
   * have a user of this name, and of these the first whose sign-in lasts.
   *
   * @throws AuthUnavailableException when the users cannot be read
   */
  public LoginResult login(AuthRequest request, UsernamePassword credentials) {
    LoginResult result = authenticators.login(request, credentials);
    if (result instanceof LoginResult.Refused refused
        && refused.rejection().reason() == Reason.CODE_REQUIRED) {
      denials.tell(Denial.of(request, "login", refused.rejection()));
    }
    return result;
  }

  /** Signs the user of this request out and returns what the response must carry. */
  public Headers logout(AuthRequest request) {
    return authenticators.logout(request);
  }

  /** Those that believe header fields, which the door keeps from the application where nobody vouches for them. */
  public List<HeaderAuthenticator> headerAuthenticators() {
    return authenticators.thatAre(HeaderAuthenticator.class);
  }

  /** Closes what was made for it, such as the connections of a store, the last first. It decides no more after that. */
  @Override
  public void close() {
    List<AutoCloseable> lastFirst = new ArrayList<>(resources);
    Collections.reverse(lastFirst);
    for (AutoCloseable resource : lastFirst) {
      try {
        resource.close();
      } catch (Exception broken) {
        LOG.warn("closing failed: {}", broken.getClass().getSimpleName());
      }
    }
  }

  private Decision decide(AuthRequest request, Requirement requirement) {
    if (requirement instanceof Requirement.Closed) {
      return closed(request);
    }
    if (requirement instanceof Requirement.Demands && isPreflight(request)) {
      Optional<Decision> decision = beforehand(request);
      if (decision.isPresent()) {
        return decision.get();
      }
    }
    return judge(request, requirement, authenticators.identify(request, requirement));
  }

  private Requirement requirement(AuthRequest request) {
    return effective(rules.match(request.method(), request.path()));
  }

  /** Where everybody may enter, whoever still shows an old token may too. */
  private Requirement effective(Requirement requirement) {
    return insecureOpen && !(requirement instanceof Requirement.Closed)
        ? Requirement.LENIENT
        : requirement;
  }

  private Decision judge(AuthRequest request, Requirement requirement, Proof proof) {
    if (requirement instanceof Requirement.Closed) {
      return closed(request);
    }
    AuthResult result = proof.result();
    if (result instanceof AuthResult.Authenticated authenticated) {
      return judgeIdentity(request, requirement, authenticated, proof.via());
    }
    if (result instanceof AuthResult.Rejected rejected && refuses(requirement, rejected)) {
      denials.tell(Denial.of(request, proof.via(), rejected));
      return new Decision.Answer(answers.rejected(new Need.Retry(request, requirement, rejected)));
    }
    return requirement instanceof Requirement.Demands
        ? new Decision.Answer(answers.challenge(new Need.SignIn(request, requirement)))
        : Decision.PASS;
  }

  private Decision closed(AuthRequest request) {
    denials.tell(Denial.of(request, Denial.Kind.CLOSED, ""));
    return new Decision.Answer(answers.forbidden(request));
  }

  /** Wrong credentials may count as none; right ones that are not good for this never do. */
  private static boolean refuses(Requirement requirement, AuthResult.Rejected rejected) {
    return !(requirement instanceof Requirement.Lenient)
        || rejected.reason() == Reason.INSUFFICIENT_SCOPE
        || rejected.reason() == Reason.DOUBLED;
  }

  private Decision judgeIdentity(
      AuthRequest request, Requirement requirement, AuthResult.Authenticated proved, String via) {
    Identity identity = proved.identity();
    if (!(requirement instanceof Requirement.Demands demands)) {
      return admitted(proved, via, Headers.none());
    }
    if (demands.access().test(identity, via, clock)) {
      return admitted(proved, via, Headers.NO_STORE);
    }
    boolean attainable = demands.access().attainableBy(identity);
    denials.tell(Denial.of(
        request, attainable ? Denial.Kind.MORE_PROOF : Denial.Kind.RIGHTS, via, identity));
    Need need = new Need.StepUp(request, requirement, identity);
    return refused(proved, attainable ? answers.challenge(need) : answers.outOfReach(need));
  }

  private static Decision admitted(AuthResult.Authenticated proved, String via, Headers more) {
    return new Decision.Admit(
        proved.identity(), via, proved.responseHeaders().and(more), proved.hostSession());
  }

  /** A session that has just begun must reach its browser, whatever it may open. */
  private static Decision refused(AuthResult.Authenticated proved, AuthResponse answer) {
    return new Decision.Answer(answer.after(proved.responseHeaders(), proved.hostSession()));
  }

  private Optional<AuthResponse> answerOfOurOwn(AuthRequest request, Supplier<Form> form) {
    Map<String, Endpoint.Action> actions = endpoints.at(request.path());
    if (actions.isEmpty()) {
      return Optional.empty();
    }
    Endpoint.Action action = actions.get(isRead(request) ? "GET" : request.method());
    if (action == null) {
      return Optional.of(answers.methodNotAllowed(request, Endpoints.allowed(actions)));
    }
    return Optional.of(
        action instanceof Endpoint.Action.Guarded guarded
            ? guarded(guarded, new FormRequest(request, form))
            : handled(((Endpoint.Action.Plain) action).handler(), request, form));
  }

  /** As with a path of the application: first who it is and whether they may, then what they want. */
  private AuthResponse guarded(Endpoint.Action.Guarded guarded, FormRequest request) {
    Requirement requirement = effective(guarded.requirement());
    Decision decision = judge(request, requirement, authenticators.identify(request, requirement));
    if (decision instanceof Decision.Answer answer) {
      return answer.response();
    }
    if (!(decision instanceof Decision.Admit admitted)) {
      return handled(guarded.forNobody(), request, request);
    }
    return handled(
            (asked, sent) -> guarded.handler().handle(asked, sent, admitted), request, request)
        .after(admitted.responseHeaders(), admitted.hostSession());
  }

  private AuthResponse handled(Endpoint.Handler handler, AuthRequest request, Supplier<Form> form) {
    Form sent;
    try {
      sent = isRead(request) ? Form.empty() : form.get();
    } catch (UncheckedIOException unreadable) {
      forms.tell(() -> "400: form from " + request.client() + ": "
          + Printable.of(String.valueOf(unreadable.getMessage())));
      return answers.plain(request, 400);
    }
    return handler.handle(request, sent);
  }

  private static boolean isRead(AuthRequest request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  /** Whatever breaks, the door stays shut. */
  private Decision failClosed(AuthRequest request, RuntimeException broken) {
    if (broken instanceof AuthUnavailableException down) {
      outages.tell(() -> "unavailable: " + Printable.of(String.valueOf(down.getMessage())));
      return new Decision.Answer(answers.unavailable(request, down.retryAfter()));
    }
    faults.tell(() -> LOG.error("an authenticator failed; the request is refused", broken));
    return new Decision.Answer(answers.unavailable(request, Answers.RETRY_AFTER));
  }

  /** It grants nothing: what it asks about is judged when it comes. So it is answered without asking who it is. */
  private Optional<Decision> beforehand(AuthRequest preflight) {
    return corsPreflight
        ? Optional.of(Decision.PASS)
        : preflights.apply(preflight).map(Decision.Answer::new);
  }

  /** A CORS preflight carries no credentials by design (Fetch, 3.2.2). Anybody can write one. */
  private static boolean isPreflight(AuthRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("Origin").isPresent()
        && request.header("Access-Control-Request-Method").isPresent();
  }

  /** Collects what an Auth is made of. Not thread-safe. */
  public static final class Builder {
    private final List<Authenticators.Named> authenticators = new ArrayList<>();
    private Rules rules = (method, path) -> Requirement.SIGNED_IN;
    private InstantSource clock = InstantSource.system();
    private boolean corsPreflight;
    private Function<AuthRequest, Optional<AuthResponse>> preflights = request -> Optional.empty();
    private boolean insecureOpen;
    private Optional<RefusalHandler> refusals = Optional.empty();
    private DenialListener listener = denial -> {};
    private final List<AutoCloseable> resources = new ArrayList<>();

    private Builder() {}

    /** Adds an authenticator; they are asked in the order in which they are added. */
    public Builder authenticator(String name, Authenticator authenticator) {
      if (authenticators.stream().anyMatch(named -> named.name().equals(name))) {
        throw new IllegalArgumentException("two authenticators are named " + name);
      }
      authenticators.add(new Authenticators.Named(name, authenticator));
      return this;
    }

    /** Sets what each path asks for; without it every path needs a signed-in user. */
    public Builder rules(Rules newRules) {
      this.rules = newRules;
      return this;
    }

    /** Sets the clock by which {@code fresh(…)} is judged. */
    public Builder clock(InstantSource newClock) {
      this.clock = newClock;
      return this;
    }

    /**
     * Whether CORS preflights pass to the application, whatever a path needs; they do not unless told so. Whoever sends
     * {@code OPTIONS} with two invented fields then runs what the application runs for it.
     */
    public Builder corsPreflight(boolean pass) {
      this.corsPreflight = pass;
      return this;
    }

    /**
     * Answers CORS preflights to paths that not everybody may enter, without asking who it is; one that it has no answer
     * to is refused as any other request without credentials.
     */
    public Builder onPreflight(Function<AuthRequest, Optional<AuthResponse>> handler) {
      this.preflights = handler;
      return this;
    }

    /** Lets everybody in everywhere, save where a rule says {@code deny}: {@code type = none}. */
    public Builder insecureOpen() {
      this.insecureOpen = true;
      return this;
    }

    /** Sets words of the host's own for what is refused; each kind of client has default ones. */
    public Builder onRefusal(RefusalHandler handler) {
      this.refusals = Optional.of(handler);
      return this;
    }

    /** Tells this listener of each request that is refused, such as {@code Audit.denials}; nobody without it. */
    public Builder onDenial(DenialListener newListener) {
      this.listener = newListener;
      return this;
    }

    /** Has this closed when the Auth is closed, before what was named earlier. */
    public Builder closing(AutoCloseable resource) {
      resources.add(resource);
      return this;
    }

    /** Makes it. */
    public Auth build() {
      return new Auth(this);
    }
  }
}
