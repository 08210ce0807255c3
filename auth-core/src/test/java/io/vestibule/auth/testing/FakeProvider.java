package io.vestibule.auth.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An OpenID provider on the loopback address with one client, {@code app}. Whoever is {@link #signedIn} there gets a
 * code at once; PKCE is required, codes and refresh tokens work once. It does wrong what it is told to by {@link
 * #with}. Thread-safe; closing it ends its threads.
 */
public final class FakeProvider implements AutoCloseable {
  /** The client's name. */
  public static final String CLIENT_ID = "app";

  /** The client's secret, with characters that {@code client_secret_basic} must encode. */
  public static final String CLIENT_SECRET = "s3cret:&+% ü";

  static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
  static final String ELSEWHERE = "/elsewhere";

  /** An RSA key takes its time to make: all begin with the same one, and rotate to others. */
  private static final SigningKey FIRST = SigningKey.of("key-1", 2048);

  static final SigningKey UNPUBLISHED = SigningKey.of("unpublished", 2048);
  private static final int PATIENCE_SECONDS = 60;
  private static final int MOST_SEEN = 10_000;

  private final Grants grants = new Grants();
  private final Clients clients = new Clients();
  private final Front front = new Front(this, grants);
  private final Back back = new Back(this, grants);
  private final Set<Fault> faults = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Map<String, Object> offers = new ConcurrentHashMap<>();
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();
  private final Map<String, Reply> others = new ConcurrentHashMap<>();
  private final List<Call> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeProvider::daemon);
  private final int port;
  private volatile Listener listener;
  private volatile List<SigningKey> keys = List.of(FIRST);
  private volatile String person = "";
  private volatile Duration drift = Duration.ZERO;
  private volatile Duration life = Duration.ofMinutes(5);
  private volatile String lastSid = "";
  private volatile Optional<String> frame = Optional.empty();
  private volatile boolean onlyPushed;
  private volatile boolean thrifty;
  private volatile boolean timeless;
  private volatile boolean refreshesPlainly;

  private FakeProvider(InstantSource clock) throws IOException {
    this.clock = clock;
    this.listener = Listener.start(0, threads, this::handle);
    this.port = listener.port();
    signedIn("ann", Map.of("email", "ann@example.com", "email_verified", true, "name", "Ann"));
  }

  /** Starts one on a free port, by the system's clock; {@code ann} is signed in at it. */
  public static FakeProvider start() throws IOException {
    return start(InstantSource.system());
  }

  /** Starts one that goes by this clock. */
  public static FakeProvider start(InstantSource clock) throws IOException {
    return new FakeProvider(clock);
  }

  /** Its issuer identifier, such as {@code http://127.0.0.1:40123}. */
  public String issuer() {
    return "http://127.0.0.1:" + port;
  }

  /** From now on the browser is signed in at the provider as this subject, with these claims more. */
  public FakeProvider signedIn(String subject, Map<String, Object> claims) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.put("sub", subject);
    people.put(subject, Map.copyOf(all));
    person = subject;
    return this;
  }

  /** From now on nobody is signed in at the provider. */
  public FakeProvider signedOut() {
    person = "";
    return this;
  }

  /** From now on refreshes for this subject are refused. */
  public FakeProvider revoke(String subject) {
    revoked.add(subject);
    return this;
  }

  /** Does these things wrong from now on, and no others. */
  public FakeProvider with(Fault... wrong) {
    faults.clear();
    faults.addAll(Arrays.asList(wrong));
    return this;
  }

  /** Knows another client beside {@code app}. */
  public FakeProvider alsoKnows(String clientId, String clientSecret) {
    clients.add(clientId, clientSecret);
    return this;
  }

  /** Tells this address, by a frame in its page, when somebody signs out (Front-Channel Logout 1.0). */
  public FakeProvider tellsByFrame(String frontchannelLogoutUri) {
    frame = Optional.of(frontchannelLogoutUri);
    return this;
  }

  /** Sets a member of the metadata, such as what it supports. */
  public FakeProvider offers(String member, Object value) {
    offers.put(member, value);
    return this;
  }

  /** Leaves a member out of the metadata. */
  public FakeProvider lacks(String member) {
    lacking.add(member);
    return this;
  }

  /** From now on authorization requests must be pushed (RFC 9126). */
  public FakeProvider onlyTakesPushed() {
    onlyPushed = true;
    return offers("require_pushed_authorization_requests", true);
  }

  /** From now on ID tokens say of a person the subject alone; userinfo says the rest. */
  public FakeProvider keepsClaimsForUserinfo() {
    thrifty = true;
    return this;
  }

  /** From now on ID tokens do not say when the person signed in: no {@code auth_time}, whoever asks for it. */
  public FakeProvider tellsNoTime() {
    timeless = true;
    return this;
  }

  /** From now on a refresh brings no ID token (OpenID Connect Core 1.0, 12.2). */
  public FakeProvider refreshesWithoutIdToken() {
    refreshesPlainly = true;
    return this;
  }

  /** Answers 200 with this at another path, such as {@code /user/emails}: for services of other shapes. */
  public FakeProvider alsoAnswers(String path, String json) {
    others.put(
        path,
        new Reply(200, Map.of("Content-Type", "application/json"), json, Reply.Delivery.WHOLE));
    return this;
  }

  /** Its clock goes wrong by this much, in tokens and in the field Date. */
  public FakeProvider drifts(Duration by) {
    drift = by;
    return this;
  }

  /** How long access tokens last. */
  public FakeProvider accessLasts(Duration newLife) {
    life = newLife;
    return this;
  }

  /** Signs with a new key from now on; the one before stays published, older ones do not. */
  public synchronized FakeProvider rotateKeys() {
    int number = Integer.parseInt(keys.get(0).kid().substring("key-".length())) + 1;
    keys = List.of(SigningKey.of("key-" + number, 2048), keys.get(0));
    return this;
  }

  /** Signs with a new key from now on, and publishes no other. */
  public synchronized FakeProvider replaceKeys() {
    rotateKeys();
    keys = List.of(keys.get(0));
    return this;
  }

  /** Is gone: nobody listens on its port. */
  public synchronized FakeProvider down() {
    listener.close();
    return this;
  }

  /** Is back on the same port, with all that it knew. */
  public synchronized FakeProvider up() throws IOException {
    listener = Listener.start(port, threads, this::handle);
    return this;
  }

  /** What it was sent, in order. */
  public List<Call> seen() {
    return List.copyOf(seen);
  }

  /** What it was sent at a path. */
  public List<Call> seen(String path) {
    return seen.stream().filter(call -> call.path().equals(path)).toList();
  }

  /** Its own session ({@code sid}) of whoever got a code last; empty where nobody did. */
  public String lastSid() {
    return lastSid;
  }

  /** A signed logout token for the session {@code sid} of a subject; leave out either by {@code ""}. */
  public String logoutToken(String subject, String sid) {
    return logoutToken(CLIENT_ID, subject, sid);
  }

  /** The same for another client. */
  public String logoutToken(String clientId, String subject, String sid) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer());
    claims.put("aud", clientId);
    claims.put("iat", now());
    claims.put("exp", now() + 120);
    claims.put("jti", grants.name("jti"));
    claims.put("events", Map.of(LOGOUT_EVENT, Map.of()));
    Map.of("sub", subject, "sid", sid).forEach((name, value) -> {
      if (!value.isEmpty()) {
        claims.put(name, value);
      }
    });
    Draft draft = new Draft("logout+jwt", claims);
    faults(Part.LOGOUT_TOKEN).forEach(fault -> fault.token().accept(draft));
    return sign(draft);
  }

  /** A token of this type with these claims, signed by the key of the moment. */
  public String token(String type, Map<String, Object> claims) {
    return sign(new Draft(type, claims));
  }

  @Override
  public void close() {
    closed.countDown();
    down();
    threads.shutdownNow();
  }

  String person() {
    return person;
  }

  /** A session of its own has begun. */
  String nextSid() {
    String sid = grants.name("sid");
    lastSid = sid;
    return sid;
  }

  boolean onlyPushed() {
    return onlyPushed;
  }

  boolean thrifty() {
    return thrifty;
  }

  boolean timeless() {
    return timeless;
  }

  boolean refreshesPlainly() {
    return refreshesPlainly;
  }

  boolean isRevoked(String subject) {
    return revoked.contains(subject);
  }

  Map<String, Object> claims(String subject) {
    return people.get(subject);
  }

  long now() {
    return time().getEpochSecond();
  }

  long life() {
    return life.toSeconds();
  }

  Stream<Change> faults(Part part) {
    return faults.stream().filter(fault -> fault.part() == part).map(Fault::change);
  }

  /** These members, or what the faults of this part make of them. */
  Reply spoiled(Part part, Map<String, Object> members) {
    faults(part).forEach(fault -> fault.members().accept(members));
    Reply reply = Reply.json(200, members);
    for (Change fault : faults(part).toList()) {
      reply = fault.reply().apply(reply);
    }
    return reply;
  }

  String sign(Draft draft) {
    return draft.sign(keys.get(0), UNPUBLISHED, CLIENT_SECRET);
  }

  /** RFC 9068. */
  String accessToken(Grant grant) {
    return token(
        "at+jwt",
        Map.of(
            "iss", issuer(),
            "sub", grant.subject(),
            "aud", "api",
            "client_id", grant.asked("client_id"),
            "iat", now(),
            "exp", now() + life(),
            "jti", grants.name("access"),
            "scope", grant.asked("scope")));
  }

  Clients clients() {
    return clients;
  }

  Optional<String> frame() {
    return frame;
  }

  private Reply answer(Call call) {
    String path =
        call.path().startsWith(ELSEWHERE) ? call.path().substring(ELSEWHERE.length()) : call.path();
    return switch (path) {
      case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" ->
        spoiled(Part.METADATA, Metadata.of(issuer(), offers, lacking));
      case "/jwks" -> spoiled(Part.KEYS, keySet());
      case "/authorize" -> front.authorize(call);
      case "/par" -> front.push(call);
      case "/logout" -> front.end(call);
      case "/token" -> back.token(call);
      case "/userinfo" -> back.userinfo(call);
      default -> others.getOrDefault(path, Reply.html(404, "<h1>Not here</h1>"));
    };
  }

  private Map<String, Object> keySet() {
    Map<String, Object> keySet = new LinkedHashMap<>();
    keySet.put("keys", new ArrayList<>(keys.stream().map(SigningKey::published).toList()));
    return keySet;
  }

  private void handle(Call call, String target, OutputStream out) throws IOException {
    if (seen.size() < MOST_SEEN) {
      seen.add(call);
    }
    Reply reply = answer(call);
    boolean followed = call.path().startsWith(ELSEWHERE);
    if (followed || reply.delivery() != Reply.Delivery.LATE || waited()) {
      (followed ? reply.with(Reply.Delivery.WHOLE) : reply).send(target, date(), out);
    }
  }

  /** False when the provider ended before. */
  private boolean waited() {
    try {
      return !closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Instant time() {
    return clock.instant().plus(drift);
  }

  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time().atOffset(ZoneOffset.UTC));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake provider");
    thread.setDaemon(true);
    return thread;
  }
}
