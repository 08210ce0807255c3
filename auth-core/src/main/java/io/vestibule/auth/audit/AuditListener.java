package io.vestibule.auth.audit;

/**
 * Hears of everything that happens, in the thread in which it happens. Thread-safe, and quick: the request waits. What
 * it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface AuditListener {

  /** Something happened. */
  void happened(AuditEvent event);
}
