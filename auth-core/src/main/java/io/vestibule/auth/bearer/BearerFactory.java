package io.vestibule.auth.bearer;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.FileReport;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.internal.Schemes;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.Roles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tokens of a file a way of signing in, from {@code [bearer]} or {@code [bearer.NAME]}. Thread-safe. */
public final class BearerFactory implements AuthenticatorFactory {
  /** What a challenge names where the token has a header of its own. */
  static final String SCHEME_OF_HEADERS = "ApiKey";

  private static final Logger LOG = LoggerFactory.getLogger(BearerFactory.class);
  private static final String SCHEME = "scheme";
  private static final String HEADER = "header";
  private static final String REALM = "realm";
  private static final String TOKENS_FILE = "tokens_file";

  /** For the service loader. */
  public BearerFactory() {}

  @Override
  public Section section() {
    return Section.of(
        "bearer",
        "A token with every request (RFC 6750), under any scheme or in a header of its own.",
        Key.of(
            TOKENS_FILE,
            Key.Type.PATH,
            "A file with a token a line: name:sha256:role,role.",
            "tokens.txt"),
        Key.of(SCHEME, Key.Type.TEXT, "What stands before the token; Bearer by default.", "Token"),
        Key.of(
            HEADER,
            Key.Type.TEXT,
            "The header that holds the token alone; Authorization is not looked at then.",
            "X-API-Key"),
        Key.of(REALM, Key.Type.TEXT, "What the challenge names.", "Back office")
            .orElse(Realm.DEFAULT));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Roles.SECTION);
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    Carrier carrier = carrier(settings);
    settings.shared(Headers.class, Headers::new).claim(settings, carrier);
    claimScheme(settings, carrier);
    return new BearerAuthenticator(carrier, owners(settings, carrier));
  }

  private static CredentialVerifier<Secret> owners(Settings settings, Carrier carrier) {
    Optional<CredentialVerifier<Secret>> host = settings
        .supplied(HostTokens.class)
        .flatMap(tokens -> tokens.find(settings.name(), carrier.authType(), Roles.from(settings)));
    if (host.isPresent()) {
      Roles.from(settings).only(settings, Set.of());
      LocalUsers.of(settings).namesAnybody(settings.name());
      return host.get();
    }
    Optional<Path> path = settings.path(TOKENS_FILE);
    if (path.isEmpty()) {
      settings.fault(
          TOKENS_FILE,
          "no tokens are named",
          "write tokens_file = tokens.txt; hash-token --new makes a token and its hash");
    }
    LineFile<Map<TokenHash, TokensReader.Owner>> file = LineFile.open(
        path.orElse(Path.of("")), Map.of(), new TokensReader(), settings.clock(), LOG::warn);
    Roles.from(settings)
        .only(
            settings,
            file.get().values().stream()
                .flatMap(owner -> owner.roles().stream())
                .collect(Collectors.toSet()));
    LocalUsers.of(settings)
        .addNames(name -> file.get().values().stream().anyMatch(it -> it.name().equals(name)));
    path.ifPresent(named -> FileReport.of(settings, TOKENS_FILE, named, file));
    return new FileTokens(file, Roles.from(settings), carrier.authType());
  }

  private static Carrier carrier(Settings settings) {
    Optional<String> header = settings.optional(HEADER);
    String scheme =
        settings.optional(SCHEME).orElse(header.isPresent() ? SCHEME_OF_HEADERS : "Bearer");
    String realm = settings.text(REALM);
    if (!Carrier.isScheme(scheme)) {
      settings.fault(
          SCHEME, "\"" + scheme + "\" cannot be the scheme of a token", "write scheme = Token");
    }
    if (header.isPresent() && !Carrier.isHeader(header.get())) {
      settings.fault(
          HEADER,
          "\"" + header.get() + "\" cannot be the header of a token",
          "write header = X-API-Key");
    }
    if (!Realm.isUsable(realm)) {
      settings.fault(REALM, Realm.RULE, "write realm = Back office");
    }
    return new Carrier(scheme, header, realm);
  }

  private static void claimScheme(Settings settings, Carrier carrier) {
    if (carrier.header().isEmpty()) {
      settings
          .shared(Schemes.class, Schemes::new)
          .take(carrier.scheme(), settings.name())
          .ifPresent(before -> settings.fault(
              SCHEME,
              "the scheme " + carrier.scheme() + " belongs to [" + before + "]",
              "choose another name"));
    }
  }

  /** Which header belongs to whom: a token that its only reader does not know is refused at once. */
  private static final class Headers {
    private final Map<String, String> owners = new HashMap<>();

    void claim(Settings settings, Carrier carrier) {
      carrier.header().ifPresent(header -> {
        String before = owners.putIfAbsent(header.toLowerCase(Locale.ROOT), settings.name());
        if (before != null) {
          settings.fault(
              HEADER,
              "the header " + header + " belongs to [" + before + "] already",
              "write the tokens of both into one file");
        }
      });
    }
  }
}
