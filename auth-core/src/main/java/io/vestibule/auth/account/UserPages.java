package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.UserDesk.Actor;
import io.vestibule.auth.account.UserDesk.Outcome;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.BrowserSignIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where administrators look after the users: {@code /auth/users}. Thread-safe. */
final class UserPages {
  private static final String LIST = "/users";
  private static final String ONE = "/users/user";
  private static final String NEW = "/users/new";
  private static final String DELETE = "delete";
  private static final String DONE = "done";
  private static final String WHO = "username";

  private final BrowserSignIn signIn;
  private final UserStore users;
  private final UserDesk desk;
  private final UserActions actions;
  private final Invitations invitations;
  private final AdministratorDoor door;
  private final LinkAddress address;
  private final AccountPages pages;

  UserPages(
      BrowserSignIn signIn,
      UserStore users,
      UserDesk desk,
      UserActions actions,
      Invitations invitations,
      AdministratorDoor door,
      LinkAddress address,
      AccountPages pages) {
    this.signIn = signIn;
    this.users = users;
    this.desk = desk;
    this.actions = actions;
    this.invitations = invitations;
    this.door = door;
    this.address = address;
    this.pages = pages;
  }

  List<Endpoint> endpoints() {
    String base = signIn.base();
    return Stream.concat(
            Stream.of(
                new Endpoint("GET", base + LIST, door.looking(), handler(this::list)),
                new Endpoint("POST", base + LIST, door.changing(), handler(this::create)),
                new Endpoint(
                    "GET",
                    base + NEW,
                    door.changing(),
                    handler(visit -> form(visit, 200, Map.of()))),
                new Endpoint("GET", base + ONE, door.changing(), handler(this::one)),
                new Endpoint(
                    "GET", base + LIST + "/" + DELETE, door.changing(), handler(this::confirm))),
            actions.names().stream()
                .map(name -> new Endpoint(
                    "POST",
                    base + LIST + "/" + name,
                    door.changing(),
                    handler(visit -> change(visit, name)))))
        .toList();
  }

  /** An administrator who asks for a page, or sends a form. */
  private record Visit(Actor actor, UserForm form, Decision.Admit admitted) {
    AuthRequest request() {
      return actor.request();
    }

    String asked(String parameter) {
      return request().parameter(parameter).orElse("");
    }
  }

  private Endpoint.GuardedHandler handler(Function<Visit, AuthResponse> action) {
    return (AuthRequest request, Form form, Decision.Admit admitted) -> door.actor(
            request, admitted)
        .map(actor -> action.apply(new Visit(actor, new UserForm(form), admitted)))
        .orElseGet(UserPages::forbidden);
  }

  private static AuthResponse forbidden() {
    Map<String, Object> model =
        Map.of("status", 403, "code", "forbidden", "detail", "You do not look after the users.");
    return new AuthResponse(403, Headers.NO_STORE, new Body.Page("error", model));
  }

  private AuthResponse list(Visit visit) {
    return listed(visit, 200, done(visit));
  }

  private AuthResponse listed(Visit visit, int status, Map<String, Object> more) {
    UserList.Page page = new UserList(users).page(visit.asked("search"), visit.asked("after"));
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("search", visit.asked("search"));
    model.put("users", page.members().stream().map(UserRows::row).toList());
    model.put("next", page.next());
    return page(visit, status, "users", model);
  }

  private AuthResponse form(Visit visit, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("name", visit.form().name());
    model.put("email", visit.form().email());
    model.put("roles_text", String.join(", ", visit.form().form().values("roles")));
    model.put("can_mail", invitations.mails().isPresent());
    return page(visit, status, "user-new", model);
  }

  private AuthResponse create(Visit visit) {
    UserForm form = visit.form();
    Outcome outcome =
        desk.create(visit.actor(), form.name(), form.roles(), form.email(), form.shows());
    if (outcome instanceof Outcome.Refused refused) {
      return form(visit, refused.fault().status(), told(refused.fault()));
    }
    return link(visit, 201, (Outcome.Linked) outcome);
  }

  private AuthResponse link(Visit visit, int status, Outcome.Linked linked) {
    Map<String, Object> model = new LinkedHashMap<>(UserApi.link(visit.request(), address, linked));
    model.put("name", linked.user().name());
    return page(visit, status, "user-link", model);
  }

  private AuthResponse one(Visit visit) {
    return shown(visit, 200, visit.asked(WHO), done(visit));
  }

  private AuthResponse shown(Visit visit, int status, String name, Map<String, Object> more) {
    return users
        .member(name)
        .map(member -> page(visit, status, "user", model(visit, member, more)))
        .orElseGet(() -> unknown(visit));
  }

  private AuthResponse confirm(Visit visit) {
    return users
        .member(visit.asked(WHO))
        .map(member ->
            page(visit, 200, "user-delete", Map.of("name", member.user().name())))
        .orElseGet(() -> unknown(visit));
  }

  private AuthResponse unknown(Visit visit) {
    return listed(visit, 404, told(UserFault.UNKNOWN_USER));
  }

  private AuthResponse change(Visit visit, String action) {
    Outcome outcome = actions.named(action).apply(visit.actor(), visit.form());
    if (outcome instanceof Outcome.Refused refused) {
      return shown(visit, refused.fault().status(), visit.form().name(), told(refused.fault()));
    }
    if (outcome instanceof Outcome.Linked linked) {
      return link(visit, 200, linked);
    }
    String home = visit.request().contextPath() + signIn.base();
    String name = ((Outcome.Done) outcome).before().name();
    Link next =
        action.equals(DELETE) ? new Link(home + LIST) : new Link(home + ONE).with(WHO, name);
    return AuthResponse.seeOther(next.with(DONE, action).toString());
  }

  /** What was done before, if it is one of these: whoever makes a link can write nothing there. */
  private Map<String, Object> done(Visit visit) {
    String done = visit.asked(DONE);
    return actions.names().contains(done) ? Map.of("status_message", "user-" + done) : Map.of();
  }

  private static Map<String, Object> told(UserFault fault) {
    return Map.of("error", fault.word(), "field", fault.field());
  }

  /** The user whom the page is about; {@code username} is whoever looks at it. */
  private Map<String, Object> model(Visit visit, Member member, Map<String, Object> more) {
    User user = member.user();
    Map<String, Object> model = new LinkedHashMap<>(UserRows.row(member));
    model.remove(WHO);
    model.put("name", user.name());
    model.put("own", isSame(user, visit.actor().user()));
    model.put("has_password", member.hasPassword());
    model.put(
        "can_mail",
        invitations.canMail(user, member.hasPassword() ? Purpose.RESET : Purpose.INVITE));
    model.put("roles_text", String.join(", ", UserRows.roles(member)));
    model.putAll(more);
    return model;
  }

  private static boolean isSame(User one, User other) {
    return FoldedName.of(one.name()).equals(FoldedName.of(other.name()));
  }

  private AuthResponse page(Visit visit, int status, String name, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put(WHO, visit.actor().user().name());
    model.put(
        "pages", pages.names(visit.admitted().via(), visit.admitted().identity().roles()));
    return signIn.openForms().page(visit.request(), status, name, model);
  }
}
