package io.vestibule.auth.audit;

import io.vestibule.auth.internal.IpAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each guess, in a form that never changes: {@code docs/fail2ban.md} reads it.
 *
 * <p>What a foreign site can make a visitor's browser do is not written, or it could have the visitor banned; the
 * exceptions, a try to get around the rules and a wrong token, have lines of their own that are read only on request.
 */
final class Fail2banLog implements AuditListener {
  private static final Logger LOG = LoggerFactory.getLogger("io.vestibule.fail2ban");

  @Override
  public void happened(AuditEvent event) {
    if (LOG.isWarnEnabled()) {
      line(event).ifPresent(LOG::warn);
    }
  }

  /** Empty where there is nothing to count, and where there is no address to ban. */
  static Optional<String> line(AuditEvent event) {
    if (event.outcome() != AuditEvent.Outcome.FAILURE) {
      return Optional.empty();
    }
    return IpAddress.parse(event.client())
        .flatMap(client -> what(event.type()).map(what -> line(event, what, client)));
  }

  private static Optional<String> what(AuditType type) {
    return switch (type) {
      case LOGIN, THROTTLED -> Optional.of("login failed");
      case BYPASS -> Optional.of("bypass tried");
      case TOKEN_REFUSED -> Optional.of("token refused");
      default -> Optional.empty();
    };
  }

  private static String line(AuditEvent event, String what, IpAddress client) {
    String reason = event.reason().isEmpty() ? "unknown" : event.reason();
    return "vestibule: " + what + " user=" + Quoted.word(event.subject()) + " ip=" + client
        + " reason=" + reason;
  }
}
