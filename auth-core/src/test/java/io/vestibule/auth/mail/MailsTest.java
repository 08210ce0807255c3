package io.vestibule.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.audit.Traced;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MailsTest {
  private static final int AN_HOUR = 30;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final FakeTimer timer = new FakeTimer();
  private final List<Message> sent = new ArrayList<>();
  private final Mails mails = new Mails(
      sent::add,
      timer,
      AN_HOUR,
      new Mails.Site(
          "https://a.example/app",
          "Tickets",
          "Ask Bob",
          List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH)),
      clock);

  private static Asker from(String network) {
    return new Asker(Locale.ENGLISH, network);
  }

  private Mail reset(String to, String network) {
    return Mail.of(MailKind.RESET, to, from(network))
        .with("name", "ada")
        .with("link", () -> mails.link("/auth/choose-password?token=hunter2"))
        .with("minutes", "60");
  }

  private int sentNow() {
    timer.run();
    int count = sent.size();
    sent.clear();
    return count;
  }

  @Test
  void a_mail_says_what_it_is_about_and_whom_to_ask() {
    mails.send(reset("ada@example.org", ""));
    timer.run();

    Message message = sent.get(0);
    assertThat(message.to()).isEqualTo("ada@example.org");
    assertThat(message.subject()).isEqualTo("Choose a new password for Tickets");
    assertThat(message.text())
        .contains("your account ada at Tickets")
        .contains("\nhttps://a.example/app/auth/choose-password?token=hunter2\n")
        .contains("within 60 minutes")
        .endsWith("\n\n-- \nTickets: https://a.example/app/\nAsk Bob\n");
  }

  @Test
  void it_speaks_the_language_of_the_page_it_was_asked_for_on() {
    FakeRequest german = FakeRequest.get("/").with("Accept-Language", "de-AT, en;q=0.5");
    FakeRequest chosen =
        FakeRequest.get("/?ui_locales=fr").with("Accept-Language", "de-AT, en;q=0.5");

    assertThat(mails.asker(german).language()).isEqualTo(Locale.GERMAN);
    assertThat(mails.asker(chosen).language()).isEqualTo(Locale.FRENCH);
    assertThat(mails.asker(FakeRequest.get("/")).language()).isEqualTo(Locale.ENGLISH);
    assertThat(mails.asker(FakeRequest.get("/").with("Accept-Language", "-,ja")).language())
        .isEqualTo(Locale.ENGLISH);
  }

  private Mail registration(String to, String network) {
    return Mail.of(MailKind.REGISTRATION, to, from(network))
        .with("link", "https://a.example/")
        .with("hours", "4");
  }

  private Mail registeredAlready(String to) {
    return Mail.of(MailKind.REGISTERED_ALREADY, to, from(""))
        .with("name", "ada")
        .with("link", "https://a.example/");
  }

  private Mail address(String to) {
    return Mail.of(MailKind.ADDRESS, to, from(""))
        .with("link", "https://a.example/")
        .with("hours", "4");
  }

  private Mail changed(MailKind kind, String to) {
    return Mail.of(kind, to, mails.nobody()).with("name", "ada");
  }

  private int sentInADay(Supplier<Mail> mail) {
    int day = 0;
    for (int i = 0; i < 24 * 6; i++) {
      mails.send(mail.get());
      mails.send(mail.get());
      day += sentNow();
      clock.pass(Duration.ofMinutes(10));
    }
    return day;
  }

  @Test
  void one_registration_in_ten_minutes_and_five_a_day_reach_an_address_however_it_is_spelled() {
    assertThat(sentInADay(() -> registration("ada@example.org", ""))).isEqualTo(5);

    mails.send(registration("ada@example.org", ""));
    mails.send(registration("ADA@example.org", ""));
    mails.send(registeredAlready("ada@example.org"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void whoever_is_sent_no_other_password_has_a_mail_whose_link_still_works() {
    Deque<Instant> hour = new ArrayDeque<>();
    for (int i = 0; i < 24 * 60; i++) {
      mails.send(reset("ada@example.org", ""));
      if (sentNow() > 0) {
        hour.add(clock.instant());
      }
      hour.removeIf(sent -> !sent.isAfter(clock.instant().minus(Duration.ofHours(1))));
      assertThat(hour).hasSizeBetween(1, 3);
      clock.pass(Duration.ofMinutes(1));
    }
  }

  @Test
  void what_strangers_have_sent_to_an_address_leaves_room_for_another_password() {
    sentInADay(() -> registration("ada@example.org", ""));
    sentInADay(() -> address("ada@example.org"));

    mails.send(reset("ada@example.org", ""));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void what_strangers_have_sent_to_others_leaves_room_for_another_password() {
    for (int i = 0; i < AN_HOUR; i++) {
      mails.send(registration("user" + i + "@example.org", "192.0.2.1" + i / 20));
      mails.send(address("user" + i + "@example.org"));
    }
    assertThat(sentNow()).isEqualTo(2 * AN_HOUR);
    mails.send(registration("other@example.org", ""));
    mails.send(address("other@example.org"));
    assertThat(sentNow()).as("too many in all").isZero();

    mails.send(reset("ada@example.org", "192.0.2.10"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void no_number_of_others_leaves_out_what_warns_a_user() {
    for (int i = 0; i < 3 * AN_HOUR; i++) {
      mails.send(changed(MailKind.PASSWORD_CHANGED, "user" + i + "@example.org"));
    }
    assertThat(sentNow()).isEqualTo(3 * AN_HOUR);

    mails.send(changed(MailKind.PASSWORD_CHANGED, "ada@example.org"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void invitations_are_bounded_in_all_and_apart_from_warnings() {
    for (int i = 0; i < 2 * AN_HOUR; i++) {
      mails.send(Mail.of(MailKind.INVITATION, "user" + i + "@example.org", mails.nobody())
          .with("name", "ada")
          .with("link", "https://a.example/")
          .with("hours", "72"));
    }
    assertThat(sentNow()).isEqualTo(AN_HOUR);

    mails.send(changed(MailKind.FACTOR_REMOVED, "user1@example.org"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void a_user_asks_five_times_an_hour_whatever_others_ask() {
    Asker ada = from("192.0.2.1").withUser("ada");
    for (int i = 0; i < 5; i++) {
      assertThat(mails.askingFor(ada)).isZero();
    }

    assertThat(mails.askingFor(ada)).isEqualTo(Duration.ofHours(1));
    assertThat(mails.askingFor(from("192.0.2.2").withUser("ada"))).isPositive();
    assertThat(mails.askingFor(from("192.0.2.1").withUser("bob"))).isZero();
    assertThat(mails.askingFor(from("192.0.2.1"))).isZero();
  }

  @Test
  void twenty_an_hour_leave_because_of_one_network() {
    for (int i = 0; i < 25; i++) {
      mails.send(reset("user" + i + "@example.org", "192.0.2.1"));
    }
    assertThat(sentNow()).isEqualTo(20);

    mails.send(reset("other@example.org", "192.0.2.2"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void a_network_asks_sixty_times_an_hour_whether_or_not_anything_is_sent() {
    Asker asker = mails.asker(FakeRequest.get("/").from("2001:db8::1"));
    for (int i = 0; i < 60; i++) {
      assertThat(mails.askingFor(asker)).isZero();
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(mails.askingFor(asker)).isEqualTo(Duration.ofMinutes(59));
    assertThat(mails.askingFor(mails.asker(FakeRequest.get("/").from("2001:db8::2"))))
        .isPositive();
    assertThat(mails.askingFor(mails.asker(FakeRequest.get("/").from("2001:db8:0:1::1"))))
        .isZero();

    clock.pass(Duration.ofMinutes(59));
    assertThat(mails.askingFor(asker)).isZero();
  }

  @Test
  void what_strangers_use_up_is_not_what_warns_a_user() {
    for (int i = 0; i < 2 * AN_HOUR; i++) {
      mails.send(reset("user" + i + "@example.org", "192.0.2." + i));
    }
    assertThat(sentNow()).isEqualTo(AN_HOUR);

    mails.send(
        Mail.of(MailKind.PASSWORD_CHANGED, "ada@example.org", mails.nobody()).with("name", "ada"));
    assertThat(sentNow()).isEqualTo(1);
    clock.pass(Duration.ofHours(1));
    mails.send(reset("ada@example.org", ""));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void warnings_of_one_kind_to_one_address_end_at_twenty_a_day() {
    for (int i = 0; i < 25; i++) {
      mails.send(changed(MailKind.PASSWORD_CHANGED, "ada@example.org"));
    }
    assertThat(sentNow()).isEqualTo(20);

    mails.send(changed(MailKind.ADDRESS_CHANGED, "ada@example.org"));
    assertThat(sentNow()).isEqualTo(1);
  }

  @Test
  void no_link_is_made_for_a_mail_that_is_not_sent() {
    List<String> links = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mails.send(reset("ada@example.org", "").with("link", () -> {
        links.add("made");
        return "https://a.example/";
      }));
    }
    assertThat(sentNow()).isEqualTo(1);
    assertThat(links).hasSize(1);
  }

  @Test
  void whoever_hands_one_in_waits_for_nothing_that_tells_of_it() {
    List<String> looked = new ArrayList<>();
    mails.prepare(() -> {
      looked.add("up");
      return Optional.empty();
    });
    assertThat(looked).isEmpty();

    assertThat(sentNow()).isZero();
    assertThat(looked).hasSize(1);
  }

  @Test
  void a_mail_without_what_it_needs_is_refused_where_it_is_handed_in() {
    assertThatThrownBy(() -> mails.send(Mail.of(MailKind.RESET, "ada@example.org", mails.nobody())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link");
    assertThatThrownBy(() ->
            mails.send(Mail.of(MailKind.TEST, "ada@example.org, b@example.org", mails.nobody())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_log_tells_of_what_was_too_much_without_saying_whose() {
    try (Traced log = Traced.start()) {
      mails.send(reset("ada@example.org", ""));
      mails.send(reset("ada@example.org", ""));
      timer.run();

      assertThat(log.text())
          .contains("mail reset to a…@example.org was not sent, for there were too many")
          .doesNotContain("ada@", "hunter2");
    }
  }
}
