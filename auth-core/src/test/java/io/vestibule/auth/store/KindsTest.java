package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The kinds under which records are kept: each has a bound of its own. */
class KindsTest {
  private static final Set<String> CONSTANTS = Set.of("KIND", "BEGUN", "TAKEN", "USED");

  @Test
  void no_two_classes_keep_records_under_the_same_kind() {
    assertThat(kinds()).contains("guest", "guest-record", "oauth-used").doesNotHaveDuplicates();
  }

  /** What signs nobody in stays; all else is as it was in the copy. */
  @Test
  void after_an_old_copy_was_put_back_the_statement_of_the_page_signs_everybody_out()
      throws Exception {
    String page = Files.readString(Path.of("../docs/store.md"));
    Matcher statement =
        Pattern.compile("(?m)^delete from vestibule_entry\\s+where[^;]*;").matcher(page);
    assertThat(statement.find()).isTrue();
    Login login = DatabaseContract.login("jdbc:h2:mem:" + UUID.randomUUID());
    try (Store store = JdbcStore.open(login, true, new FakeClock(StoreContract.NOW))) {
      kinds().forEach(kind -> store.insert(Entry.of(kind, "a", "ada", "v", Instant.MAX)));
      DatabaseContract.run(login, statement.group());

      assertThat(kinds().stream().filter(kind -> store.get(kind, "a").isEmpty()))
          .containsExactlyInAnyOrder(
              "session",
              "session-begun",
              "device",
              "refresh",
              "code",
              "ticket",
              "oauth-tokens",
              "oauth-renewal",
              "login-code",
              "totp-begun",
              "account-link",
              "registration");
    }
  }

  private static List<String> kinds() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vestibule.auth")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> CONSTANTS.contains(field.getName())
                && field.getRawType().isEquivalentTo(String.class))
            .map(KindsTest::value)
            .toList();
  }

  private static String value(JavaField field) {
    try {
      Field constant = field.reflect();
      constant.setAccessible(true);
      return (String) constant.get(null);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
