package io.vestibule.auth.servlet.pages;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same page for a program: its model as a JSON object, under the same names. */
final class Twin {
  private Twin() {}

  /** The model; where a form is refused, as a problem (RFC 9457), with the code as its type. */
  static Body of(AuthResponse answer, Body.Page page, Map<String, Object> view) {
    Map<String, Object> members = new LinkedHashMap<>();
    page.model().forEach((name, value) -> members.put(name, plain(value)));
    Model model = new Model(page.model());
    String code = model.find("error").orElseGet(() -> model.text("code"));
    boolean problem = answer.status() >= 400;
    if (problem) {
      members.put("type", code.isEmpty() ? page.name() : code);
      members.put("status", answer.status());
      members.put("detail", detail(new Model(view), model));
    }
    return Body.text(
        problem ? "application/problem+json" : "application/json",
        JSONObjectUtils.toJSONString(members));
  }

  private static String detail(Model view, Model model) {
    for (String name : List.of(
        "error_text",
        "username_error",
        "email_error",
        "password_error",
        "code_error",
        "current_error",
        "next_error",
        "text")) {
      if (view.find(name).isPresent()) {
        return view.text(name);
      }
    }
    return model.text("detail");
  }

  /** Only what JSON has; anything else is its text. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((name, member) -> members.put(String.valueOf(name), plain(member)));
      return members;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Twin::plain).toList();
    }
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }
}
