package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Decision;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the application asks of a request by {@code login}, {@code authenticate} and {@code logout} (Servlet 6.0, 13.3).
 * It refuses as the interface says: by an exception, or with the answer written.
 */
final class ProgrammaticLogin {
  private static final AuthResult.Rejected NO_CREDENTIALS =
      new AuthResult.Rejected(Reason.MALFORMED, "no name or no password");

  private final GuardContext guardContext;

  ProgrammaticLogin(GuardContext guardContext) {
    this.guardContext = guardContext;
  }

  /** Whom this name and password let in. */
  Decision.Admit login(
      AuthHttpRequest request, @Nullable String username, @Nullable String password)
      throws ServletException {
    if (request.getUserPrincipal() != null) {
      throw new ServletException("already signed in");
    }
    if (username == null || password == null) {
      throw new SignInException(NO_CREDENTIALS);
    }
    return check(request, new UsernamePassword(username, Secret.of(password)));
  }

  private Decision.Admit check(AuthHttpRequest request, UsernamePassword credentials)
      throws ServletException {
    try {
      LoginResult result = guardContext.auth().login(request, credentials);
      if (result instanceof LoginResult.Refused refused) {
        throw new SignInException(refused.rejection());
      }
      return ((LoginResult.Admitted) result).admit();
    } catch (AuthUnavailableException down) {
      throw new ServletException("sign-in is unavailable", down);
    }
  }

  /** Lets whoever the request proves in, or answers how it could be proved; whether it let somebody in. */
  boolean authenticate(AuthHttpRequest request, HttpServletResponse response) throws IOException {
    if (request.getUserPrincipal() != null) {
      return true;
    }
    if (response.isCommitted()) {
      throw new IllegalStateException("the response is committed");
    }
    Decision decision = guardContext.auth().authenticate(request);
    if (decision instanceof Decision.Admit known) {
      request.admit(known);
      request.carryOut(known.hostSession());
      ResponseWriter.addHeaders(known.responseHeaders(), response);
      return true;
    }
    if (decision instanceof Decision.Answer answer) {
      request.carryOut(answer.response().hostSession());
      guardContext.reply().send(answer.response(), request, response);
      response.flushBuffer();
    }
    return false;
  }
}
