package io.vestibule.auth.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why nobody looks at a form that was posted, and what its page says when it is shown again. */
enum FormFault {
  /** Another site may have made the browser send it. */
  CROSS_SITE(403, "error", "cross-site"),
  /** The browser keeps no cookies of ours. */
  COOKIES_BLOCKED(400, "error", "cookies-blocked"),
  /** The page was open overnight: nothing is lost but the password. */
  STALE_PAGE(200, "status_message", "stale-page");

  private final int status;
  private final String member;
  private final String code;

  FormFault(int status, String member, String code) {
    this.status = status;
    this.member = member;
    this.code = code;
  }

  int status() {
    return status;
  }

  /** The model of the page, which keeps the name that was typed. */
  Map<String, Object> model(String username) {
    Map<String, Object> model = new LinkedHashMap<>(model());
    model.put("username", username);
    return model;
  }

  /** The model of a page that keeps no name. */
  Map<String, Object> model() {
    return Map.of(member, code);
  }
}
