package io.vestibule.auth.tls;

import io.vestibule.auth.Access;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.GivenRoles;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.openapi.ApiDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the server's certificate from {@code [tls]}, and says at {@code /auth/api/tls} how it is. It authenticates nobody.
 * Found by {@link java.util.ServiceLoader}. Without state.
 */
public final class TlsFactory implements AuthenticatorFactory {
  private static final String NAME = "tls";
  private static final String UPLOAD = "upload";
  private static final Access ADMIN = new Access.Role("admin");
  private static final Duration FRESH = Duration.ofMinutes(10);

  /** For the service loader. */
  public TlsFactory() {}

  @Override
  public Section section() {
    return Section.of(
        NAME,
        "The certificate with which the host serves https; renewed without a restart.",
        Key.of(
            Remark.Part.CERTIFICATE.key(),
            Key.Type.PATH,
            "A file in PEM: the server's certificate, and behind it those that signed it.",
            "/etc/ssl/app/fullchain.pem"),
        Key.of(
            Remark.Part.KEY.key(),
            Key.Type.PATH,
            "A file in PEM with the private key, without a password; may be the same file.",
            "/etc/ssl/app/privkey.pem"),
        Key.of(
                UPLOAD,
                Key.Type.FLAG,
                "Whether administrators may replace both by PUT /auth/api/tls.",
                "yes")
            .orElse("no"));
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Look.SECTION);
  }

  @Override
  public List<String> comesWith() {
    return List.of(NAME);
  }

  @Override
  public boolean asksLast() {
    return true;
  }

  @Override
  public boolean provesFactors() {
    return false;
  }

  @Override
  public Authenticator create(Settings settings) {
    GivenRoles.of(settings).only(settings.name(), Set.of());
    return tls(settings)
        .<Authenticator>map(tls -> new Serving(endpoints(settings, tls)))
        .orElse(request -> AuthResult.notAttempted());
  }

  /** Knows nobody, and answers. */
  private record Serving(List<Endpoint> endpoints) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }
  }

  private static Optional<Tls> tls(Settings settings) {
    Optional<Path> certificate = file(settings, Remark.Part.CERTIFICATE);
    Optional<Path> key = file(settings, Remark.Part.KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    try {
      CertificateFiles files = new CertificateFiles(certificate.get(), key.get(), settings.clock());
      Tls tls = settings.shared(Tls.class, () -> new Tls(files, settings.clock()));
      tls.remarks()
          .forEach(
              remark -> settings.warn(remark.part().key(), said(settings, remark), remark.cure()));
      return Optional.of(tls);
    } catch (UnusableException unusable) {
      Remark remark = unusable.remark();
      settings.fault(remark.part().key(), said(settings, remark), remark.cure());
      return Optional.empty();
    }
  }

  private static Optional<Path> file(Settings settings, Remark.Part part) {
    Optional<Path> file = settings.path(part.key());
    if (file.isEmpty()) {
      settings.fault(
          part.key(),
          "[tls] names no " + part.key(),
          "write certificate = fullchain.pem and key = privkey.pem");
    }
    return file;
  }

  private static String said(Settings settings, Remark remark) {
    Object name = settings.path(remark.part().key()).map(Path::getFileName).orElseThrow();
    return "the file " + name + " " + remark.found();
  }

  private static List<Endpoint> endpoints(Settings settings, Tls tls) {
    String base = Look.of(settings.section(Look.SECTION.name())).basePath();
    TlsApi api = new TlsApi(tls, settings.shared(Audit.class, Audit::of), settings.clock());
    Endpoint document = ApiDocument.of(settings).endpoint();
    Endpoint show =
        new Endpoint("GET", base + "/api/tls", new Requirement.Demands(ADMIN), api::show);
    return settings.flag(UPLOAD)
        ? List.of(document, show, put(settings, base + "/api/tls", api))
        : List.of(document, show);
  }

  /** Whoever may enter everywhere ({@code type = none}) does not write files for that. */
  private static Endpoint put(Settings settings, String path, TlsApi api) {
    Requirement.Demands person = person();
    return new Endpoint(
        "PUT",
        path,
        person,
        (request, form, admitted) ->
            person.access().test(admitted.identity(), admitted.via(), settings.clock())
                ? api.replace(request, form, admitted)
                : AuthResponse.problem(
                    403, "forbidden", "Only an administrator replaces the certificate."));
  }

  /** An administrator at a browser who has signed in just now: neither a token nor a stolen cookie writes files. */
  private static Requirement.Demands person() {
    Access browser = new Access.AnyOf(List.of(new Access.Via("session"), new Access.Via("oauth")));
    return new Requirement.Demands(
        new Access.AllOf(List.of(ADMIN, browser, new Access.Fresh(FRESH))));
  }
}
