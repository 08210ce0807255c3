package io.vestibule.auth.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.internal.FileStamp;
import io.vestibule.auth.tls.Remark.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its key in two files, or in one, looked at when a client comes, at most every two seconds, and read
 * again when one has changed. What cannot be used changes nothing. Thread-safe.
 */
final class CertificateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final long INTERVAL_MILLIS = 2_000;

  private final Path certificate;
  private final Path key;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile State state;

  /**
   * What is known.
   *
   * @param before served until a moment ago: a handshake may have begun with it
   * @param generation how often another one was taken over
   * @param settled whether the stamps would show the next edit
   * @param fault why what stands in the files now is not served; empty where it is
   * @param told whether the log has it
   */
  private record State(
      ServerCertificate served,
      ServerCertificate before,
      long generation,
      Stamps stamps,
      boolean settled,
      long lookedAt,
      Optional<Remark> fault,
      boolean told) {}

  private record Stamps(FileStamp certificate, FileStamp key) {
    boolean isSettled(Instant now) {
      return certificate.isSettled(now) && key.isSettled(now);
    }
  }

  /** Reads both. */
  CertificateFiles(Path certificate, Path key, InstantSource clock) throws UnusableException {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    Instant now = clock.instant();
    Stamps stamps = stamps();
    ServerCertificate read = read(certificate, key, now);
    this.state = new State(
        read, read, 0, stamps, stamps.isSettled(now), now.toEpochMilli(), Optional.empty(), false);
  }

  /** What these files hold at this moment; of a replacement that was stopped half-way, the pair that belongs together. */
  static ServerCertificate read(Path certificate, Path key, Instant now) throws UnusableException {
    try {
      return pair(certificate, key, now);
    } catch (UnusableException unusable) {
      return half(certificate, key, now).orElseThrow(() -> unusable);
    }
  }

  private static ServerCertificate pair(Path certificate, Path key, Instant now)
      throws UnusableException {
    return ServerCertificate.of(text(certificate, Part.CERTIFICATE), text(key, Part.KEY), now);
  }

  /** The certificate was replaced, and its key still waits beside the old one. */
  private static Optional<ServerCertificate> half(Path certificate, Path key, Instant now) {
    Optional<Path> next = CertificateWriter.next(key).filter(Files::isRegularFile);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(pair(certificate, next.get(), now));
    } catch (UnusableException none) {
      return Optional.empty();
    }
  }

  /** Whether the key that is used is the one that waits. */
  private static boolean isHalf(Path certificate, Path key, Instant now) {
    try {
      pair(certificate, key, now);
      return false;
    } catch (UnusableException unusable) {
      return half(certificate, key, now).isPresent();
    }
  }

  Path certificate() {
    return certificate;
  }

  Path key() {
    return key;
  }

  /** What is served now. */
  ServerCertificate now() {
    long since = clock.millis() - state.lookedAt;
    if ((since >= INTERVAL_MILLIS || since < 0) && looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return state.served;
  }

  /** What is served now, and what stands for it in a handshake: the next step may come after a renewal. */
  Optional<String> alias(String kind) {
    boolean fits = now().kind().equals(kind);
    State known = state;
    return fits && known.served.kind().equals(kind)
        ? Optional.of(Long.toString(known.generation))
        : Optional.empty();
  }

  /** The one of this alias, if it is served or was a moment ago. */
  Optional<ServerCertificate> find(String alias) {
    State known = state;
    if (alias.equals(Long.toString(known.generation))) {
      return Optional.of(known.served);
    }
    return alias.equals(Long.toString(known.generation - 1))
        ? Optional.of(known.before)
        : Optional.empty();
  }

  /** Why what stands in the files now is not served; empty where it is. */
  Optional<Remark> fault() {
    return state.fault;
  }

  /** Does the work while nobody looks at the files, and looks at once; what cannot be used then is not left there. */
  void write(CertificateWriter writer, ServerCertificate pair) throws IOException {
    looking.lock();
    try {
      if (isHalf(certificate, key, clock.instant())) {
        writer.finish(key);
      }
      CertificateWriter.Before before = writer.read(certificate, key);
      writer.write(certificate, key, pair);
      look();
      Optional<Remark> fault = state.fault;
      if (fault.isPresent()) {
        writer.putBack(certificate, key, before);
        look();
        throw new IOException(fault.get() + "; what stood there before does so again");
      }
    } finally {
      looking.unlock();
    }
  }

  /** The stamps are taken before the files are read: an edit between the two is seen the next time. */
  private void look() {
    Instant now = clock.instant();
    State known = state;
    Stamps stamps = stamps();
    if (known.settled && stamps.equals(known.stamps)) {
      state = new State(
          known.served,
          known.before,
          known.generation,
          stamps,
          true,
          now.toEpochMilli(),
          known.fault,
          known.told);
      return;
    }
    try {
      state = taken(known, read(certificate, key, now), stamps, now);
    } catch (UnusableException unusable) {
      state = kept(known, unusable.remark(), stamps, now);
    }
  }

  private static State taken(State known, ServerCertificate read, Stamps stamps, Instant now) {
    boolean same = read.equals(known.served);
    if (!same) {
      CertificateStatus status = CertificateStatus.of(read.chain().get(0));
      LOG.info("another certificate is served, which ends at {}", status.notAfter());
    }
    return new State(
        read,
        same ? known.before : known.served,
        same ? known.generation : known.generation + 1,
        stamps,
        stamps.isSettled(now),
        now.toEpochMilli(),
        Optional.empty(),
        false);
  }

  /** Whoever renews writes one file after the other: only what is wrong at two looks is told. */
  private static State kept(State known, Remark fault, Stamps stamps, Instant now) {
    boolean again = known.fault.filter(fault::equals).isPresent();
    if (again && !known.told) {
      LOG.warn("{}; the certificate of before is served", fault);
    }
    return new State(
        known.served,
        known.before,
        known.generation,
        stamps,
        false,
        now.toEpochMilli(),
        Optional.of(fault),
        again);
  }

  /** What is unwise about what is served, and about the files. */
  List<Remark> remarks() {
    return remarks(state.served, certificate, key, clock.instant());
  }

  static List<Remark> remarks(ServerCertificate read, Path certificate, Path key, Instant now) {
    List<Remark> remarks = new ArrayList<>(read.remarks(now));
    if (isHalf(certificate, key, now)) {
      remarks.add(new Remark(
          Part.KEY,
          "was not replaced when the certificate was; the key in "
              + CertificateWriter.next(key).map(Path::getFileName).orElse(key)
              + " is used",
          "move that one into its place"));
    }
    if (!FileStamp.of(certificate).equals(FileStamp.of(key))
        && FileStamp.isReadableByAll(certificate)
        && holdsKey(certificate)) {
      remarks.add(new Remark(
          Part.CERTIFICATE,
          "holds a private key, and can be read by everybody on this machine",
          "leave only certificates in it, and take another key if others were here"));
    }
    if (FileStamp.isReadableByAll(key)) {
      remarks.add(new Remark(
          Part.KEY, "can be read by everybody on this machine", "change that with chmod 600"));
    }
    return remarks;
  }

  private static boolean holdsKey(Path file) {
    try {
      return text(file, Part.CERTIFICATE).contains("PRIVATE KEY-----");
    } catch (UnusableException gone) {
      return false;
    }
  }

  private Stamps stamps() {
    return new Stamps(FileStamp.of(certificate), FileStamp.of(key));
  }

  private static String text(Path file, Part part) throws UnusableException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableException(
          part,
          Files.exists(file) ? "is not a file" : "does not exist",
          "make it, or correct the path");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new UnusableException(part, "has more than 1 MiB", "name a file in PEM");
      }
      return new String(content, ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UnusableException(
          part,
          "cannot be read (" + unreadable.getClass().getSimpleName() + ")",
          "let the user that the server runs as read it");
    }
  }
}
