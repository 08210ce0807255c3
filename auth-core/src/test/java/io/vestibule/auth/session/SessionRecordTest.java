package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRecordTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private static final Session SESSION = new Session(
      "id",
      "ada & bob=1",
      "cred",
      Set.of("pwd", "otp"),
      T,
      T.plusSeconds(1),
      T.plusSeconds(2),
      T.plusSeconds(3),
      "Firefox on Linux",
      "2001:db8::1",
      "series",
      Guest.NOBODY);

  private static final Guest GUEST = new Guest(
      "oauth.google",
      "https://id.example",
      "4711",
      "ada@example.org",
      "Ada Lovelace",
      Set.of("pwd", "otp"),
      T,
      "sid 1",
      Map.of("email", "ada@example.org", "groups", List.of("a", "b")));

  /** Golden: a session that was written by any earlier version must be read. */
  private static final String VERSION_1 =
      "1 u=ada+%26+bob%3D1&c=cred&m=otp+pwd&a=1772366400&b=1772366401&s=1772366402&e=1772366403"
          + "&d=Firefox+on+Linux&p=2001%3Adb8%3A%3A1&r=series";

  /** Golden: the same with a guest. */
  private static final String WITH_GUEST = VERSION_1
      + "&gp=oauth.google&gi=https%3A%2F%2Fid.example&gs=4711&gu=ada%40example.org&gn=Ada+Lovelace"
      + "&gx=sid+1&gc=%7B%22groups%22%3A%5B%22a%22%2C%22b%22%5D%2C%22email%22%3A%22ada%40example.org%22%7D";

  @Test
  void a_guest_is_read_as_it_was_written() {
    assertThat(SessionRecord.read("id", WITH_GUEST)).contains(SESSION.with(GUEST));
    assertThat(SessionRecord.read("id", SessionRecord.write(SESSION.with(GUEST))))
        .contains(SESSION.with(GUEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"&gp=oauth", "&gp=oauth&gi=i&gs=s&gu=u&gc={", "&gp=oauth&gi=i&gs=s&gu=&gc={}"})
  void a_damaged_guest_is_no_session(String guest) {
    assertThat(SessionRecord.read("id", VERSION_1 + guest)).isEmpty();
  }

  @Test
  void is_written_as_it_always_was() {
    assertThat(SessionRecord.write(SESSION)).isEqualTo(VERSION_1);
  }

  @Test
  void is_read_as_it_was_written() {
    assertThat(SessionRecord.read("id", VERSION_1)).contains(SESSION);
  }

  @Test
  void the_next_version_may_add_fields_and_this_one_still_reads_it() {
    assertThat(SessionRecord.read("id", VERSION_1.replaceFirst("1", "2") + "&new=thing"))
        .contains(SESSION);
  }

  @Test
  void what_was_optional_may_be_missing() {
    assertThat(SessionRecord.read("id", "1 u=ada&c=x&m=&a=1&b=1&s=1&e=1"))
        .hasValueSatisfying(session -> {
          assertThat(session.device()).isEmpty();
          assertThat(session.remembered()).isFalse();
          assertThat(session.methods()).isEmpty();
        });
  }

  @Test
  void an_ended_session_is_no_session() {
    assertThat(SessionRecord.read("id", SessionRecord.ended())).isEmpty();
    assertThat(SessionRecord.isEnded(SessionRecord.ended())).isTrue();
    assertThat(SessionRecord.isEnded(VERSION_1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "1 ",
        "x u=ada",
        "12345 u=ada",
        "1 u=ada",
        "1 u=ada&c=x&m=&a=1&b=1&s=1&e=never",
        "1 u=ada&c=x&m=&a=1&b=1&s=1&e=99999999999999999999",
        "1 u=ada&c=x&m=&a=1&b=1&s=1&e=31556889864403200",
        "1 u=ada&u=bob&c=x&m=&a=1&b=1&s=1&e=1",
        "1 u=%zz&c=x&m=&a=1&b=1&s=1&e=1",
        "1 =&=",
        "\u00ac\u00ed\u0000\u0005sr"
      })
  void anything_else_is_no_session_and_no_exception(String value) {
    assertThat(SessionRecord.read("id", value)).isEmpty();
  }
}
