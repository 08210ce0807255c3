package io.vestibule.auth.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Holds work until it is told to have it done. */
final class FakeTimer implements Outbox.Timer {
  private final List<Due> due = new ArrayList<>();
  private boolean closed;

  private record Due(Duration pause, Runnable work) {}

  @Override
  public void after(Duration pause, Runnable work) {
    if (closed) {
      throw new RejectedExecutionException();
    }
    due.add(new Due(pause, work));
  }

  /** The pauses of what is held. */
  List<Duration> pauses() {
    return due.stream().map(Due::pause).toList();
  }

  /** Has all that is held done, and not what that brings. */
  void run() {
    List<Due> now = List.copyOf(due);
    due.clear();
    now.forEach(one -> one.work().run());
  }

  @Override
  public void close() {
    closed = true;
  }
}
