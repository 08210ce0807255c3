package io.vestibule.auth.token;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.csrf.HiddenField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a person sees, makes and revokes own tokens: {@code /auth/tokens}. Thread-safe. */
final class TokenPage {
  private final String base;
  private final Mint mint;
  private final Owners owners;
  private final Reports reports;
  private final Requirement.Demands person;
  private final AccountPages pages;
  private final HiddenField hidden;

  TokenPage(
      String base,
      Mint mint,
      Owners owners,
      Reports reports,
      Requirement.Demands person,
      AccountPages pages,
      HiddenField hidden) {
    this.base = base;
    this.mint = mint;
    this.owners = owners;
    this.reports = reports;
    this.person = person;
    this.pages = pages;
    this.hidden = hidden;
    pages.add("tokens");
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("GET", base + "/tokens", Requirement.SIGNED_IN, this::list),
        new Endpoint("GET", base + "/tokens/new", person, this::form),
        new Endpoint("POST", base + "/tokens", person, this::make),
        new Endpoint("POST", base + "/tokens/revoke", Requirement.SIGNED_IN, this::revoke));
  }

  private AuthResponse list(AuthRequest request, Form form, Decision.Admit admitted) {
    Map<String, Object> model = model(admitted);
    model.put("can_create", person.access().reachableBy(admitted.via()));
    model.put(
        "tokens", mint.of(owners.of(admitted)).stream().map(TokenRows::shown).toList());
    return page(request, 200, "tokens", model);
  }

  private AuthResponse form(AuthRequest request, Form form, Decision.Admit admitted) {
    Map<String, Object> model = model(admitted);
    model.put("expires", mint.limits().usualPreset());
    return page(request, 200, "token-new", choices(model));
  }

  private AuthResponse make(AuthRequest request, Form form, Decision.Admit admitted) {
    Mint.Outcome outcome = mint.make(owners.of(admitted), form);
    Map<String, Object> model = model(admitted);
    if (outcome instanceof Mint.Outcome.Made made) {
      reports.made(request, made.made().token());
      model.putAll(TokenRows.shown(made.made().token()));
      model.put("token", made.made().text().reveal());
      model.put("url", request.origin() + request.contextPath() + "/");
      return page(request, 201, "token-created", model);
    }
    return again(request, form, model, ((Mint.Outcome.Refused) outcome).fault());
  }

  /** The form with what was typed into it, and why it was refused. */
  private AuthResponse again(
      AuthRequest request, Form form, Map<String, Object> model, Fault fault) {
    model.put("error", fault.code());
    model.put("field", fault.field());
    model.put("name", form.value("name").orElse(""));
    model.put("scopes", form.values("scopes"));
    model.put("expires", form.value("expires").orElse(""));
    return page(request, fault.status(), "token-new", choices(model));
  }

  private AuthResponse revoke(AuthRequest request, Form form, Decision.Admit admitted) {
    mint.revoke(owners.of(admitted), form.value("id").orElse(""))
        .ifPresent(token -> reports.revoked(request, token));
    return AuthResponse.seeOther(request.contextPath() + base + "/tokens");
  }

  private Map<String, Object> choices(Map<String, Object> model) {
    model.put("presets", mint.limits().presets());
    model.put("known_scopes", mint.limits().scopes());
    return model;
  }

  private Map<String, Object> model(Decision.Admit admitted) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("username", admitted.identity().subject());
    model.put("pages", pages.names(admitted.via(), admitted.identity().roles()));
    return model;
  }

  private AuthResponse page(
      AuthRequest request, int status, String name, Map<String, Object> model) {
    HiddenField.Issued issued = hidden.issue(request);
    model.put("csrf", issued.value());
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page(name, model));
  }
}
