package io.vestibule.auth.tls;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.Printable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's certificate for administrators: JSON at {@code /auth/api/tls}. Thread-safe. */
final class TlsApi {
  private static final Logger LOG = LoggerFactory.getLogger(TlsApi.class);

  private final Tls tls;
  private final Audit audit;
  private final InstantSource clock;

  TlsApi(Tls tls, Audit audit, InstantSource clock) {
    this.tls = tls;
    this.audit = audit;
    this.clock = clock;
  }

  AuthResponse show(AuthRequest request, Form form, Decision.Admit admitted) {
    return status();
  }

  AuthResponse replace(AuthRequest request, Form form, Decision.Admit admitted) {
    List<String> missing = List.of("certificate", "key").stream()
        .filter(field -> form.value(field).filter(text -> !text.isBlank()).isEmpty())
        .toList();
    if (!missing.isEmpty()) {
      return AuthResponse.problem(
          422,
          "missing-field",
          "Send certificate and key, each in PEM.",
          Map.of("missing", missing));
    }
    try {
      tls.replace(form.value("certificate").orElse(""), form.value("key").orElse(""));
    } catch (UnusableException unusable) {
      Remark remark = unusable.remark();
      return AuthResponse.problem(
          422,
          "unusable-" + remark.part().key(),
          "What was sent as the " + remark.part().key() + " " + remark.found() + ": "
              + remark.cure() + ".",
          Map.of("field", remark.part().key()));
    } catch (IOException refused) {
      LOG.error("the certificate could not be written: {}", Printable.of(String.valueOf(refused)));
      return AuthResponse.problem(
          409, "not-writable", "The files of the certificate cannot be written; the log says why.");
    }
    audit.record(
        AuditEvent.of(clock.instant(), AuditType.CERTIFICATE_REPLACED, Outcome.SUCCESS, request)
            .withSubject(admitted.identity().subject()));
    return status();
  }

  private AuthResponse status() {
    CertificateStatus status = tls.status();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("subject", status.subject());
    model.put("names", status.names());
    model.put("issuer", status.issuer());
    model.put("not_before", status.notBefore().toString());
    model.put("not_after", status.notAfter().toString());
    model.put("days_left", status.daysLeft(clock.instant()));
    model.put("source", String.valueOf(tls.source().getFileName()));
    tls.fault().ifPresent(fault -> model.put("fault", fault));
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(model));
  }
}
