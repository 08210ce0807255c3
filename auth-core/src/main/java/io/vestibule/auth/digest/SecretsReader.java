package io.vestibule.auth.digest;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.internal.LineFile.Line;
import io.vestibule.auth.internal.LineFile.Reading;
import io.vestibule.auth.internal.LineFile.Remark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code NAME:REALM:{ALGORITHM}hex} lines, one for each algorithm; without an algorithm it is MD5, as htdigest
 * writes it. Roles may follow behind another colon. Lines of other realms belong to others.
 */
record SecretsReader(String realm) implements LineFile.Parser<Secrets> {
  private static final String CURE = "make the line with hash-password --digest SHA-256";

  @Override
  public Reading<Secrets> parse(List<Line> lines) {
    Roster roster = new Roster(new LinkedHashMap<>(), new HashSet<>(), new ArrayList<>());
    lines.forEach(line -> roster.add(line, realm));
    return roster.users().isEmpty()
        ? new Reading.Broken<>("has no user of the realm \"" + realm + "\"", CURE, roster.remarks())
        : new Reading.Good<>(Secrets.of(realm, roster.users().values()), roster.remarks());
  }

  /** What was read so far; not thread-safe. */
  private record Roster(Map<String, DigestUser> users, Set<String> doubled, List<Remark> remarks) {

    void add(Line line, String realm) {
      String[] fields = line.text().split(":", -1);
      if (fields.length < 3 || fields.length > 4) {
        remark(line, "the line has not three or four fields");
      } else if (fields[1].strip().equals(realm)) {
        String name = DigestAlgorithm.nfc(fields[0].strip());
        Optional<DigestAlgorithm> algorithm = algorithm(fields[2].strip());
        String hex = fields[2].strip().replaceFirst("^\\{[^}]*}", "");
        if (name.isEmpty() || name.length() > 255) {
          remark(line, "the user name is empty or too long");
        } else if (algorithm.isEmpty() || !DigestUser.isHash(algorithm.get(), hex)) {
          remark(line, "the secret of " + name + " is no {SHA-256}, {SHA-512-256} or {MD5} hash");
        } else {
          add(line, name, algorithm.get(), Secret.of(hex), roles(fields));
        }
      }
    }

    private void add(
        Line line, String name, DigestAlgorithm algorithm, Secret secret, Set<String> roles) {
      Map<DigestAlgorithm, Secret> secrets = new EnumMap<>(DigestAlgorithm.class);
      secrets.put(algorithm, secret);
      DigestUser added = DigestUser.of(name, roles, secrets);
      DigestUser before = users.get(name);
      if (doubled.contains(name) || (before != null && before.secret(algorithm).isPresent())) {
        users.remove(name);
        doubled.add(name);
        remark(line, name + " has two lines for one algorithm, and none of " + name + " is used");
      } else {
        users.put(name, before == null ? added : before.and(added));
      }
    }

    private void remark(Line line, String found) {
      remarks.add(new Remark(line.place(), found, CURE));
    }

    private static Optional<DigestAlgorithm> algorithm(String secret) {
      return secret.startsWith("{") && secret.indexOf('}') > 0
          ? DigestAlgorithm.of(secret.substring(1, secret.indexOf('}')))
          : Optional.of(DigestAlgorithm.MD5);
    }

    private static Set<String> roles(String[] fields) {
      Set<String> roles = new HashSet<>();
      if (fields.length == 4) {
        Arrays.stream(fields[3].split(",", -1))
            .map(String::strip)
            .filter(role -> !role.isEmpty())
            .forEach(roles::add);
      }
      return roles;
    }
  }
}
