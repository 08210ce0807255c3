package io.vestibule.auth.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestibule.auth.testing.TestCertificate;
import io.vestibule.auth.tls.Remark.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final TestCertificate GOOD = made("EC", 90);

  private static TestCertificate made(String kind, int days) {
    return TestCertificate.of(
        kind, "app.example.org", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(days)));
  }

  private static Remark refused(String certificate, String key) {
    return catchThrowableOfType(
            UnusableException.class, () -> ServerCertificate.of(certificate, key, NOW))
        .remark();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void takes_each_kind_of_key(String kind) throws Exception {
    TestCertificate made = made(kind, 90);
    ServerCertificate read = ServerCertificate.of(made.pem(), made.key(), NOW);

    assertThat(read.chain()).containsExactly(made.certificate());
    assertThat(read.key()).isEqualTo(made.keys().getPrivate());
    assertThat(read.remarks(NOW)).isEmpty();
    assertThat(read.toString()).isEqualTo("ServerCertificate[CN=app.example.org]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void takes_a_key_in_its_older_form(String kind) throws Exception {
    TestCertificate made = made(kind, 90);

    assertThat(made.olderKey()).startsWith("-----BEGIN " + kind + " PRIVATE KEY-----");
    assertThat(ServerCertificate.of(made.pem(), made.olderKey(), NOW).key().getAlgorithm())
        .isEqualTo(kind);
  }

  @Test
  void takes_both_from_one_text_with_words_between() throws Exception {
    String both = "my key:\n" + GOOD.key() + "\nand:\r\n" + GOOD.pem();

    ServerCertificate read = ServerCertificate.of(both, both, NOW);
    assertThat(read.chain()).hasSize(1);
    assertThat(read.chainInPem()).isEqualTo(GOOD.pem());
    assertThat(read.keyInPem()).isEqualTo(GOOD.key());
  }

  @ParameterizedTest
  @CsvSource({"EC, EC", "RSA, RSA", "Ed25519, Ed25519", "EC, RSA", "RSA, EC", "Ed25519, RSA"})
  void refuses_the_key_of_another_certificate(String kind, String other) {
    Remark remark = refused(made(kind, 90).pem(), made(other, 90).key());

    assertThat(remark.part()).isEqualTo(Part.KEY);
    assertThat(remark.found()).isEqualTo("does not belong to the certificate");
  }

  @Test
  void refuses_an_older_key_of_another_kind() {
    assertThat(refused(GOOD.pem(), made("RSA", 90).olderKey()).found())
        .isEqualTo("does not belong to the certificate");
  }

  @Test
  void refuses_a_chain_that_does_not_begin_with_the_servers_own() {
    TestCertificate ca = made("EC", 90);
    TestCertificate own = ca.signs("EC", "app.example.org");
    Remark remark = refused(ca.pem() + own.pem(), own.key());

    assertThat(remark.part()).isEqualTo(Part.CERTIFICATE);
    assertThat(remark.cure()).startsWith("write the server's own first");
  }

  @Test
  void warns_of_a_certificate_that_vouches_for_none() throws Exception {
    TestCertificate ca = made("EC", 90);
    TestCertificate own = ca.signs("RSA", "app.example.org");

    assertThat(ServerCertificate.of(own.pem() + ca.pem(), own.key(), NOW).remarks(NOW))
        .isEmpty();
    assertThat(ServerCertificate.of(own.pem() + GOOD.pem(), own.key(), NOW).remarks(NOW))
        .extracting(Remark::found)
        .singleElement()
        .asString()
        .contains("did not sign the one before it");
  }

  @Test
  void refuses_what_has_ended_and_what_has_not_begun() throws Exception {
    Instant end = NOW.plus(Duration.ofDays(90));
    ServerCertificate.of(GOOD.pem(), GOOD.key(), end);

    Remark over = catchThrowableOfType(
            UnusableException.class,
            () -> ServerCertificate.of(GOOD.pem(), GOOD.key(), end.plusSeconds(1)))
        .remark();
    Remark early = catchThrowableOfType(
            UnusableException.class,
            () -> ServerCertificate.of(GOOD.pem(), GOOD.key(), NOW.minus(Duration.ofDays(2))))
        .remark();
    assertThat(over.found()).isEqualTo("has a certificate that ended at 2026-05-30T12:00:00Z");
    assertThat(early.found()).contains("begins at 2026-02-28T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"30, 30 days", "1, 1 day", "0, 0 days"})
  void warns_within_thirty_days_of_the_end(int days, String left) throws Exception {
    TestCertificate made = made("EC", days);
    List<Remark> remarks = ServerCertificate.of(made.pem(), made.key(), NOW).remarks(NOW);

    assertThat(remarks).singleElement().satisfies(remark -> {
      assertThat(remark.part()).isEqualTo(Part.CERTIFICATE);
      assertThat(remark.found()).contains("ends in " + left + ", at ");
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void refuses_a_text_without_a_certificate(String text) {
    assertThat(refused(text, GOOD.key()))
        .satisfies(remark -> assertThat(remark.part()).isEqualTo(Part.CERTIFICATE))
        .extracting(Remark::found)
        .isEqualTo("has no block BEGIN CERTIFICATE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n*\u00e9*\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----"
      })
  void refuses_a_damaged_certificate(String text) {
    assertThat(refused(text, GOOD.key()).part()).isEqualTo(Part.CERTIFICATE);
    assertThat(refused(GOOD.pem() + text, GOOD.key()).part()).isEqualTo(Part.CERTIFICATE);
  }

  @Test
  void refuses_damaged_keys_and_more_than_one() {
    TestCertificate rsa = made("RSA", 90);
    for (String key : List.of(
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n\n-----END RSA PRIVATE KEY-----",
        TestCertificate.damage().apply(rsa.key()),
        rsa.key() + rsa.key(),
        rsa.pem())) {
      assertThat(refused(rsa.pem(), key).part()).as(key).isEqualTo(Part.KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"
      })
  void says_how_to_take_the_password_off_a_key(String key) {
    assertThat(refused(GOOD.pem(), key).cure()).contains("openssl pkey");
  }

  @Test
  void refuses_a_flood_of_blocks_and_reads_a_long_text_at_once() {
    assertThat(refused(GOOD.pem().repeat(51), GOOD.key()).found()).contains("more than 50");
    assertThat(
            refused("-----BEGIN CERTIFICATE-----\n".repeat(30_000), GOOD.key()).found())
        .contains("no block");
  }

  @Test
  void no_remark_and_no_text_of_ours_shows_the_key() throws Exception {
    String secret = GOOD.key().lines().skip(1).findFirst().orElseThrow();
    Remark remark = refused(made("EC", 1).pem(), GOOD.key());

    assertThat(remark + ServerCertificate.of(GOOD.pem(), GOOD.key(), NOW).toString())
        .doesNotContain(secret);
  }
}
