package io.vestibule.auth.testing;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;

/** What a client reads of an answer. */
public final class Written {
  private Written() {}

  /** The body as text. */
  public static String body(AuthResponse answer) {
    return answer.body() instanceof Body.Json json
        ? JSONObjectUtils.toJSONString(json.members())
        : answer.body().toString();
  }
}
