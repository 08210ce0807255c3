package io.vestibule.auth.digest;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.FileReport;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.SchemeName;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.store.Stores;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes HTTP Digest from {@code [digest]}. Found by {@link java.util.ServiceLoader}; thread-safe. */
public final class DigestFactory implements AuthenticatorFactory {
  private static final Logger LOG = LoggerFactory.getLogger(DigestFactory.class);
  private static final String SCHEME = "Digest";
  private static final String REALM = "realm";
  private static final String USERS_FILE = "users_file";
  private static final String ALGORITHMS = "algorithms";
  private static final String QOP = "qop";
  private static final String LIFETIME = "nonce_lifetime";
  private static final String USERHASH = "userhash";
  private static final String WITHOUT_QOP = "insecure_without_qop";
  private static final String WITHOUT_QUERY = "insecure_uri_without_query";

  /** For the service loader. */
  public DigestFactory() {}

  @Override
  public Section section() {
    return Section.of(
        "digest",
        "A password that is proved with every request and never sent (RFC 7616).",
        Key.of(REALM, Key.Type.TEXT, "What the browser shows; part of every secret.", "Back office")
            .orElse(Realm.DEFAULT),
        SchemeName.key(SCHEME),
        Key.of(
            USERS_FILE,
            Key.Type.PATH,
            "A file with NAME:REALM:{ALGORITHM}hex lines, or htdigest's.",
            "digest.txt"),
        Key.of(
                ALGORITHMS,
                Key.Type.LIST,
                "What is offered: SHA-256, SHA-512-256, MD5, each also with -sess.",
                "SHA-256, MD5")
            .orElse("SHA-256"),
        Key.of(QOP, Key.Type.LIST, "What is protected; auth is all that there is.", "auth")
            .orElse("auth"),
        Key.of(LIFETIME, Key.Type.DURATION, "How long a nonce serves.", "5m").orElse("5m"),
        Key.of(USERHASH, Key.Type.FLAG, "Whether clients may send a hash of the name.", "no")
            .orElse("no"),
        Key.of(
                WITHOUT_QOP,
                Key.Type.FLAG,
                "Lets clients in whose requests can be sent again (RFC 2069).",
                "no")
            .orElse("no"),
        Key.of(
                WITHOUT_QUERY,
                Key.Type.FLAG,
                "Lets browsers in that leave the query out of the proof.",
                "no")
            .orElse("no"));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Roles.SECTION, Stores.SECTION, Limits.SECTION, ServerSection.SECTION);
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    String realm = realm(settings);
    List<DigestVariant> variants = variants(settings);
    DigestUsers users = users(settings, realm, variants);
    LocalUsers.of(settings).add(name -> users.find(name).map(DigestUser::user));
    DigestBuilder builder = DigestAuthenticator.builder(realm, users)
        .scheme(SchemeName.read(settings, SCHEME))
        .variants(variants)
        .roles(Roles.from(settings))
        .nonceLifetime(lifetime(settings))
        .store(Stores.of(settings))
        .throttle(throttle(settings))
        .audit(settings.shared(Audit.class, Audit::of))
        .way(settings.name())
        .origins(OriginCheck.from(settings))
        .clock(settings.clock());
    settings.supplied(Nonces.class).ifPresent(builder::nonces);
    settings.supplied(Opaque.class).ifPresent(builder::opaque);
    checkQop(settings);
    if (settings.flag(USERHASH) && !DigestBuilder.findsHashed(users)) {
      settings.fault(
          USERHASH,
          "the users of the application are found by their name only, so whoever hashes it would be refused",
          "write userhash = no, or override findHashed of DigestUsers");
    } else if (settings.flag(USERHASH)) {
      builder.userhash();
    }
    if (settings.flag(WITHOUT_QOP)) {
      settings.warn(
          WITHOUT_QOP,
          "whoever overhears a request of such a client can send it again while the nonce lives",
          "remove this line once the last such client is gone");
      builder.insecureWithoutQop();
    }
    if (settings.flag(WITHOUT_QUERY)) {
      settings.warn(
          WITHOUT_QUERY,
          "whoever overhears a request can change its query",
          "remove this line once the last such browser is gone");
      builder.insecureUriWithoutQuery();
    }
    return builder.build();
  }

  private static Throttle throttle(Settings settings) {
    return settings.shared(
        Throttle.class,
        () -> Throttle.of(settings.section(Limits.SECTION.name()), Stores.of(settings)));
  }

  private static String realm(Settings settings) {
    String realm = settings.text(REALM);
    if (Realm.isUsable(realm) && realm.indexOf(':') < 0) {
      return realm;
    }
    settings.fault(REALM, Realm.RULE + " without a colon", "write realm = Back office");
    return "unusable";
  }

  private static List<DigestVariant> variants(Settings settings) {
    List<DigestVariant> variants = new ArrayList<>();
    for (String name : settings.list(ALGORITHMS)) {
      Optional<DigestVariant> variant = DigestVariant.parse(name);
      if (variant.isEmpty()) {
        settings.fault(
            ALGORITHMS,
            "there is no algorithm \"" + name + "\"",
            "write SHA-256, SHA-512-256 or MD5, each also with -sess");
      }
      variant.ifPresent(variants::add);
    }
    return variants.isEmpty() ? List.of(DigestVariant.of(DigestAlgorithm.SHA_256)) : variants;
  }

  /** The body is the application's: it is never read here, so nothing can be said about it. */
  private static void checkQop(Settings settings) {
    if (!settings.list(QOP).equals(List.of("auth"))) {
      settings.fault(
          QOP,
          "only auth is possible: auth-int needs the body of the request, which is the application's",
          "write qop = auth, or remove the line; insecure_without_qop = yes is for clients without qop");
    }
  }

  private static Duration lifetime(Settings settings) {
    Duration lifetime = settings.duration(LIFETIME);
    if (lifetime.compareTo(Duration.ofSeconds(10)) < 0
        || lifetime.compareTo(Duration.ofDays(1)) > 0) {
      settings.fault(LIFETIME, "is out of bounds", "write a time from 10s to 1d, such as 5m");
      return DigestBuilder.LIFETIME;
    }
    return lifetime;
  }

  private static DigestUsers users(Settings settings, String realm, List<DigestVariant> variants) {
    Optional<DigestUsers> host = settings.supplied(DigestUsers.class);
    if (host.isPresent()) {
      return host.get();
    }
    Optional<Path> path = settings.path(USERS_FILE);
    if (path.isEmpty()) {
      settings.fault(
          USERS_FILE,
          "no users are named",
          "write users_file = digest.txt; hash-password --digest SHA-256 makes its lines");
      return Secrets.NONE;
    }
    LineFile<Secrets> file = LineFile.open(
        path.get(), Secrets.NONE, new SecretsReader(realm), settings.clock(), LOG::warn);
    FileReport.of(settings, USERS_FILE, path.get(), file);
    warnOfGaps(settings, file.get(), variants);
    Roles.from(settings)
        .only(
            settings,
            file.get().byName().values().stream()
                .flatMap(user -> user.roles().stream())
                .collect(Collectors.toSet()));
    return new ReadUsers(file);
  }

  /** A client takes one algorithm and stays with it: who has no secret for that one is locked out. */
  private static void warnOfGaps(Settings settings, Secrets secrets, List<DigestVariant> variants) {
    Set<DigestAlgorithm> offered = new HashSet<>();
    variants.forEach(variant -> offered.add(variant.algorithm()));
    for (DigestAlgorithm algorithm : offered.stream().sorted().toList()) {
      List<String> without = secrets.byName().values().stream()
          .filter(user -> user.secret(algorithm).isEmpty())
          .map(DigestUser::name)
          .sorted()
          .toList();
      if (!without.isEmpty()) {
        String cure = "make the line with hash-password --digest " + algorithm.wireName()
            + ", or do not offer it in " + ALGORITHMS;
        String found = "without a secret for " + algorithm.wireName()
            + ", and many clients try no other: " + String.join(", ", without);
        if (without.size() == secrets.byName().size()) {
          settings.fault(USERS_FILE, "everybody is " + found, cure);
        } else {
          settings.warn(USERS_FILE, "some are " + found, cure);
        }
      }
    }
  }
}
