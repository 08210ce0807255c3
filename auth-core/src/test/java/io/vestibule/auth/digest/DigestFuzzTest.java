package io.vestibule.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.Secret;
import io.vestibule.auth.throttle.Throttle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Right answers to a challenge, changed at random and the same in each run. Whoever is let in said what the right answer
 * says, letter by letter: a reader of RFC 9110's grammar, written for this test alone, is the judge. Nothing throws.
 */
class DigestFuzzTest {
  private static final int RUNS = 8_000;
  private static final String REALM = "Back office";
  private static final String TARGET = "/orders?id=7";
  private static final String PARAMETER =
      "([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|\"((?:[^\"\\\\]|\\\\.)*)\")";
  private static final Pattern ONE = Pattern.compile(PARAMETER, Pattern.DOTALL);
  private static final Pattern WHOLE = Pattern.compile(
      "(?i:Digest) [ \t,]*(" + PARAMETER + "(?:[ \t]*,[ \t,]*" + PARAMETER + ")*)[ \t,]*",
      Pattern.DOTALL);
  private static final Pattern ENCODED = Pattern.compile("(?i)UTF-8'[^']*'([^'%+]*)");
  private static final Set<String> READ = Set.of(
      "username",
      "username*",
      "realm",
      "nonce",
      "uri",
      "response",
      "algorithm",
      "cnonce",
      "opaque",
      "qop",
      "nc",
      "userhash");
  private static final Set<String> IGNORE_CASE = Set.of("response", "algorithm", "qop", "userhash");
  private static final String LETTERS = "\"\\,;= \t'aA0f/?&%*-_é€\ud83d\uffff";

  private static final Fixed SAME = new Fixed();

  private final DigestUser ada =
      DigestUser.ofPassword("ada", Set.of(), REALM, Secret.of("swordfish"));

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-256-sess", "MD5", "SHA-512-256"})
  void lets_in_whoever_means_the_right_answer_and_nobody_else(String variant) {
    DigestAuthenticator digest = DigestAuthenticator.builder(
            REALM, name -> Optional.of(ada).filter(user -> user.name().equals(name)))
        .variants(List.of(DigestVariant.parse(variant).orElseThrow()))
        .throttle(Throttle.off())
        .nonces(SAME)
        .opaque(SAME)
        .clock(InstantSource.fixed(Instant.EPOCH))
        .build();
    String challenge = digest
        .challenges(new Need.SignIn(FakeRequest.get(TARGET), Requirement.SIGNED_IN))
        .get(0)
        .toString();
    Random random = new Random(7616);
    int admitted = 0;

    for (int run = 1; run <= RUNS; run++) {
      String right = new DigestClient("ada", "swordfish")
          .answer(challenge, "GET", TARGET, run)
          .header();
      String changed = changed(right, random);
      boolean same = meaning(changed).equals(meaning(right));
      AuthResult result =
          digest.authenticate(FakeRequest.get(TARGET).with("Authorization", changed));

      assertThat(result instanceof AuthResult.Authenticated)
          .as("%s%nas %s%nis %s", right, changed, result)
          .isEqualTo(same);
      admitted += same ? 1 : 0;
    }
    assertThat(admitted).isBetween(RUNS / 50, RUNS / 2);
  }

  private static String changed(String right, Random random) {
    String changed = right;
    for (int change = random.nextInt(3); change >= 0; change--) {
      changed = changedOnce(changed, random);
    }
    return changed;
  }

  private static String changedOnce(String text, Random random) {
    int at = random.nextInt(Math.max(1, text.length()));
    if (at >= text.length()) {
      return letter(random);
    }
    return switch (random.nextInt(9)) {
      case 0 -> text.substring(0, at) + letter(random) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + letter(random) + text.substring(at);
      case 2 -> text.substring(0, at) + text.substring(at + 1);
      case 3 -> text.substring(0, at) + toggled(text.charAt(at)) + text.substring(at + 1);
      case 4 -> text.substring(0, Math.max(1, at));
      case 5 -> parts(text, random, parts -> Collections.shuffle(parts, random));
      case 6 -> parts(text, random, parts -> parts.add(parts.get(random.nextInt(parts.size()))));
      case 7 -> parts(text, random, parts -> parts.remove(random.nextInt(parts.size())));
      default -> parts(text, random, parts -> parts.add(more(random)));
    };
  }

  private static String letter(Random random) {
    return String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
  }

  private static char toggled(char c) {
    return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
  }

  /** What some client might add: nothing of it changes who it is, unless it names something twice. */
  private static String more(Random random) {
    List<String> all = List.of(
        "charset=UTF-8",
        "userhash=false",
        "userhash=true",
        "username*=UTF-8''ada",
        "qop=auth-int",
        "auth-param=\"a, b=c\"",
        "x=\"\\\"\"",
        "",
        " ",
        "realm=other",
        "NC=00000001",
        "stale=true");
    return all.get(random.nextInt(all.size()));
  }

  private static String parts(String text, Random random, Consumer<List<String>> change) {
    int blank = text.indexOf(' ') + 1;
    List<String> parts = new ArrayList<>(List.of(text.substring(blank).split(", ", -1)));
    change.accept(parts);
    return text.substring(0, blank) + String.join(random.nextBoolean() ? ", " : ",", parts);
  }

  /** What the field says, by the grammar alone; empty where it says nothing that could be understood. */
  private static Optional<Map<String, String>> meaning(String field) {
    Matcher whole = WHOLE.matcher(field);
    if (!whole.matches()) {
      return Optional.empty();
    }
    Map<String, String> said = new HashMap<>();
    Matcher one = ONE.matcher(whole.group(1));
    while (one.find()) {
      String name = one.group(1).toLowerCase(Locale.ROOT);
      String value =
          one.group(2) != null ? one.group(2) : one.group(3).replaceAll("(?s)\\\\(.)", "$1");
      if (said.put(name, IGNORE_CASE.contains(name) ? value.toLowerCase(Locale.ROOT) : value)
          != null) {
        return Optional.empty();
      }
    }
    said.keySet().retainAll(READ);
    said.putIfAbsent("userhash", "false");
    said.putIfAbsent("algorithm", "md5");
    Matcher encoded = ENCODED.matcher(said.getOrDefault("username*", ""));
    if (encoded.matches() && said.putIfAbsent("username", encoded.group(1)) == null) {
      said.remove("username*");
    }
    return Optional.of(said);
  }

  /** The same in each run. */
  private static final class Fixed implements Nonces, Opaque {
    @Override
    public String issue() {
      return "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    }

    @Override
    public Optional<Instant> issuedAt(String nonce) {
      return accepts(nonce) ? Optional.of(Instant.EPOCH) : Optional.empty();
    }

    @Override
    public boolean accepts(String opaque) {
      return opaque.equals(issue());
    }
  }
}
