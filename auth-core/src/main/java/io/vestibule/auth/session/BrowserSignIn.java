package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.openapi.ApiDocument;
import io.vestibule.auth.password.Everybody;
import io.vestibule.auth.password.HashGate;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.NewHash;
import io.vestibule.auth.password.PasswordCheck;
import io.vestibule.auth.password.PasswordChecks;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserPasswords;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.store.Stores;
import io.vestibule.auth.totp.Outcome;
import io.vestibule.auth.totp.SecondFactors;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where people with a browser sign in and out, by whatever way: one for each file. Thread-safe.
 *
 * <p>A way of its own names {@link #sections()} in {@code alsoReads}, asks {@link #of}, adds its {@link SignInOffer}, and
 * its authenticator answers with {@link #authenticate}, {@link #challenge}, {@link #endpoints} and {@link #leave}.
 */
public final class BrowserSignIn {
  private final Ways ways;
  private final Store store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Lifetimes lifetimes;
  private final Cookies cookies;
  private final Sessions sessions;
  private final RememberMe rememberMe;
  private final Audit audit;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final LoginAddress address;
  private final Standing standing;
  private final SignInService signInService;
  private final GuestSessions guests;
  private final SignInProofs proofs;
  private final AccountPages pages;
  private final AccountVisits visits;
  private final OpenForms openForms;
  private final ApiDocument document;
  private final SignOutElsewhere elsewhere;
  private volatile Optional<List<Endpoint>> endpoints = Optional.empty();
  private volatile Optional<Setup> setup = Optional.empty();
  private volatile Optional<UserStore> storedUsers = Optional.empty();

  private BrowserSignIn(Settings settings, Settings session) {
    this.ways = new Ways(LocalUsers.of(settings));
    this.store = Stores.of(settings);
    this.clock = settings.clock();
    this.lifetimes = SessionKeys.lifetimes(session);
    this.cookies = new Cookies(session.text(SessionKeys.APP_NAME));
    this.rememberMe = new RememberMe(store, lifetimes, random, clock);
    this.sessions = new Sessions(store, rememberMe, lifetimes, random, clock);
    SubjectSessions subjectSessions = new SubjectSessions(store);
    GuestRecords guestRecords = new GuestRecords(store, clock);
    this.audit = settings.shared(Audit.class, Audit::of);
    InstanceKey key = new InstanceKey(new SharedKey(store, "cookies"));
    this.formToken = new FormToken(key, cookies, random);
    String base = Look.of(settings.section(Look.SECTION.name())).basePath();
    this.address = LoginAddress.of(session, base);
    this.sameSite =
        new SameSite(OriginCheck.from(settings), formToken, address.twins(), audit, clock);
    this.pages = AccountPages.of(settings);
    pages.add("sessions");
    KnownDevice known = new KnownDevice(key, random);
    this.document = ApiDocument.of(settings);
    this.elsewhere = SignOutElsewhere.of(settings);
    this.standing = new Standing(ways, key);
    this.signInService = new SignInService(
        ways, sessions, rememberMe, subjectSessions, known, standing, cookies, audit, clock);
    this.visits = new AccountVisits(signInService, formToken, sameSite, address, pages, clock);
    this.openForms = new OpenForms(formToken, sameSite, clock);
    this.guests = new GuestSessions(
        signInService, standing, sessions, subjectSessions, guestRecords, cookies, clock);
    this.proofs = new SignInProofs(signInService, standing, guestRecords, clock);
    Everybody.of(settings).add(guests::find);
    HiddenField.of(settings).madeBy(formToken::issue);
  }

  /** The sections that {@link #of} reads. */
  public static List<Section> sections() {
    return List.of(SessionKeys.SECTION, Stores.SECTION, ServerSection.SECTION, Look.SECTION);
  }

  /** That of this file. */
  public static BrowserSignIn of(Settings settings) {
    return of(settings, () -> settings.section(SessionKeys.SECTION.name()));
  }

  /** The same, for the way that {@code [session]} is about: its keys may stand elsewhere. */
  static BrowserSignIn of(Settings settings, Supplier<Settings> session) {
    return settings.shared(BrowserSignIn.class, () -> new BrowserSignIn(settings, session.get()));
  }

  /** Adds a button to the login page; only while the file is being read. */
  public void add(SignInOffer offer) {
    ways.add(offer);
  }

  /**
   * Does it where users of the form may set a second factor up, whichever way the file names first; only while the file is
   * being read.
   */
  public void whereFactorsAreOffered(Runnable work) {
    ways.whereFactorsAreOffered(work);
  }

  /** Adds the form for a name and a password, and the codes that are asked for besides. */
  void add(PasswordChecks passwords, Optional<SecondFactors> factors) {
    UserPasswords users = passwords.users();
    ways.add(passwords.check(), users::find, users::findNow, users::edition, factors);
  }

  /** Adds what serves programs that want tokens; only while the file is being read. */
  public void add(ProgramAccess programs) {
    ways.add(programs);
  }

  /**
   * Adds a link below the form of the login page, to a page of ours of this name, such as {@code forgot}: the text {@code
   * login.forgot} says what it is. Only while the file is being read.
   */
  public void addBesideForm(String page) {
    ways.addBesideForm(page);
  }

  SignInService signInService() {
    return signInService;
  }

  /** Who may come to a page of the own account, for one that stands elsewhere. */
  public AccountVisits visits() {
    return visits;
  }

  /** Forms for whoever comes, for a page that stands elsewhere. */
  public OpenForms openForms() {
    return openForms;
  }

  /** The second factors of the users of the form; empty where they cannot have one. */
  Optional<SecondFactors> secondFactors() {
    return ways.factors();
  }

  /** The pages and their twins for programs: always the same ones, so that two ways may name them. */
  public synchronized List<Endpoint> endpoints() {
    if (endpoints.isEmpty()) {
      endpoints = Optional.of(made());
    }
    return endpoints.get();
  }

  private List<Endpoint> made() {
    ReturnTargets returnTargets = new ReturnTargets(address.base());
    CodeStep codeStep = new CodeStep(
        signInService,
        standing,
        new PendingSignIns(store, random, clock),
        cookies,
        formToken,
        sameSite,
        returnTargets,
        address,
        clock);
    Stream<Endpoint> ours = Stream.of(
            new LoginPage(
                    ways,
                    signInService,
                    formToken,
                    sameSite,
                    returnTargets,
                    address,
                    codeStep,
                    lifetimes,
                    clock)
                .endpoints(),
            new LogoutPage(
                    ways, signInService, formToken, sameSite, returnTargets, address, elsewhere)
                .endpoints(address.base()),
            new SessionsPage(ways, visits, signInService, sessions, sameSite, address)
                .endpoints(address.base()),
            new StatusEndpoint(ways, formToken, address, elsewhere).endpoints(address.base()))
        .flatMap(List::stream)
        .map(new RememberMeRedirect(signInService)::before)
        .map(this::afterSetup);
    return Stream.concat(ours, Stream.of(document.endpoint())).toList();
  }

  /** Whoever finds the login page may find nobody to sign in as: then the set-up link is due. */
  private Endpoint afterSetup(Endpoint page) {
    boolean login = page.method().equals("GET") && page.path().equals(address.path());
    return login && page.action() instanceof Endpoint.Action.Plain plain
        ? new Endpoint("GET", page.path(), (request, form) -> {
          setup.ifPresent(Setup::retry);
          return plain.handler().handle(request, form);
        })
        : page;
  }

  /** The pages that make the first administrator. */
  List<Endpoint> setup(Settings settings, UserStore users, HashGate gate) {
    String path = address.base() + "/setup";
    Setup setup = settings.shared(Setup.class, () -> new Setup(store, users, path, random, clock));
    this.setup = Optional.of(setup);
    this.storedUsers = Optional.of(users);
    return new SetupPage(
            setup, users, new NewHash(gate), signInService, openForms, cookies, audit, clock)
        .endpoints(address.base());
  }

  /** The page on which users of the store change their own password. */
  List<Endpoint> password(UserStore users, HashGate gate) {
    return new PasswordPage(visits, users, new NewHash(gate), address, pages, audit, clock)
        .endpoints(address.base());
  }

  /** The page on which they set up a second factor; none where it could not outlive a restart. */
  List<Endpoint> twoFactor(SecondFactors factors) {
    if (store instanceof MemoryStore) {
      return List.of();
    }
    return new TwoFactorPage(visits, factors, address, pages).endpoints(address.base());
  }

  /** The users of the login page, where they stand in the store; known once the way of {@code [session]} is made. */
  public Optional<UserStore> storedUsers() {
    return storedUsers;
  }

  /**
   * Ends all sessions of a user of this name, compared exactly, "stay signed in" on all devices, and what programs were
   * given; no audit hears of it.
   */
  public void endSessions(String username) {
    ways.programs().ifPresent(programs -> programs
        .programs(username, proof -> true)
        .forEach(program -> programs.end(username, program.id())));
    rememberMe.endAllBut(username, "");
    sessions.revokeAllBut(username, "");
  }

  /** Where the pages are, within the application, such as {@code /auth}. */
  public String base() {
    return address.base();
  }

  /** The page that a person wanted, if a browser may be sent there; else empty. */
  public String wanted(AuthRequest request) {
    return new ReturnTargets(address.base()).shown(request);
  }

  /** The page of ours that an earlier request wanted; the first page where it is none. */
  public String orHome(AuthRequest request, String wanted) {
    return new ReturnTo(request.contextPath(), address.base()).orHome(wanted);
  }

  /** The page that this request is for, if a browser may be sent there again; else empty. */
  public String page(AuthRequest request) {
    return address.wanted(request).orElse("");
  }

  /** Where the login page is, for a link. */
  public String loginPage(AuthRequest request) {
    return address.plain(request);
  }

  /** The login page, which says first what has just been done: {@code password-set}. */
  public String loginPage(AuthRequest request, String notice) {
    return new Link(loginPage(request)).with(LoginPage.NOTICE, notice).toString();
  }

  /** The name of our cookie of this purpose: small letters, digits and hyphens. */
  public String cookieName(AuthRequest request, String purpose) {
    return cookies.named(purpose, request).name();
  }

  /** What our cookie of this purpose holds. */
  public Optional<String> cookie(AuthRequest request, String purpose) {
    return request.cookie(cookieName(request, purpose));
  }

  /** Sets our cookie of this purpose for so long. */
  public Headers cookie(AuthRequest request, String purpose, String value, Duration life) {
    return cookies.named(purpose, request).set(value, life);
  }

  /** Takes our cookie of this purpose back. */
  public Headers deleteCookie(AuthRequest request, String purpose) {
    return cookies.named(purpose, request).delete();
  }

  /** Whether a form comes from a page of ours: it shows the token of {@code HiddenField}, or the browser says so. */
  public boolean isOurs(AuthRequest request, Form form) {
    return !sameSite.isForeign(request) && sameSite.allows(request, form);
  }

  /** Whether this browser shows a session that holds, however it began. */
  public boolean isSignedIn(AuthRequest request) {
    return signInService.identity(request).isPresent();
  }

  /** Whether it is known who the local users are: users of the host's own may have any name. */
  public boolean knowsLocalUsers() {
    return ways.knowsNames();
  }

  /** Whether somebody has this name here by another way of signing in; be it one who may not. */
  public boolean isTaken(String username) {
    return ways.isTaken(username);
  }

  /** Knows the sessions of this way, by its name; {@code ""} stands for the password. */
  public AuthResult authenticate(AuthRequest request, String way) {
    Optional<AuthResult.Authenticated> proved = signInService.proved(request, way);
    return proved.isPresent() ? guarded(request, proved.get()) : AuthResult.notAttempted();
  }

  /** Whom the session of this way names, by its name; empty where this browser shows none. */
  public Optional<String> named(AuthRequest request, String way) {
    return signInService.identity(request, way).map(Identity::subject);
  }

  /** Begins a session for a device that stays signed in; what another site makes it send begins none. */
  AuthResult resume(AuthRequest request) {
    Optional<AuthResult.Authenticated> back =
        sameSite.allows(request) ? signInService.resume(request) : Optional.empty();
    return back.isPresent() ? back.get() : AuthResult.notAttempted();
  }

  /** A browser sends the cookie whoever made it ask, so what changes something must come from our own pages. */
  private AuthResult guarded(AuthRequest request, AuthResult.Authenticated proved) {
    return sameSite.allows(request)
        ? proved
        : AuthResult.rejected(Reason.CROSS_SITE, sameSite.objection(request));
  }

  /** The login page, or the only party where there is nothing to choose. */
  public Challenge challenge(AuthRequest request) {
    return challenges().toSignIn(request);
  }

  /** What somebody who is signed in can do to prove more; empty where nothing would be enough. */
  Optional<Challenge> stepUp(Need.StepUp more) {
    return challenges().toProveMore(more);
  }

  private Challenges challenges() {
    return new Challenges(ways, signInService, address);
  }

  /** The local user of this name, who may be disabled; empty where it is not known who they are. */
  public Optional<User> account(String username) {
    return ways.knowsNames() ? ways.local(username) : Optional.empty();
  }

  /** Whether this name and password are right; nothing begins. */
  public PasswordCheck.Result check(AuthRequest request, UsernamePassword shown) {
    return signInService.check(request, shown);
  }

  /**
   * What a code is worth of a user of whom {@link PasswordCheck.Result.CodeRequired} says that the password is right; a
   * right one is used up, and nothing begins.
   */
  public Outcome check(AuthRequest request, User user, String code) {
    return signInService.check(request, user, code);
  }

  /** Tells the audit of a right password that was no sign-in yet, for the code was missing. */
  public void tellCodeRequired(AuthRequest request, User user) {
    signInService.tellCodeRequired(request, user);
  }

  /** The sessions of people whom another party vouches for. */
  public GuestSessions guests() {
    return guests;
  }

  /** What can be kept of a sign-in beyond its session. */
  public SignInProofs proofs() {
    return proofs;
  }

  /** Ends this browser's session. */
  public Headers leave(AuthRequest request) {
    return signInService.leave(request);
  }
}
