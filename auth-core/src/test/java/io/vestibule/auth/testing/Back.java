package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where clients come: codes and refresh tokens become tokens, access tokens become claims. Thread-safe. */
final class Back {
  private static final long LIFE_OF_ID_TOKEN = 300;

  private final FakeProvider provider;
  private final Grants grants;

  Back(FakeProvider provider, Grants grants) {
    this.provider = provider;
    this.grants = grants;
  }

  /** RFC 6749, 4.1.3 and 6. */
  Reply token(Call call) {
    if (!call.method().equals("POST")) {
      return Reply.error(405, "invalid_request", "POST only");
    }
    Optional<String> client = provider.clients().of(call);
    if (client.isEmpty()) {
      return Reply.error(401, "invalid_client", "wrong secret");
    }
    return switch (call.parameters().getOrDefault("grant_type", "")) {
      case "authorization_code" -> code(call, client.get());
      case "refresh_token" -> refresh(call, client.get());
      default -> Reply.error(400, "unsupported_grant_type", "");
    };
  }

  private Reply code(Call call, String client) {
    Optional<Grant> grant = call.parameter("code").flatMap(grants::taken);
    boolean right = grant.isPresent()
        && grant.get().asked("client_id").equals(client)
        && call.parameters()
            .getOrDefault("redirect_uri", "")
            .equals(grant.get().asked("redirect_uri"))
        && hash(call.parameters().getOrDefault("code_verifier", ""), 32)
            .equals(grant.get().asked("code_challenge"));
    return right
        ? tokens(grant.get(), Part.ID_TOKEN)
        : Reply.error(400, "invalid_grant", "wrong code or verifier");
  }

  /** The refresh token changes with each use: the old one is refused. */
  private Reply refresh(Call call, String client) {
    Reply inItsPlace = provider.spoiled(Part.REFRESH, new LinkedHashMap<>());
    if (!inItsPlace.equals(Reply.json(200, Map.of()))) {
      return inItsPlace;
    }
    return call.parameter("refresh_token")
        .flatMap(grants::taken)
        .filter(grant -> grant.asked("client_id").equals(client))
        .filter(grant -> !provider.isRevoked(grant.subject()))
        .map(grant -> tokens(grant.refreshed(), Part.REFRESH))
        .orElseGet(() -> Reply.error(400, "invalid_grant", "unknown refresh token"));
  }

  private Reply tokens(Grant grant, Part part) {
    String access = provider.accessToken(grant);
    grants.keepAs(access, grant);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", access);
    members.put("token_type", "Bearer");
    members.put("expires_in", provider.life());
    members.put("refresh_token", grants.keep("refresh", grant));
    boolean plain = part == Part.REFRESH && provider.refreshesPlainly();
    if (grant.asked("scope").contains("openid") && !plain) {
      members.put("id_token", idToken(grant, access, part));
    }
    Part answer = part == Part.REFRESH ? part : Part.TOKEN;
    return provider.spoiled(answer, members);
  }

  private String idToken(Grant grant, String access, Part part) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", provider.issuer());
    claims.put("aud", grant.asked("client_id"));
    claims.put("exp", provider.now() + LIFE_OF_ID_TOKEN);
    claims.put("iat", provider.now());
    if (!provider.timeless()) {
      claims.put("auth_time", grant.authenticated());
    }
    claims.put("sid", grant.sid());
    claims.put("at_hash", hash(access, 16));
    if (!grant.asked("nonce").isEmpty()) {
      claims.put("nonce", grant.asked("nonce"));
    }
    claims.put("sub", grant.subject());
    if (!provider.thrifty()) {
      claims.putAll(provider.claims(grant.subject()));
    }
    Draft draft = new Draft("JWT", claims);
    provider.faults(part).forEach(fault -> fault.token().accept(draft));
    return provider.sign(draft);
  }

  /** OpenID Connect Core 1.0, 5.3. */
  Reply userinfo(Call call) {
    return grants
        .at(call.authorization().replaceFirst("^Bearer ", ""))
        .map(grant ->
            provider.spoiled(Part.USERINFO, new LinkedHashMap<>(provider.claims(grant.subject()))))
        .orElseGet(() -> Reply.error(401, "invalid_token", ""));
  }

  /** The first bytes of the SHA-256 (OpenID Connect Core 1.0, 3.1.3.6; RFC 7636, 4.2). */
  private static String hash(String text, int bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
      return SigningKey.BASE64.encodeToString(Arrays.copyOf(whole, bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
