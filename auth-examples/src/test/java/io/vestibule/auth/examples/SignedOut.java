package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Waits until somebody is signed out whom another one signs out. */
final class SignedOut {
  /** How long a node may believe in a session, and some time for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private SignedOut() {}

  /** A program that shows the cookies of a browser. */
  static void await(Client client) throws Exception {
    long begun = System.nanoTime();
    while (client.get("/me").statusCode() == 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
    }
    assertThat(client.get("/me").statusCode()).isEqualTo(401);
  }
}
