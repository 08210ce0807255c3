package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.account.UserDesk.Actor;
import io.vestibule.auth.account.UserDesk.Outcome;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The users for administrators' programs: JSON at {@code /auth/api/users}. Thread-safe. */
record UserApi(
    UserStore users,
    UserDesk desk,
    UserActions actions,
    AdministratorDoor door,
    LinkAddress address) {

  List<Endpoint> endpoints(String base) {
    String path = base + "/api/users";
    return Stream.concat(
            Stream.of(
                new Endpoint("GET", path, door.lookingByProgram(), this::list),
                changing(path, 201, this::create)),
            actions.names().stream()
                .map(name -> changing(path + "/" + name, 200, actions.named(name)::apply)))
        .toList();
  }

  private Endpoint changing(String path, int done, BiFunction<Actor, UserForm, Outcome> action) {
    return new Endpoint(
        "POST", path, door.changingByProgram(), (request, form, admitted) -> door.actor(
                request, admitted)
            .map(actor -> answer(request, done, action.apply(actor, new UserForm(form))))
            .orElseGet(UserApi::forbidden));
  }

  private Outcome create(Actor actor, UserForm form) {
    return desk.create(actor, form.name(), form.roles(), form.email(), form.shows());
  }

  private AuthResponse list(AuthRequest request, Form form, Decision.Admit admitted) {
    if (door.actor(request, admitted).isEmpty()) {
      return forbidden();
    }
    UserList.Page page = new UserList(users)
        .page(request.parameter("search").orElse(""), request.parameter("after").orElse(""));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("users", page.members().stream().map(UserRows::row).toList());
    members.put("next", page.next());
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(members));
  }

  private AuthResponse answer(AuthRequest request, int status, Outcome outcome) {
    if (outcome instanceof Outcome.Linked linked) {
      Map<String, Object> members = new LinkedHashMap<>(row(linked.user()));
      members.putAll(link(request, address, linked));
      return new AuthResponse(status, Headers.NO_STORE, new Body.Json(members));
    }
    if (outcome instanceof Outcome.Refused refused) {
      UserFault fault = refused.fault();
      return AuthResponse.problem(fault.status(), fault.word(), fault.sentence());
    }
    Map<String, Object> after = row(((Outcome.Done) outcome).before());
    return after.isEmpty()
        ? new AuthResponse(204, Headers.NO_STORE, Body.none())
        : new AuthResponse(200, Headers.NO_STORE, new Body.Json(after));
  }

  /** The user as it is now; empty for one who is gone. */
  private Map<String, Object> row(User user) {
    return users.member(user.name()).map(UserRows::row).orElse(Map.of());
  }

  /** The link itself where nobody else is told of it: at the address that the file gives, else at that of the request. */
  static Map<String, Object> link(AuthRequest request, LinkAddress address, Outcome.Linked linked) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("purpose", linked.purpose().name().toLowerCase(Locale.ROOT));
    members.put("expires", linked.expires().toString());
    if (linked.mailedTo().isEmpty()) {
      String here = request.origin() + request.contextPath();
      members.put("link", address.publicUrl().orElse(here) + linked.link().reveal());
    } else {
      members.put("mailed_to", linked.mailedTo());
    }
    return members;
  }

  private static AuthResponse forbidden() {
    return AuthResponse.problem(403, "forbidden", "You do not look after the users.");
  }
}
