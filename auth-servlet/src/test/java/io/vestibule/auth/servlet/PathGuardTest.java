package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OddTargetsTest sends what matters to real containers; here is what they would not let through. */
class PathGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/",
        "/a/b.c",
        "/.well-known/x",
        "/a/...",
        "/a/..b",
        "/a/b..",
        "/a/100%",
        "/a/%zz",
        "/é",
        "/a b",
        "/😀"
      })
  void a_decoded_path_may_hold_any_text(String path) {
    assertThat(PathGuard.isClearPath(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "/a//b",
        "/.",
        "/..",
        "/./a",
        "/a/..",
        "/a/../b",
        "/a\\b",
        "/a;b",
        "/a\nb",
        "/a\u0000",
        "/a\u007f",
        "/a\u0085",
        "/a\ufffd",
        "/a\ud83d",
        "/a\ude00b",
        "/%2e%2e/a",
        "/a%00"
      })
  void a_decoded_path_may_not_mean_two_things(String path) {
    assertThat(PathGuard.isClearPath(path)).isFalse();
  }

  @Test
  void the_target_and_the_path_must_both_be_clear() {
    assertThat(PathGuard.isClear("/app/a", "/a")).isTrue();
    assertThat(PathGuard.isClear("/app/a", "/welcome.html")).isTrue();
    assertThat(PathGuard.isClear("/app/a", "/a/../b")).isFalse();
    assertThat(PathGuard.isClear("/app/a", "a")).isFalse();
    assertThat(PathGuard.isClear("/app/%61", "/a//b")).isFalse();
    assertThat(PathGuard.isClear("/app//a", "/a")).isFalse();
    assertThat(PathGuard.isClear("", "/")).isFalse();
    assertThat(PathGuard.isClear("*", "/")).isFalse();
  }

  @Test
  void no_random_target_that_passes_means_two_things() {
    String alphabet = "ab/.%;\\25eEfF#? \u00e9\u0001~";
    Random random = new Random(42);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder target = new StringBuilder("/");
      for (int length = random.nextInt(8); length >= 0; length--) {
        target.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String raw = target.toString();
      if (PathGuard.isClear(raw, "/")) {
        assertThat(raw)
            .doesNotContain("//", "\\", ";", "#", "?", " ", "%2f", "%2F", "%252", "%255");
        assertThat(raw + "/").doesNotContain("/./", "/../").doesNotContain("/%2e/", "/%2E/");
      }
    }
  }
}
