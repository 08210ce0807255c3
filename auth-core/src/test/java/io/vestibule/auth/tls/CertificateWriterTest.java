package io.vestibule.auth.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateWriterTest {
  private static final TestCertificate FIRST =
      TestCertificate.forLocalhost("EC", Duration.ofDays(90));
  private static final TestCertificate SECOND =
      TestCertificate.forLocalhost("EC", Duration.ofDays(60));
  private static final TestCertificate THIRD =
      TestCertificate.forLocalhost("EC", Duration.ofDays(70));

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.now());
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws Exception {
    certificate = Files.writeString(folder.resolve("cert.pem"), FIRST.pem());
    key = Files.writeString(folder.resolve("key.pem"), FIRST.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  /** As if the process had been killed: nobody cleans up. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static CertificateWriter killedAt(int which) {
    AtomicInteger moves = new AtomicInteger();
    return new CertificateWriter((made, file) -> {
      if (moves.incrementAndGet() >= which) {
        throw new Killed();
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    });
  }

  private static CertificateWriter refusing(IntPredicate which) {
    AtomicInteger moves = new AtomicInteger();
    return new CertificateWriter((made, file) -> {
      if (which.test(moves.incrementAndGet())) {
        throw new IOException("move " + moves.get() + " is refused");
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    });
  }

  private ServerCertificate pair(TestCertificate made) throws Exception {
    return ServerCertificate.of(made.pem(), made.key(), clock.instant());
  }

  private ServerCertificate read() throws Exception {
    return CertificateFiles.read(certificate, key, clock.instant());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whoever_is_killed_at_any_moment_leaves_a_certificate_with_its_key(int move)
      throws Exception {
    assertThatThrownBy(() -> killedAt(move).write(certificate, key, pair(SECOND)))
        .isInstanceOf(Killed.class);

    assertThat(read()).isEqualTo(pair(move == 3 ? SECOND : FIRST));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void what_is_refused_at_any_move_leaves_both_as_they_were(int move) throws Exception {
    assertThatThrownBy(() -> refusing(which -> which == move).write(certificate, key, pair(SECOND)))
        .hasMessage("move " + move + " is refused");

    assertThat(certificate).hasContent(FIRST.pem());
    assertThat(key).hasContent(FIRST.key());
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("cert.pem", "key.pem");
  }

  @Test
  void where_putting_back_is_refused_too_the_new_pair_is_whole_and_both_faults_are_told()
      throws Exception {
    IOException refused =
        catchThrowableOfType(IOException.class, () -> refusing(which -> which >= 3)
            .write(certificate, key, pair(SECOND)));

    assertThat(refused).hasMessage("move 3 is refused");
    assertThat(refused.getSuppressed()).singleElement().asString().contains("move 4 is refused");
    assertThat(read()).isEqualTo(pair(SECOND));
  }

  @Test
  void a_key_that_still_waits_is_warned_of_and_the_next_replacement_loses_neither()
      throws Exception {
    assertThatThrownBy(() -> killedAt(3).write(certificate, key, pair(SECOND)))
        .isInstanceOf(Killed.class);
    assertThat(Tls.check(certificate, key, clock).lines())
        .filteredOn(line -> line.startsWith("Warning"))
        .singleElement()
        .asString()
        .contains("was not replaced when the certificate was; the key in key.pem.next is used");
    CertificateFiles files = new CertificateFiles(certificate, key, clock);
    AtomicInteger moves = new AtomicInteger();
    CertificateWriter finishing = new CertificateWriter((made, file) -> {
      if (moves.incrementAndGet() > 1) {
        throw new Killed();
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    });
    assertThatThrownBy(() -> files.write(finishing, pair(THIRD))).isInstanceOf(Killed.class);
    assertThat(read()).isEqualTo(pair(SECOND));

    files.write(new CertificateWriter(), pair(THIRD));
    assertThat(read()).isEqualTo(pair(THIRD));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("cert.pem", "key.pem");
    assertThat(Tls.check(certificate, key, clock).lines())
        .noneMatch(line -> line.startsWith("Warning"));
  }

  @Test
  void what_cannot_be_used_once_it_stands_in_the_files_does_not_stay_there() throws Exception {
    FakeClock late = new FakeClock(clock.instant().plusSeconds(10));
    CertificateFiles files = new CertificateFiles(certificate, key, late);
    Instant end = clock.instant().plusSeconds(5);
    TestCertificate brief =
        TestCertificate.of("EC", "localhost", end.minus(Duration.ofDays(1)), end);

    assertThatThrownBy(() -> new Tls(files, clock).replace(brief.pem(), brief.key()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has a certificate that ended at")
        .hasMessageEndingWith("what stood there before does so again");
    assertThat(certificate).hasContent(FIRST.pem());
    assertThat(key).hasContent(FIRST.key());
    assertThat(files.fault()).isEmpty();
    assertThat(files.now()).isEqualTo(pair(FIRST));
  }
}
