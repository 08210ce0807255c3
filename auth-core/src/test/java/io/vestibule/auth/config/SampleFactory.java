package io.vestibule.auth.config;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import java.util.List;

/** A way of signing in with a key of every type; it remembers its settings and never lets anybody in. */
final class SampleFactory implements AuthenticatorFactory {
  private final String name;

  SampleFactory(String name) {
    this.name = name;
  }

  @Override
  public Section section() {
    return Section.of(
            name,
            "A sample.",
            Key.of("title", Key.Type.TEXT, "What it is called.", "Sample").mandatory(),
            Key.of("api_key", Key.Type.SECRET, "What it knows.", "${file:/run/secrets/sample}"),
            Key.of("strict", Key.Type.FLAG, "Whether it is strict.", "yes").orElse("no"),
            Key.of("attempts", Key.Type.NUMBER, "How often one may try, up to 10.", "5")
                .orElse("3"),
            Key.of("patience", Key.Type.DURATION, "How long it waits.", "5m").orElse("30s"),
            Key.choice("mode", "How it works.", "fast", "slow", "careful").orElse("fast"),
            Key.of("domains", Key.Type.LIST, "Whom it knows.", "example.org, example.com"),
            Key.of("ca_file", Key.Type.PATH, "Whom it trusts.", "ca.pem"),
            Key.of("path", Key.Type.TEXT, "What it answers itself.", "/sample"))
        .orNamed(name + "-old");
  }

  @Override
  public List<Section> alsoReads() {
    return List.of(Section.free("words", "Words.", Key.of("word", Key.Type.TEXT, "A word.", "a")));
  }

  @Override
  public Authenticator create(Settings settings) {
    if (settings.number("attempts") > 10) {
      settings.fault("attempts", "more than 10 attempts are no limit", "write 10 or fewer");
    }
    if (settings.text("title").equals("broken")) {
      throw new IllegalStateException("with a detail that must not show");
    }
    if (settings.text("title").equals("refused")) {
      throw new IllegalArgumentException("title is refused, and this says why");
    }
    return new Sample(settings);
  }

  /** What was made. */
  record Sample(Settings settings) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }

    @Override
    public List<Endpoint> endpoints() {
      return settings
          .optional("path")
          .map(path -> new Endpoint(
              "GET", path, (request, form) -> new AuthResponse(200, Headers.none(), Body.none())))
          .stream()
          .toList();
    }
  }
}
