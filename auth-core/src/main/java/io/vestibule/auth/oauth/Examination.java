package io.vestibule.auth.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Prompt;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.jwt.JwsAlgorithm;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.oauth.Provider.Deviation;
import io.vestibule.auth.remote.RemoteResponse;
import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at one provider, from its metadata to its clock. Used by one thread; it asks anew what is kept elsewhere. */
final class Examination {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final Duration TOLERABLE = Duration.ofSeconds(30);

  /** RFC 7636, appendix B: it protects nothing, for no code is given out. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final URI NOWHERE = URI.create("https://doctor.invalid/");

  private final Client client;
  private final ProviderEndpoints providerEndpoints;
  private final TokenEndpoint tokens;
  private final Optional<String> publicUrl;
  private final Optional<URI> callback;
  private final String base;
  private final boolean knowsTheWay;
  private final List<Finding> findings = new ArrayList<>();

  Examination(ProviderHealth.Checkup checkup) {
    this.client = checkup.client();
    this.providerEndpoints = checkup.providerEndpoints();
    this.tokens = checkup.tokens();
    this.publicUrl = checkup.redirectUris().publicUrl();
    this.callback = checkup.redirectUris().of(client);
    this.base = checkup.base();
    this.knowsTheWay = checkup.redirectUris().knowsTheWay();
  }

  List<Finding> findings() {
    boolean looks = client.discovered() || (client.openid() && client.namesIssuer());
    Optional<Map<String, Object>> metadata = looks ? discovery() : Optional.empty();
    metadata.ifPresent(this::algorithms);
    metadata.filter(any -> !client.discovered()).ifPresent(this::unused);
    if (!client.discovered() || metadata.isPresent()) {
      guarded("keys", this::keys);
      redirectUri();
      guarded("redirect URI", this::registration);
      guarded("client", this::credentials);
      guarded("sign-out", () -> logout(metadata));
    }
    clock();
    return List.copyOf(findings);
  }

  private void guarded(String about, Runnable look) {
    try {
      look.run();
    } catch (AuthUnavailableException down) {
      findings.add(
          Finding.fix(
              about,
              Printable.of(String.valueOf(down.getMessage())),
              "see that this machine reaches that address, by the proxy and with the certificates (ca_file) that it needs"));
    }
  }

  private Optional<Map<String, Object>> discovery() {
    String base = client.issuer().replaceFirst("/$", "");
    try {
      RemoteResponse response =
          providerEndpoints.remote().get(URI.create(base + WELL_KNOWN), Map.of());
      if (!response.ok() && !client.discovered()) {
        findings.add(Finding.note(
            "discovery",
            base + WELL_KNOWN + " answers " + response.status()
                + ", so the spelling of the issuer and its algorithms are not looked at",
            "see that the tokens of the provider (iss) spell the issuer as the file does"));
        return Optional.empty();
      }
      if (!response.ok()) {
        findings.add(Finding.fix(
            "discovery",
            base + WELL_KNOWN + " answers " + response.status(),
            "write the issuer as the provider's page or its tokens (iss) spell it, with its path"));
        return Optional.empty();
      }
      return spelled(JSONObjectUtils.parse(response.text()));
    } catch (AuthUnavailableException down) {
      guarded("discovery", () -> {
        throw down;
      });
      return Optional.empty();
    } catch (ParseException noJson) {
      findings.add(Finding.fix(
          "discovery",
          base + WELL_KNOWN + " is no JSON",
          "see what a browser shows there: often it is a proxy's own page"));
      return Optional.empty();
    }
  }

  private Optional<Map<String, Object>> spelled(Map<String, Object> metadata) {
    String named = metadata.get("issuer") instanceof String text ? text : "";
    if (named.equals(client.issuer()) || isOfTenants(named)) {
      findings.add(Finding.ok("discovery", "answers, and spells its issuer as the file does"));
      return Optional.of(metadata);
    }
    findings.add(Finding.fix(
        "issuer",
        "the file says " + client.issuer() + ", the provider says " + Printable.of(named),
        "write issuer = " + Printable.of(named)));
    return Optional.empty();
  }

  /** Where tenants share their addresses, the metadata names no tenant's issuer, or the only one. */
  private boolean isOfTenants(String named) {
    return client.provider().is(Deviation.TENANT_IN_ISSUER)
        && (named.contains("{tenantid}") || Issuers.of(client).isOne(named));
  }

  private void algorithms(Map<String, Object> metadata) {
    List<?> signed = list(metadata, "id_token_signing_alg_values_supported");
    boolean known = signed.stream().anyMatch(name -> Arrays.stream(JwsAlgorithm.values())
        .anyMatch(ours -> !ours.isSymmetric() && ours.text().equals(name)));
    findings.add(
        known || signed.isEmpty()
            ? Finding.ok("algorithms", "ID tokens are signed by " + signed)
            : Finding.fix(
                "algorithms",
                "ID tokens are signed by " + signed + ", none of which has a public key",
                "have the provider sign those of this client by RS256, ES256 or EdDSA"));
    List<?> challenges = list(metadata, "code_challenge_methods_supported");
    findings.add(
        challenges.contains("S256")
            ? Finding.ok("PKCE", "S256")
            : Finding.note(
                "PKCE",
                "the provider does not say that it checks code_challenge",
                "it is sent all the same; have the provider demand it for this client"));
    List<?> modes = list(metadata, "response_modes_supported");
    if (client.formPost() && !modes.isEmpty() && !modes.contains("form_post")) {
      findings.add(Finding.fix(
          "response mode",
          "the provider knows " + modes + ", and not form_post",
          "remove response_mode = form_post"));
    }
  }

  /** What is used of a provider whose metadata are read at run time, and not of one whose addresses are known. */
  private void unused(Map<String, Object> metadata) {
    String key = Address.PUSH.key();
    if (metadata.get(key) instanceof String push && !client.addresses().containsKey(Address.PUSH)) {
      String found = "the provider takes requests beforehand (RFC 9126), which is not made use of";
      String cure = "write " + key + " = " + Printable.of(push);
      boolean demanded = Boolean.TRUE.equals(metadata.get("require_pushed_authorization_requests"));
      findings.add(
          demanded
              ? Finding.fix("PAR", found + ", and takes no others", cure)
              : Finding.note("PAR", found, cure));
    }
    if (Boolean.TRUE.equals(metadata.get("authorization_response_iss_parameter_supported"))) {
      findings.add(
          Finding.note(
              "iss",
              "the provider names itself in its answers (RFC 9207); one that does not is taken all the same",
              "leave provider and the addresses out, so that issuer alone stands there, and it is refused"));
    }
  }

  private static List<?> list(Map<String, Object> metadata, String name) {
    return metadata.get(name) instanceof List<?> list ? list : List.of();
  }

  private void keys() {
    if (!client.openid()) {
      findings.add(Finding.note("keys", "none: the provider's answer is believed, over TLS", ""));
      return;
    }
    URI url = providerEndpoints.needed(Address.KEYS);
    RemoteResponse response = providerEndpoints.remote().get(url, Map.of());
    try {
      findings.add(Finding.ok("keys", Keys.of(response.text()).count() + " at " + url));
    } catch (IllegalArgumentException unusable) {
      findings.add(Finding.fix(
          "keys",
          url + " answers " + response.status() + " and " + unusable.getMessage(),
          "have the provider publish its RSA (2048 bits or more), EC or Ed25519 keys there"));
    }
  }

  private void redirectUri() {
    String computed = publicUrl.orElse("") + Client.DEFAULT_CALLBACK;
    if (client.redirectUri().isEmpty()) {
      findings.add(
          publicUrl.isPresent()
              ? Finding.ok("redirect URI", computed)
              : Finding.note(
                  "redirect URI",
                  "the address by which each browser comes, followed by " + computed,
                  "write public_url = https://tickets.example.org in [server], and it is one and the"
                      + " same; behind a proxy that ends TLS that, or trusted_proxies, is needed"));
    } else if (publicUrl.isPresent() && !client.redirectUri().equals(computed)) {
      boolean elsewhere = !isBelow(URI.create(client.redirectUri()), URI.create(publicUrl.get()));
      findings.add(
          elsewhere
              ? Finding.fix(
                  "redirect URI",
                  client.redirectUri() + " is not of the application at " + publicUrl.get()
                      + ", so the browser comes back without its cookies",
                  "write redirect_uri = " + computed + ", and the same at the provider")
              : Finding.ok("redirect URI", client.redirectUri()));
    } else {
      findings.add(Finding.ok("redirect URI", client.redirectUri()));
    }
    proxies();
    sameSite();
  }

  private static boolean isBelow(URI uri, URI application) {
    return RemoteUrl.origin(uri).equals(RemoteUrl.origin(application))
        && uri.getPath().startsWith(application.getPath() + "/");
  }

  /** What a proxy ends the TLS of comes here as http, unless the proxy is believed. */
  private void proxies() {
    if (client.redirectUri().startsWith("https:") && !knowsTheWay) {
      findings.add(Finding.note(
          "proxies",
          "browsers come back by https, and [server] names no proxy",
          "where a proxy ends TLS, write trusted_proxies or public_url there, or our cookies are not"
              + " Secure; where this server does, nothing is to be done"));
    }
  }

  /** Cookies are SameSite=Lax: they do not come along when another site posts a form. */
  private void sameSite() {
    if (client.formPost()) {
      findings.add(Finding.ok(
          "SameSite",
          "the answer is posted by another site, without our cookies (Lax); it is sealed and comes"
              + " again by a GET that has them"));
    } else {
      findings.add(Finding.ok(
          "SameSite", "the answer comes by a GET at the top, which has our cookies (Lax)"));
    }
  }

  /** A request without a person: a provider that knows the address answers there, or shows its page. */
  private void registration() {
    if (callback.isEmpty()) {
      return;
    }
    URI endpoint = providerEndpoints.needed(Address.AUTHORIZATION);
    URI asked = client
        .request(endpoint, callback.get(), new State("doctor"), new CodeVerifier(VERIFIER))
        .prompt(Prompt.Type.NONE)
        .customParameter("nonce", "doctor")
        .build()
        .toURI();
    RemoteResponse response = providerEndpoints.remote().get(asked, Map.of("Accept", "text/html"));
    findings.add(
        response.status() < 400
            ? Finding.ok("redirect URI", "the provider does not refuse " + callback.get())
            : Finding.fix(
                "redirect URI",
                "the provider answers " + response.status() + " when " + client.id() + " asks for "
                    + callback.get(),
                "register exactly this address for this client at the provider"));
  }

  /** A code that nobody gave out: whoever complains of the code has taken the client for what it is. */
  private void credentials() {
    try {
      tokens.exchange("doctor", callback.orElse(NOWHERE), new CodeVerifier(VERIFIER));
      findings.add(Finding.note("client", "the token endpoint takes any code", ""));
    } catch (SignInRefusedException refused) {
      boolean client = refused.detail().contains("_client");
      findings.add(
          client
              ? Finding.fix(
                  "client",
                  "the token endpoint refuses " + this.client.id() + ": " + refused.detail(),
                  "see client_id, client_secret and client_auth, and what the provider has for them")
              : Finding.ok("client", "the token endpoint takes " + this.client.id()));
    }
  }

  private void logout(Optional<Map<String, Object>> metadata) {
    Optional<URI> end = providerEndpoints.address(Address.LOGOUT);
    findings.add(
        end.isPresent()
            ? Finding.note(
                "sign-out",
                "offered at the provider, too",
                "register " + here(base + "/logout") + " as post-logout redirect URI")
            : Finding.note("sign-out", "the provider has no end_session_endpoint", ""));
    if (client.openid()) {
      boolean front = isAnnounced(metadata, "frontchannel_logout_supported");
      findings.add(Finding.note(
          "sign-out there",
          metadata.isEmpty()
              ? "not known, for the provider's metadata are not"
              : "back channel "
                  + (isAnnounced(metadata, "backchannel_logout_supported")
                      ? "offered"
                      : "not announced")
                  + ", front channel " + (front ? "offered" : "not announced"),
          "register " + here(ProviderLogout.BACK)
              + (front ? ", or for the front channel " + here(ProviderLogout.FRONT) : "")));
    }
  }

  private static boolean isAnnounced(Optional<Map<String, Object>> metadata, String flag) {
    return metadata.filter(known -> Boolean.TRUE.equals(known.get(flag))).isPresent();
  }

  /** The whole address where the file says where the application is; else how it is made up. */
  private String here(String path) {
    return publicUrl
        .or(this::besideCallback)
        .map(url -> url + path)
        .orElse(path + " behind the address by which browsers come");
  }

  /** The application is where the provider sends people back to. */
  private Optional<String> besideCallback() {
    return callback
        .map(URI::toString)
        .filter(url -> url.endsWith(Client.DEFAULT_CALLBACK))
        .map(url -> url.substring(0, url.length() - Client.DEFAULT_CALLBACK.length()));
  }

  private void clock() {
    providerEndpoints
        .remote()
        .drift()
        .ifPresent(
            drift -> findings.add(
                drift.abs().compareTo(TOLERABLE) < 0
                    ? Finding.ok(
                        "clock",
                        "the provider's and ours agree to " + drift.abs().toSeconds() + " s")
                    : Finding.fix(
                        "clock",
                        "the provider's clock is " + drift.abs().toSeconds() + " s "
                            + (drift.isNegative() ? "behind" : "ahead of") + " ours",
                        "set this machine's clock by NTP (chronyd, systemd-timesyncd), or have the provider do so")));
  }
}
