package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.LineFile.Reading;
import io.vestibule.auth.internal.LineFile.Remark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersReaderTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";

  @TempDir
  private Path folder;

  @Test
  void reads_names_hashes_and_roles() throws Exception {
    Users users = good("""
        # who may
        ada:%1$s
          alan : %1$s : admin, editor,, \s

        grace:%1$s:
        """.formatted(HASH));

    assertThat(users.size()).isEqualTo(3);
    assertThat(user(users, "ada").user())
        .extracting(User::name, User::roles)
        .containsExactly("ada", Set.of());
    assertThat(user(users, "alan").user().roles()).containsOnly("admin", "editor");
    assertThat(user(users, "grace").user().roles()).isEmpty();
    assertThat(user(users, "ada").password().matches(Secret.of("password"))).isTrue();
    assertThat(users.find("Ada")).isEmpty();
    assertThat(users.highestCost()).isEqualTo(5);
  }

  @Test
  void a_byte_order_mark_and_windows_line_ends_are_fine() throws Exception {
    Users users = good("\ufeffada:" + HASH + "\r\nalan:" + HASH + "\r\n");

    assertThat(users.find("ada")).isPresent();
    assertThat(users.find("alan")).isPresent();
  }

  @Test
  void a_bad_line_is_told_with_its_number_and_the_others_can_sign_in() throws Exception {
    Reading<Users> reading = read("""
        ada:%1$s
        alan:%2$s
        no colon
        :%1$s
        grace:%1$s:a:b
        bad\u0007:%1$s
        edsger:swordfish
        """.formatted(HASH, HASH.substring(1)));

    assertThat(users(reading).size()).isEqualTo(1);
    assertThat(users(reading).find("ada")).isPresent();
    assertThat(reading.remarks())
        .extracting(Remark::place)
        .containsExactly("users:2", "users:3", "users:4", "users:5", "users:6", "users:7");
    assertThat(reading.remarks())
        .extracting(Remark::found)
        .containsExactly(
            "the password of alan is not a bcrypt hash",
            "the line has no colon",
            "the user name is empty, too long or has a colon or a control character",
            "the line of grace has more than three fields",
            "the user name is empty, too long or has a colon or a control character",
            "the password of edsger is not a bcrypt hash");
    assertThat(reading.remarks().toString()).doesNotContain("swordfish", "WG29");
  }

  @Test
  void of_two_lines_for_one_name_neither_is_used() throws Exception {
    Reading<Users> reading = read("ada:%1$s\nalan:%1$s\nada:%1$s\nada:%1$s\n".formatted(HASH));

    assertThat(users(reading).find("ada")).isEmpty();
    assertThat(users(reading).find("alan")).isPresent();
    assertThat(reading.remarks())
        .extracting(remark -> remark.place() + " " + remark.found())
        .containsExactly(
            "users:3 ada stands at users:1 already, and neither is used",
            "users:4 ada stands at users:1 already, and neither is used");
  }

  @Test
  void two_forms_of_one_name_are_one_name() throws Exception {
    Reading<Users> reading = read("cafe\u0301:%1$s\ncaf\u00e9:%1$s\nada:%1$s\n".formatted(HASH));
    assertThat(users(reading).size()).isEqualTo(1);

    Users alone = good("cafe\u0301:" + HASH);
    assertThat(user(alone, "caf\u00e9").user().name()).isEqualTo("caf\u00e9");
    assertThat(alone.find("cafe\u0301")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n# nobody\n", "ada:swordfish\n", "no colon"})
  void a_file_in_which_nobody_can_sign_in_is_broken(String content) throws Exception {
    assertThat(read(content))
        .isInstanceOfSatisfying(Reading.Broken.class, broken -> assertThat(broken.found())
            .isEqualTo("has no user who can sign in"));
  }

  @Test
  void a_file_that_is_not_utf_8_is_broken() throws Exception {
    assertThat(broken(("café:" + HASH).getBytes(ISO_8859_1)).found()).isEqualTo("is not UTF-8");
    assertThat(read("café:" + HASH)).isInstanceOf(Reading.Good.class);
  }

  @Test
  void a_file_that_is_missing_or_a_folder_is_broken() {
    assertThat(reader(folder.resolve("missing"), false))
        .isInstanceOfSatisfying(Reading.Broken.class, missing -> assertThat(missing.found())
            .isEqualTo("does not exist"));
    assertThat(reader(folder, false))
        .isInstanceOfSatisfying(
            Reading.Broken.class, other -> assertThat(other.found()).isEqualTo("is not a file"));
  }

  @Test
  void one_mebibyte_is_the_most() throws Exception {
    byte[] line = ("ada:" + HASH + "\n").getBytes(UTF_8);
    byte[] content = Arrays.copyOf(line, 1 << 20);
    Arrays.fill(content, line.length, content.length, (byte) '\n');
    assertThat(write(content)).isInstanceOf(Reading.Good.class);

    byte[] more = Arrays.copyOf(content, content.length + 1);
    assertThat(broken(more).found()).isEqualTo("has more than 1 MiB");
  }

  @Test
  void ten_thousand_users_are_the_most() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < UsersReader.MOST_USERS; i++) {
      lines.append("u").append(i).append(":x\n");
    }
    assertThat(users(write(lines.toString().getBytes(UTF_8), true)).size()).isEqualTo(10_000);

    lines.append("one:more\n");
    assertThat(write(lines.toString().getBytes(UTF_8), true))
        .isInstanceOfSatisfying(Reading.Broken.class, broken -> assertThat(broken.found())
            .isEqualTo("has more than 10000 users"));
  }

  @Test
  void where_passwords_stand_as_they_are_all_behind_the_first_colon_is_the_password()
      throws Exception {
    Reading<Users> reading =
        write(("ada:sword:fish\nalan:" + HASH + "\ngrace:\n").getBytes(UTF_8), true);
    StoredPassword password = user(users(reading), "ada").password();

    assertThat(password.matches(Secret.of("sword:fish"))).isTrue();
    assertThat(password.matches(Secret.of("sword"))).isFalse();
    assertThat(password.matches(Secret.of(""))).isFalse();
    assertThat(password.toString()).doesNotContain("fish");
    assertThat(reading.remarks()).extracting(Remark::place).containsExactly("users:2", "users:3");
    assertThat(reading.remarks().get(0).cure()).isEqualTo("remove use_bcrypt = False");
  }

  private Users good(String content) throws Exception {
    Reading<Users> reading = read(content);
    assertThat(reading.remarks()).isEmpty();
    return users(reading);
  }

  private Reading<Users> read(String content) throws Exception {
    return write(content.getBytes(UTF_8));
  }

  private Reading.Broken<Users> broken(byte[] content) throws Exception {
    return (Reading.Broken<Users>) write(content);
  }

  private Reading<Users> write(byte[] content) throws Exception {
    return write(content, false);
  }

  private Reading<Users> write(byte[] content, boolean plain) throws Exception {
    return reader(Files.write(folder.resolve("users"), content), plain);
  }

  private static Reading<Users> reader(Path file, boolean plain) {
    return new UsersReader(Roles.none(), plain)
        .open(file, InstantSource.system(), ignored -> {})
        .reading();
  }

  private static Users users(Reading<Users> reading) {
    return ((Reading.Good<Users>) reading).value();
  }

  private static Users.Entry user(Users users, String name) {
    return users.find(name).orElseThrow();
  }
}
