package io.vestibule.auth.bearer;

import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.internal.LineFile.Line;
import io.vestibule.auth.internal.LineFile.Reading;
import io.vestibule.auth.internal.LineFile.Remark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code NAME:SHA-256[:role,role]} lines. A name may have several tokens, so that one can replace another. */
final class TokensReader implements LineFile.Parser<Map<TokenHash, TokensReader.Owner>> {
  private static final String CURE =
      "write name:hash or name:hash:role,role; hash-token makes the hash";
  private static final int LONGEST_NAME = 255;

  /** Whose a token is. */
  record Owner(String name, Set<String> roles) {}

  @Override
  public Reading<Map<TokenHash, Owner>> parse(List<Line> lines) {
    Map<TokenHash, Owner> owners = new HashMap<>();
    Set<TokenHash> twice = new HashSet<>();
    List<Remark> remarks = new ArrayList<>();
    for (Line line : lines) {
      String[] fields = line.text().split(":", -1);
      Optional<TokenHash> hash =
          fields.length < 2 ? Optional.empty() : TokenHash.parse(fields[1].strip());
      if (hash.isEmpty() || fields.length > 3 || !isName(fields[0].strip())) {
        remarks.add(new Remark(line.place(), "the line is not a name and a SHA-256", CURE));
      } else if (owners.put(hash.get(), owner(fields)) != null) {
        twice.add(hash.get());
        remarks.add(new Remark(
            line.place(), "the token stands there twice, and neither is used", "remove one"));
      }
    }
    owners.keySet().removeAll(twice);
    return owners.isEmpty()
        ? new Reading.Broken<>("has no token", CURE, remarks)
        : new Reading.Good<>(Map.copyOf(owners), remarks);
  }

  private static Owner owner(String[] fields) {
    String roles = fields.length == 3 ? fields[2] : "";
    return new Owner(
        fields[0].strip(),
        Arrays.stream(roles.split(",", -1))
            .map(String::strip)
            .filter(role -> !role.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }
}
