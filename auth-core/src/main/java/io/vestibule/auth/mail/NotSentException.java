package io.vestibule.auth.mail;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message was not passed on. Its text is written into the log: it names neither the reader nor what was written. */
public final class NotSentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean forGood;

  private NotSentException(boolean forGood, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.forGood = forGood;
  }

  /** This time; it is worth another try. */
  public static NotSentException forNow(String reason, @Nullable Throwable cause) {
    return new NotSentException(false, reason, cause);
  }

  /** Nor will it ever be. */
  public static NotSentException forGood(String reason, @Nullable Throwable cause) {
    return new NotSentException(true, reason, cause);
  }

  /** Whether another try is in vain. */
  public boolean isForGood() {
    return forGood;
  }
}
