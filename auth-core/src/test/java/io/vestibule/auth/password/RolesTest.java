package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {
  private final FakeSettings settings = new FakeSettings(List.of(), InstantSource.system());

  @Test
  void a_plain_name_is_a_user_and_a_marked_one_a_group() {
    settings.with("roles", "admin", "ada, group:staff").with("roles", "editor", "group:staff,alan");
    Roles roles = Roles.from(settings);

    assertThat(roles.of("ada", List.of())).containsExactly("admin");
    assertThat(roles.of("alan", List.of("staff", "others"))).containsOnly("admin", "editor");
    assertThat(roles.of("grace", List.of("others"))).isEmpty();
    assertThat(settings.faults).isEmpty();
  }

  @Test
  void a_user_named_like_a_group_and_a_group_named_like_a_user_get_nothing() {
    settings.with("roles", "admin", "ada, group:staff");
    Roles roles = Roles.from(settings);

    assertThat(roles.of("staff", List.of())).isEmpty();
    assertThat(roles.of("group:staff", List.of())).isEmpty();
    assertThat(roles.of("alan", List.of("ada", "group:staff"))).isEmpty();
  }

  @Test
  void what_a_subject_has_anyway_is_kept() {
    settings.with("roles", "admin", "ada");
    assertThat(Roles.from(settings).of("ada", List.of(), Set.of("editor")))
        .containsOnly("admin", "editor");
  }

  @Test
  void names_are_the_same_however_their_letters_are_composed() {
    settings.with("roles", "admin", "cafe\u0301");
    assertThat(Roles.from(settings).of("caf\u00e9", List.of())).containsExactly("admin");
  }

  @Test
  void a_member_without_a_name_is_a_fault() {
    settings.with("roles", "admin", "ada,,alan").with("roles", "editor", "group:");
    Roles.from(settings);

    assertThat(settings.faults).hasSize(2);
    assertThat(settings.faults.get(0)).startsWith("admin: ");
    assertThat(settings.faults.get(1)).startsWith("editor: ");
  }

  @Test
  void without_the_section_nobody_has_a_role() {
    assertThat(Roles.from(settings).of("ada", List.of("staff"))).isEmpty();
    assertThat(Roles.none().of("ada", List.of("staff"))).isEmpty();
  }

  @Test
  void the_section_is_read_once_for_all_who_ask() {
    settings.with("roles", "admin", "ada,,");
    assertThat(Roles.from(settings)).isSameAs(Roles.from(settings));
    assertThat(settings.faults).hasSize(1);
  }
}
