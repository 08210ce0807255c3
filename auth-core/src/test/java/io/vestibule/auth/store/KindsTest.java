package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The kinds under which records are kept: each has a bound of its own. */
class KindsTest {
  private static final Set<String> CONSTANTS = Set.of("KIND", "TAKEN", "USED");

  @Test
  void no_two_classes_keep_records_under_the_same_kind() {
    List<String> kinds = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vestibule.auth")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> CONSTANTS.contains(field.getName())
                && field.getRawType().isEquivalentTo(String.class))
            .map(KindsTest::value)
            .toList();

    assertThat(kinds).contains("guest", "guest-record", "oauth-used").doesNotHaveDuplicates();
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
