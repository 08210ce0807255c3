package io.vestibule.auth.mail;

import io.vestibule.auth.internal.LogLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be sent, and is while nobody waits. What could not be sent is tried again, three times, after growing
 * pauses. It is held in memory: what has not left when the process ends is lost. Thread-safe.
 */
final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** A few megabytes; whoever waits behind so many would have given up. */
  static final int MOST = 1000;

  /** The rest is for what nobody but us has sent: strangers do not crowd out what warns a user. */
  static final int MOST_ASKED = 800;

  static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));

  private final Mailer mailer;
  private final Timer timer;
  private final LogLimit log;
  private final AtomicInteger held = new AtomicInteger();

  /** Has work done later; refuses it by a {@link RejectedExecutionException} when it was closed. */
  interface Timer extends AutoCloseable {
    void after(Duration pause, Runnable work);

    @Override
    void close();
  }

  /** A message, and the word of its kind for the log. */
  record Ready(String word, Message message) {}

  Outbox(Mailer mailer, Timer timer, InstantSource clock) {
    this.mailer = mailer;
    this.timer = timer;
    this.log = new LogLimit(clock, "lines about mails were due", LOG::warn);
  }

  /**
   * Has it made and sent, soon; dropped where there are too many already. It is made once.
   *
   * @param asked whether anybody can have it sent
   */
  void put(boolean asked, Supplier<Optional<Ready>> made) {
    int most = asked ? MOST_ASKED : MOST;
    if (held.incrementAndGet() > most) {
      held.decrementAndGet();
      log.tell(() -> "a mail was dropped, for " + most + " others wait to be sent");
      return;
    }
    after(Duration.ZERO, () -> make(made));
  }

  private void make(Supplier<Optional<Ready>> made) {
    Optional<Ready> ready = Optional.empty();
    try {
      ready = made.get();
    } catch (RuntimeException broken) {
      log.tell(() -> "a mail could not be made: " + broken.getClass().getSimpleName());
    }
    ready.ifPresentOrElse(mail -> send(mail, 0), held::decrementAndGet);
  }

  private void send(Ready mail, int tries) {
    try {
      mailer.send(mail.message());
      held.decrementAndGet();
      LOG.debug("mail {} was sent", mail.word());
    } catch (IOException | RuntimeException | LinkageError failed) {
      again(mail, tries, failed);
    }
  }

  private void again(Ready mail, int tries, Throwable failed) {
    boolean forGood = failed instanceof NotSentException refused && refused.isForGood();
    if (forGood || tries >= PAUSES.size()) {
      held.decrementAndGet();
      log.tell(() -> failure(mail, failed) + ". It is given up");
    } else {
      Duration pause = PAUSES.get(tries);
      log.tell(
          () -> failure(mail, failed) + ". It is tried again in " + pause.toSeconds() + " seconds");
      after(pause, () -> send(mail, tries + 1));
    }
  }

  /** What others say may quote the address or the text; what we say does not. */
  private static String failure(Ready mail, Throwable failed) {
    String reason = failed instanceof NotSentException
        ? String.valueOf(failed.getMessage())
        : failed.getClass().getSimpleName();
    return "mail " + mail.word() + " to " + Message.masked(mail.message().to()) + " was not sent: "
        + reason;
  }

  private void after(Duration pause, Runnable work) {
    try {
      timer.after(pause, work);
    } catch (RejectedExecutionException stopped) {
      held.decrementAndGet();
      log.tell(() -> "a mail is lost, for the application stops");
    }
  }

  /** How many are held. */
  int size() {
    return held.get();
  }

  /** Sends what is due, for a short time; what waits for another try is lost. */
  @Override
  public void close() {
    timer.close();
    int lost = held.getAndSet(0);
    if (lost > 0) {
      LOG.warn("{} mails that had not been sent are lost, for the application stops", lost);
    }
  }
}
