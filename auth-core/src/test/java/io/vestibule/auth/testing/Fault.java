package io.vestibule.auth.testing;

import static io.vestibule.auth.testing.Change.delivery;
import static io.vestibule.auth.testing.Change.fails;
import static io.vestibule.auth.testing.Change.members;
import static io.vestibule.auth.testing.Change.page;
import static io.vestibule.auth.testing.Change.parameters;
import static io.vestibule.auth.testing.Change.reply;
import static io.vestibule.auth.testing.Change.token;
import static io.vestibule.auth.testing.Part.AUTHORIZATION;
import static io.vestibule.auth.testing.Part.ID_TOKEN;
import static io.vestibule.auth.testing.Part.KEYS;
import static io.vestibule.auth.testing.Part.LOGOUT_TOKEN;
import static io.vestibule.auth.testing.Part.METADATA;
import static io.vestibule.auth.testing.Part.REFRESH;
import static io.vestibule.auth.testing.Part.TOKEN;
import static io.vestibule.auth.testing.Part.USERINFO;

import io.vestibule.auth.testing.Draft.Manner;
import io.vestibule.auth.testing.Reply.Delivery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a provider, or whoever sits between, may do wrong. A client refuses every one of them. */
public enum Fault {
  METADATA_DOWN(METADATA, "answers 503", fails()),
  METADATA_NO_JSON(METADATA, "is a page", page()),
  METADATA_REDIRECTS(METADATA, "lies elsewhere", delivery(Delivery.ELSEWHERE)),
  METADATA_HUGE(METADATA, "has 64 MB", delivery(Delivery.HUGE)),
  METADATA_LATE(METADATA, "takes longer than anybody waits", delivery(Delivery.LATE)),
  METADATA_OTHER_ISSUER(
      METADATA, "names another issuer", members(m -> m.put("issuer", "https://evil.example"))),
  METADATA_NO_ISSUER(METADATA, "names no issuer", members(m -> m.remove("issuer"))),
  METADATA_PLAIN_TOKEN_ENDPOINT(
      METADATA,
      "sends secrets over plain http",
      members(m -> m.put("token_endpoint", "http://198.51.100.1/token"))),
  METADATA_NO_TOKEN_ENDPOINT(
      METADATA, "has no token endpoint", members(m -> m.remove("token_endpoint"))),
  METADATA_SCRIPT_ENDPOINT(
      METADATA,
      "sends the browser to a script",
      members(m -> m.put("authorization_endpoint", "javascript:alert(1)"))),

  KEYS_DOWN(KEYS, "answers 503", fails()),
  KEYS_NO_JSON(KEYS, "is a page", page()),
  KEYS_REDIRECT(KEYS, "lies elsewhere", delivery(Delivery.ELSEWHERE)),
  KEYS_HUGE(KEYS, "has 64 MB", delivery(Delivery.HUGE)),
  KEYS_LATE(KEYS, "takes longer than anybody waits", delivery(Delivery.LATE)),
  KEYS_EMPTY(KEYS, "has no key", members(m -> m.put("keys", List.of()))),
  KEYS_MISSING(KEYS, "has no member keys", members(m -> m.remove("keys"))),
  KEYS_TOO_SHORT(
      KEYS,
      "has an RSA key of 1024 bits in place of the right one",
      members(m -> m.put(
          "keys", List.of(SigningKey.of((String) firstKey(m).get("kid"), 1024).published())))),
  KEYS_TWICE(
      KEYS,
      "has two keys of one name, the wrong one first",
      members(m -> m.put(
          "keys",
          List.of(SigningKey.of((String) firstKey(m).get("kid"), 2048).published(), firstKey(m))))),

  STATE_MISSING(AUTHORIZATION, "no state", parameters(p -> p.remove("state"))),
  STATE_FOREIGN(
      AUTHORIZATION, "a state that nobody gave", parameters(p -> p.put("state", List.of("evil")))),
  STATE_TWICE(AUTHORIZATION, "two states", parameters(p -> again(p, "state"))),
  CODE_TWICE(AUTHORIZATION, "two codes", parameters(p -> again(p, "code"))),
  CODE_MISSING(AUTHORIZATION, "no code", parameters(p -> p.remove("code"))),
  CODE_FOREIGN(
      AUTHORIZATION, "a code that nobody gave", parameters(p -> p.put("code", List.of("evil")))),
  CODE_AND_ERROR(
      AUTHORIZATION,
      "a code and an error",
      parameters(p -> p.put("error", List.of("access_denied")))),
  ISSUER_MISSING(AUTHORIZATION, "no iss, which was promised", parameters(p -> p.remove("iss"))),
  ISSUER_SWAPPED(
      AUTHORIZATION,
      "another provider's iss",
      parameters(p -> p.put("iss", List.of("https://evil.example")))),
  ISSUER_TWICE(AUTHORIZATION, "two iss", parameters(p -> again(p, "iss"))),
  TOKEN_IN_FRONT(
      AUTHORIZATION,
      "an access token in the query",
      parameters(p -> p.put("access_token", List.of("evil")))),
  ID_TOKEN_IN_FRONT(
      AUTHORIZATION,
      "an ID token in the query",
      parameters(p -> p.put("id_token", List.of("evil")))),
  ONLY_TOKEN_IN_FRONT(AUTHORIZATION, "an access token in place of the code", parameters(p -> {
    p.remove("code");
    p.put("access_token", List.of("evil"));
  })),
  ACCESS_DENIED(AUTHORIZATION, "the person said no, in a text with a script", parameters(p -> {
    p.remove("code");
    p.put("error", List.of("access_denied"));
    p.put("error_description", List.of("<script>alert(1)</script>\r\nforged: line"));
    p.put("error_uri", List.of("javascript:alert(1)"));
  })),

  TOKEN_DOWN(TOKEN, "answers 503", fails()),
  TOKEN_NO_JSON(TOKEN, "is a page", page()),
  TOKEN_REDIRECTS(TOKEN, "lies elsewhere", delivery(Delivery.ELSEWHERE)),
  TOKEN_HUGE(TOKEN, "has 64 MB", delivery(Delivery.HUGE)),
  TOKEN_LATE(TOKEN, "takes longer than anybody waits", delivery(Delivery.LATE)),
  TOKEN_DROPPED(TOKEN, "breaks off", delivery(Delivery.DROPPED)),
  TOKEN_REFUSED(
      TOKEN,
      "refuses the code, in a text with a script",
      reply(right -> Reply.error(400, "invalid_grant", "<script>alert(1)</script>"))),
  CLIENT_REFUSED(
      TOKEN,
      "refuses the client",
      reply(right -> Reply.error(401, "invalid_client", "no such client"))),
  TOKEN_WITHOUT_ID_TOKEN(TOKEN, "has no ID token", members(m -> m.remove("id_token"))),
  TOKEN_WITHOUT_ACCESS_TOKEN(TOKEN, "has no access token", members(m -> m.remove("access_token"))),
  TOKEN_OF_ANOTHER_TYPE(
      TOKEN, "has a token that is no bearer token", members(m -> m.put("token_type", "mac"))),
  TOKEN_WITH_LINE_BREAK(
      TOKEN, "has a line break in the access token", members(m -> m.put("access_token", "a\r\nb"))),
  TOKEN_NO_TOKEN(TOKEN, "has a text for an ID token", members(m -> m.put("id_token", "evil"))),

  NONCE_WRONG(ID_TOKEN, "another attempt's nonce", token(t -> t.claim("nonce", "evil"))),
  NONCE_MISSING(ID_TOKEN, "no nonce", token(t -> t.without("nonce"))),
  AUDIENCE_FOREIGN(ID_TOKEN, "another client's", token(t -> t.claim("aud", "evil"))),
  AUDIENCE_MISSING(ID_TOKEN, "no audience", token(t -> t.without("aud"))),
  AUDIENCES_SEVERAL(
      ID_TOKEN,
      "a second audience",
      token(t -> t.claim("aud", List.of(FakeProvider.CLIENT_ID, "evil")))),
  AUTHORIZED_PARTY_FOREIGN(ID_TOKEN, "another client's azp", token(t -> t.claim("azp", "evil"))),
  ISSUER_FOREIGN(ID_TOKEN, "another issuer's", token(t -> t.claim("iss", "https://evil.example"))),
  ISSUER_ABSENT(ID_TOKEN, "no issuer", token(t -> t.without("iss"))),
  SUBJECT_MISSING(ID_TOKEN, "no subject", token(t -> t.without("sub"))),
  SUBJECT_EMPTY(ID_TOKEN, "an empty subject", token(t -> t.claim("sub", ""))),
  SUBJECT_NUMBER(ID_TOKEN, "a number for a subject", token(t -> t.claim("sub", 1))),
  SUBJECT_LONG(ID_TOKEN, "a subject of 300", token(t -> t.claim("sub", "a".repeat(300)))),
  SUBJECT_CONTROL(ID_TOKEN, "a NUL in the subject", token(t -> t.claim("sub", "ann\u0000"))),
  EXPIRED(ID_TOKEN, "expired an hour ago", token(t -> t.shift("exp", -3900))),
  EXPIRY_MISSING(ID_TOKEN, "no end", token(t -> t.without("exp"))),
  EXPIRY_NULL(ID_TOKEN, "null for an end", token(t -> t.claim("exp", null))),
  ISSUED_IN_THE_FUTURE(ID_TOKEN, "issued in an hour", token(t -> t.shift("iat", 3600))),
  ISSUED_LONG_AGO(ID_TOKEN, "issued a year ago", token(t -> t.shift("iat", -365L * 86_400))),
  NOT_YET(ID_TOKEN, "valid in an hour", token(t -> t.claim("nbf", 4_102_444_800L))),
  ACCESS_TOKEN_HASH_WRONG(
      ID_TOKEN,
      "another access token's hash",
      token(t -> t.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"))),
  UNSIGNED(ID_TOKEN, "alg none", token(t -> t.signed(Manner.UNSIGNED))),
  PUBLIC_KEY_AS_SECRET(
      ID_TOKEN, "HS256 with the public key", token(t -> t.signed(Manner.PUBLIC_KEY_AS_SECRET))),
  CLIENT_SECRET_AS_KEY(
      ID_TOKEN, "HS256 with the client's secret", token(t -> t.signed(Manner.CLIENT_SECRET))),
  SIGNATURE_BROKEN(ID_TOKEN, "a signature of other words", token(t -> t.signed(Manner.BROKEN))),
  SIGNATURE_OF_ANOTHER_KEY(
      ID_TOKEN, "another key under the right name", token(t -> t.signed(Manner.ANOTHER_KEY))),
  KEY_UNKNOWN(
      ID_TOKEN, "a key that is not published", token(t -> t.signed(Manner.UNPUBLISHED_KEY))),
  KEY_ENCLOSED(
      ID_TOKEN, "a key that comes along in the header", token(t -> t.signed(Manner.UNPUBLISHED_KEY)
          .header("jwk", FakeProvider.UNPUBLISHED.published()))),
  CRITICAL_UNKNOWN(
      ID_TOKEN, "a critical header that nobody knows", token(t -> t.header("crit", List.of("evil"))
          .header("evil", true))),
  CRITICAL_EMPTY(ID_TOKEN, "an empty crit", token(t -> t.header("crit", List.of()))),
  LOGOUT_TOKEN_FOR_ID_TOKEN(
      ID_TOKEN, "the type of a logout token", token(t -> t.header("typ", "logout+jwt"))),
  ACCESS_TOKEN_FOR_ID_TOKEN(
      ID_TOKEN, "the type of an access token", token(t -> t.header("typ", "at+jwt"))),
  NO_UTF8(ID_TOKEN, "a byte that is not UTF-8", token(t -> t.claim("evil", "~")
      .payload(text -> text.replace('~', '\u00ff')))),
  PADDED(ID_TOKEN, "padding behind the signature", token(t -> t.token(text -> text + "=="))),
  CLAIM_TWICE(
      ID_TOKEN,
      "two subjects",
      token(t -> t.payload(text -> "{\"sub\":\"evil\"," + text.substring(1)))),
  ID_TOKEN_HUGE(ID_TOKEN, "1 MB", token(t -> t.claim("evil", "a".repeat(1024 * 1024)))),

  USERINFO_DOWN(USERINFO, "answers 503", fails()),
  USERINFO_NO_JSON(USERINFO, "is a page", page()),
  USERINFO_REDIRECTS(USERINFO, "lies elsewhere", delivery(Delivery.ELSEWHERE)),
  USERINFO_HUGE(USERINFO, "has 64 MB", delivery(Delivery.HUGE)),
  USERINFO_LATE(USERINFO, "takes longer than anybody waits", delivery(Delivery.LATE)),
  USERINFO_DENIED(
      USERINFO, "may not be asked", reply(right -> Reply.error(403, "access_denied", ""))),
  USERINFO_OF_ANOTHER(USERINFO, "somebody else's", members(m -> m.put("sub", "evil"))),
  USERINFO_OF_NOBODY(USERINFO, "has no subject", members(m -> m.remove("sub"))),

  REFRESH_REFUSED(REFRESH, "refused", reply(right -> Reply.error(400, "invalid_grant", "revoked"))),
  REFRESH_DENIED(REFRESH, "denied", reply(right -> Reply.error(403, "access_denied", "blocked"))),
  REFRESH_REFUSED_BY_MESSAGE(
      REFRESH,
      "refused as Twitch says it",
      reply(right -> Reply.json(
          400, Map.of("error", "Bad Request", "status", 400, "message", "Invalid refresh token")))),
  REFRESH_WANTS_INTERACTION(
      REFRESH,
      "wants to see the person",
      reply(right -> Reply.error(400, "interaction_required", "conditional access"))),
  REFRESH_WANTS_LOGIN(
      REFRESH,
      "wants the person to sign in",
      reply(right -> Reply.error(400, "login_required", "password has changed"))),
  REFRESH_WANTS_CONSENT(
      REFRESH,
      "wants the person's consent",
      reply(right -> Reply.error(400, "consent_required", "withdrawn"))),
  REFRESH_WANTS_SELECTION(
      REFRESH,
      "wants an account to be chosen",
      reply(right -> Reply.error(400, "account_selection_required", "which one"))),
  REFRESH_OF_ANOTHER(REFRESH, "somebody else's", token(t -> t.claim("sub", "evil"))),
  REFRESH_OF_ANOTHER_ISSUER(
      REFRESH, "another issuer's", token(t -> t.claim("iss", "https://evil.example"))),
  REFRESH_OF_ANOTHER_CLIENT(REFRESH, "another client's", token(t -> t.claim("aud", "evil"))),
  REFRESH_BY_UNKNOWN_KEY(
      REFRESH, "a key that is not published", token(t -> t.signed(Manner.UNPUBLISHED_KEY))),
  REFRESH_CLIENT_REFUSED(
      REFRESH,
      "refuses the client",
      reply(right -> Reply.error(401, "invalid_client", "no such client"))),
  REFRESH_NOT_FOUND(
      REFRESH, "is not set up yet", reply(right -> Reply.error(404, "Realm does not exist", ""))),
  REFRESH_LATER(
      REFRESH, "has no time", reply(right -> Reply.error(400, "temporarily_unavailable", ""))),
  REFRESH_NO_JSON(REFRESH, "is a page", page()),

  LOGOUT_WITHOUT_EVENT(LOGOUT_TOKEN, "no event", token(t -> t.without("events"))),
  LOGOUT_OF_ANOTHER_EVENT(
      LOGOUT_TOKEN,
      "another event",
      token(t -> t.claim("events", Map.of("https://evil.example", Map.of())))),
  LOGOUT_EVENT_NO_OBJECT(
      LOGOUT_TOKEN,
      "a text for an event",
      token(t -> t.claim("events", Map.of(FakeProvider.LOGOUT_EVENT, "evil")))),
  LOGOUT_WITH_NONCE(LOGOUT_TOKEN, "a nonce", token(t -> t.claim("nonce", "evil"))),
  LOGOUT_OF_NOBODY(
      LOGOUT_TOKEN, "neither sub nor sid", token(t -> t.without("sub").without("sid"))),
  LOGOUT_WITHOUT_ID(LOGOUT_TOKEN, "no jti", token(t -> t.without("jti"))),
  LOGOUT_WITHOUT_TIME(LOGOUT_TOKEN, "no iat", token(t -> t.without("iat"))),
  LOGOUT_IN_THE_FUTURE(LOGOUT_TOKEN, "issued in an hour", token(t -> t.shift("iat", 3600))),
  LOGOUT_EXPIRED(
      LOGOUT_TOKEN, "of yesterday", token(t -> t.shift("iat", -86_400).shift("exp", -86_400))),
  LOGOUT_FOREIGN_AUDIENCE(LOGOUT_TOKEN, "another client's", token(t -> t.claim("aud", "evil"))),
  LOGOUT_FOREIGN_ISSUER(
      LOGOUT_TOKEN, "another issuer's", token(t -> t.claim("iss", "https://evil.example"))),
  LOGOUT_UNSIGNED(LOGOUT_TOKEN, "alg none", token(t -> t.signed(Manner.UNSIGNED))),
  LOGOUT_SIGNATURE_BROKEN(
      LOGOUT_TOKEN, "a signature of other words", token(t -> t.signed(Manner.BROKEN))),
  LOGOUT_KEY_UNKNOWN(
      LOGOUT_TOKEN, "a key that is not published", token(t -> t.signed(Manner.UNPUBLISHED_KEY))),
  LOGOUT_OF_ANOTHER_TYPE(
      LOGOUT_TOKEN, "the type of an access token", token(t -> t.header("typ", "at+jwt")));

  private final Part part;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
  private final Change change;

  Fault(Part part, String words, Change change) {
    this.part = part;
    this.words = words;
    this.change = change;
  }

  /** What is faulty. */
  public Part part() {
    return part;
  }

  /** What is wrong with it, for the name of a test. */
  public String words() {
    return words;
  }

  /** All faults of a part. */
  public static Stream<Fault> of(Part part) {
    return Arrays.stream(values()).filter(fault -> fault.part == part);
  }

  Change change() {
    return change;
  }

  private static void again(Map<String, List<String>> parameters, String name) {
    parameters.computeIfPresent(name, (same, values) -> List.of(values.get(0), "evil"));
  }

  private static Map<?, ?> firstKey(Map<String, Object> keySet) {
    return (Map<?, ?>) ((List<?>) keySet.get("keys")).get(0);
  }
}
