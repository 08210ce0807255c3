package io.vestibule.auth;

/**
 * Hears of requests that were refused, in the thread of each, before it is answered. Thread-safe, and quick. What it
 * throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DenialListener {

  /** A request is being refused. */
  void denied(Denial denial);
}
