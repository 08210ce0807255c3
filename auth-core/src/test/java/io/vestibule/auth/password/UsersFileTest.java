package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeClock clock = new FakeClock(START);

  private final List<String> log = new ArrayList<>();

  @TempDir
  private Path folder;

  @Test
  void a_change_is_seen_two_seconds_later_and_not_before() throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    write("alan:" + HASH);

    clock.pass(Duration.ofMillis(1_999));
    assertThat(users.get().find("alan")).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(users.get().find("alan")).isPresent();
    assertThat(users.get().find("ada")).isEmpty();
  }

  @Test
  void an_edit_of_the_same_size_within_the_same_tick_is_seen() throws Exception {
    LineFile<Users> users = open("ada1:" + HASH);
    write("ada2:" + HASH, START);

    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("ada2")).isPresent();
  }

  @Test
  void a_file_that_has_not_changed_for_long_is_not_read_again() throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    clock.pass(Duration.ofSeconds(6));
    Users read = users.get();
    clock.pass(Duration.ofSeconds(2));

    assertThat(users.get()).isSameAs(read);
    write("ada:" + HASH, START.plusSeconds(7));
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get()).isNotSameAs(read);
  }

  @Test
  void a_file_that_was_moved_into_its_place_is_seen() throws Exception {
    LineFile<Users> users = open("ada1:" + HASH);
    clock.pass(Duration.ofSeconds(10));
    assertThat(users.get().find("ada1")).isPresent();

    Path other = Files.writeString(folder.resolve("other"), "ada2:" + HASH);
    Files.setLastModifiedTime(other, FileTime.from(START));
    Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("ada2")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ada:swordfish", "caf\u00e9:x"})
  void a_broken_edit_changes_nothing_and_is_told_once(String content) throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    Files.write(file(), content.getBytes(ISO_8859_1));

    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofSeconds(2));
      assertThat(users.get().find("ada")).isPresent();
    }
    assertThat(log)
        .filteredOn(line -> line.contains("what it said before holds"))
        .hasSize(1);
    assertThat(log).doesNotHaveDuplicates().noneMatch(line -> line.contains("swordfish"));
  }

  @Test
  void a_file_that_is_gone_changes_nothing_and_is_seen_when_it_is_back() throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    clock.pass(Duration.ofSeconds(10));
    assertThat(users.get().find("ada")).isPresent();

    Files.delete(file());
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("ada")).isPresent();
    assertThat(log).singleElement().asString().contains("does not exist");

    write("alan:" + HASH);
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("alan")).isPresent();
  }

  @Test
  void a_line_that_went_bad_shuts_out_its_user_and_is_told_once() throws Exception {
    LineFile<Users> users = open("ada:%1$s\nalan:%1$s\n".formatted(HASH));
    write("ada:%1$s\nalan:swordfish\n".formatted(HASH));

    for (int i = 0; i < 3; i++) {
      clock.pass(Duration.ofSeconds(2));
      assertThat(users.get().find("ada")).isPresent();
      assertThat(users.get().find("alan")).isEmpty();
    }
    assertThat(log).singleElement().asString().startsWith("users.txt:2: the password of alan");
  }

  @Test
  void what_is_broken_again_in_another_way_is_told_again_and_a_repair_is_seen() throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    write("");
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("ada")).isPresent();
    Files.delete(file());
    clock.pass(Duration.ofSeconds(2));
    assertThat(users.get().find("ada")).isPresent();
    assertThat(log).hasSize(2);

    write("alan:" + HASH, START);
    clock.pass(Duration.ofSeconds(60));
    assertThat(users.get().find("alan")).isPresent();
    assertThat(log).hasSize(2);
  }

  @Test
  void a_clock_that_was_set_back_does_not_stop_the_looking() throws Exception {
    LineFile<Users> users = open("ada:" + HASH);
    write("alan:" + HASH);
    clock.pass(Duration.ofDays(-1));

    assertThat(users.get().find("alan")).isPresent();
  }

  private LineFile<Users> open(String content) throws Exception {
    write(content, START);
    return new UsersReader(Roles.none(), false).open(file(), clock, log::add);
  }

  private void write(String content) throws Exception {
    write(content, clock.instant().plusSeconds(1));
  }

  private void write(String content, Instant modified) throws Exception {
    Files.writeString(file(), content);
    Files.setLastModifiedTime(file(), FileTime.from(modified));
  }

  private Path file() {
    return folder.resolve("users.txt");
  }
}
