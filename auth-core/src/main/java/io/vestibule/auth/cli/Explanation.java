package io.vestibule.auth.cli;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.config.Configuration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What would become of a request, in lines. Nothing is asked that changes anything. */
record Explanation(Configuration configuration, ReceivedRequest request, InstantSource clock) {

  /** The rule, and what each authenticator says to somebody who shows no credentials. */
  List<String> withoutCredentials() {
    List<String> lines = new ArrayList<>();
    lines.add(request.method() + " " + request.path());
    Optional<Configuration.Named> owner = configuration.authenticators().stream()
        .filter(named -> named.authenticator().endpoints().stream().anyMatch(this::isHere))
        .findFirst();
    if (owner.isPresent()) {
      lines.add("  " + owner.get().name() + " answers this path itself; no rule is asked");
      return lines;
    }
    lines.add("  rule: " + rule());
    if (configuration.insecureOpen()) {
      lines.add("  type = none: whatever a rule asks for is dropped, save \"deny\"");
    }
    lines.add("  without credentials:");
    configuration.authenticators().forEach(named -> lines.add("    " + say(named)));
    lines.add("    so: " + outcome(decide(List.of())));
    return lines;
  }

  /** What becomes of it once this user has signed in with a password. */
  List<String> as(String user) {
    List<String> lines = new ArrayList<>();
    lines.add("  as " + user + ":");
    for (Configuration.Named named : configuration.authenticators()) {
      if (named.authenticator() instanceof PasswordAuthenticator passwords) {
        Optional<Identity> found = passwords.find(user);
        lines.add("    " + named.name() + ": "
            + found.map(Explanation::known).orElse("knows nobody of that name"));
        found.ifPresent(identity ->
            lines.add("    so: " + outcome(decide(List.of(new Proved(named.name(), identity))))));
      }
    }
    if (lines.size() == 1) {
      lines.add("    no way of signing in here knows users by name and password");
    }
    return lines;
  }

  private boolean isHere(Endpoint endpoint) {
    return endpoint.method().equals(request.method()) && endpoint.path().equals(request.path());
  }

  private String rule() {
    return configuration
        .rules()
        .find(request.method(), request.path())
        .map(rule -> (rule.origin().isEmpty() ? "" : rule.origin() + ": ") + rule)
        .orElse("none; a signed-in user is needed");
  }

  private String say(Configuration.Named named) {
    AuthResult result = named.authenticator().authenticate(request);
    Need need =
        new Need.SignIn(request, configuration.rules().match(request.method(), request.path()));
    List<Challenge> challenges = named.authenticator().challenges(need);
    String offer = challenges.isEmpty()
        ? "offers nothing"
        : challenges.stream().map(Explanation::offer).collect(Collectors.joining(", and "));
    return named.name() + ": "
        + (result instanceof AuthResult.NotAttempted
            ? "finds no credentials, and "
            : result + ", and ")
        + offer;
  }

  private static String offer(Challenge challenge) {
    return challenge instanceof Challenge.Redirect redirect
        ? "sends a browser to " + redirect.location()
        : "offers " + challenge;
  }

  private static String known(Identity identity) {
    return identity.roles().isEmpty()
        ? "knows the user, who has no role"
        : "knows the user, with the roles " + String.join(", ", new TreeSet<>(identity.roles()));
  }

  /** Asks the same rules and the same challenges, with the proof already given. */
  private Decision decide(List<Proved> proofs) {
    Auth.Builder builder = Auth.builder().rules(configuration.rules()).clock(clock);
    configuration
        .authenticators()
        .forEach(named -> builder.authenticator(
            named.name(),
            new Stage(
                named,
                proofs.stream()
                    .filter(proof -> proof.via().equals(named.name()))
                    .toList())));
    Auth auth = configuration.insecureOpen() ? builder.insecureOpen().build() : builder.build();
    return auth.decide(request, Form::empty);
  }

  private static String outcome(Decision decision) {
    if (decision instanceof Decision.Pass) {
      return "200, it passes, and nobody knows who it is";
    }
    if (decision instanceof Decision.Admit admit) {
      return "200, it passes as " + admit.identity().subject();
    }
    return decision instanceof Decision.Answer answer ? status(answer.response().status()) : "";
  }

  private static String status(int status) {
    return switch (status) {
      case 401 -> "401, signing in is needed";
      case 403 -> "403, it is forbidden";
      default -> String.valueOf(status);
    };
  }

  private record Proved(String via, Identity identity) {}

  /** An authenticator that has already been convinced, or never will be. */
  private record Stage(Configuration.Named named, List<Proved> proofs) implements Authenticator {

    @Override
    public AuthResult authenticate(AuthRequest request) {
      return proofs.isEmpty()
          ? AuthResult.notAttempted()
          : AuthResult.authenticated(proofs.get(0).identity());
    }

    @Override
    public List<Challenge> challenges(Need need) {
      return named.authenticator().challenges(need);
    }
  }
}
