package io.vestibule.auth.testing;

import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the mails that an application sends: for {@code supply(Mailer.class, new SentMails())}. Thread-safe. */
public final class SentMails implements Mailer {
  private static final Pattern LINK = Pattern.compile("(?m)^https?://\\S+$");
  private static final int SECONDS = 10;

  private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();

  /** None yet. */
  public SentMails() {}

  @Override
  public void send(Message message) {
    sent.add(message);
  }

  /** The next mail; it may be on its way still. */
  public Message next() {
    try {
      Message message = sent.poll(SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no mail was sent");
      }
      return message;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Whether no mail waits to be looked at; others may be on their way. */
  public boolean isEmpty() {
    return sent.isEmpty();
  }

  /** The link in a mail. */
  public static String link(Message message) {
    Matcher link = LINK.matcher(message.text());
    if (!link.find()) {
      throw new AssertionError("no link in " + message.subject());
    }
    return link.group();
  }
}
