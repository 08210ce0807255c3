package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.ReturnTo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** What is answered to somebody who has just signed in: on to the page that was wanted. Immutable. */
record Welcome(ReturnTargets returnTargets, TwinPaths twins) {

  AuthResponse of(AuthRequest request, Form form, SignInService.Admitted admitted) {
    return of(request, form, admitted, OptionalInt.empty());
  }

  /** With the number of recovery codes that are left, where one of them was used. */
  AuthResponse of(
      AuthRequest request, Form form, SignInService.Admitted admitted, OptionalInt recoveryLeft) {
    String target = returnTargets.posted(request, form);
    AuthResponse answer = twins.isForProgram(request)
        ? new AuthResponse(
            200,
            admitted.headers().and(Headers.NO_STORE),
            new Body.Json(told(admitted, target, recoveryLeft)))
        : AuthResponse.seeOther(target, admitted.headers());
    return answer.with(HostSession.RENEW);
  }

  private static Map<String, Object> told(
      SignInService.Admitted admitted, String target, OptionalInt recoveryLeft) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("username", admitted.user().name());
    members.put("roles", List.copyOf(new TreeSet<>(admitted.user().roles())));
    members.put(ReturnTo.FIELD, target);
    recoveryLeft.ifPresent(left -> members.put("recovery_left", left));
    return members;
  }
}
