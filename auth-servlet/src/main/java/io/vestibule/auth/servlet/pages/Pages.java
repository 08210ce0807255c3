package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.TwinPaths;
import io.vestibule.auth.internal.Colour;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Makes pages of what the library answers as data: HTML for a person, JSON for a program. Thread-safe.
 *
 * <p>The templates show escaped values only, work without a script and load nothing but our style and script.
 * {@code docs/pages.md} lists each page, its model and its forms.
 */
public final class Pages {
  private static final String POLICY = "Content-Security-Policy";

  /** An origin or a scheme: nothing that would end the directive. */
  private static final Pattern SOURCE = Pattern.compile(
      "[a-zA-Z][a-zA-Z0-9+.-]*:(//[A-Za-z0-9._-]+(:[0-9]+)?|//\\[[0-9a-f:.]+](:[0-9]+)?)?");

  /** What goes with every page: it loads and posts to its own site only, and nobody may frame it (CSP Level 3). */
  public static final Headers HEADERS = Headers.of(
          POLICY,
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
              + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
      .and("Referrer-Policy", "same-origin")
      .and("X-Content-Type-Options", "nosniff")
      .and(Headers.NO_STORE);

  private static final String HTML = "text/html;charset=utf-8";

  private final Look look;
  private final String assetPath;
  private final TwinPaths twins;
  private final Supplier<Shelf> shelf;
  private final Map<String, View> views;

  /** What is read and compiled: it costs a tenth of a second, which an application that shows no page saves. */
  private record Shelf(Assets assets, Languages languages, Templates templates) {
    static Shelf of(Look look, Files files) {
      Languages languages = new Languages(files, look.languages());
      return new Shelf(
          new Assets(files, Colour.parse(look.accent()).orElseThrow()),
          languages,
          new Templates(files, languages::know));
    }
  }

  private static Supplier<Shelf> ready(Shelf shelf) {
    return () -> shelf;
  }

  private Pages(Look look, Files files, Times times) {
    this.look = look;
    this.assetPath = look.basePath() + "/assets/";
    this.twins = new TwinPaths(look.basePath());
    boolean ours =
        look.folder().isEmpty() && look.languages().equals(Look.plain().languages());
    this.shelf = !ours ? ready(Shelf.of(look, files)) : new Once<>(() -> Shelf.of(look, files));
    this.views = Map.ofEntries(
        Map.entry("login", new LoginView(times)),
        Map.entry("login-code", new LoginCodeView(times)),
        Map.entry("logout", named("logout.title")),
        Map.entry(
            "signed-out", (model, words) -> Map.of(View.NAME, words.text("signed-out.title"))),
        Map.entry("sessions", new SessionsView(times)),
        Map.entry("authorize", new AuthorizeView()),
        Map.entry("forbidden", named("forbidden.title")),
        Map.entry("setup", new SetupView()),
        Map.entry("forgot", new ForgotView(times)),
        Map.entry("choose-password", new ChoosePasswordView()),
        Map.entry("profile", new ProfileView(times)),
        Map.entry("confirm-address", ProfileView::confirming),
        Map.entry("close-account", new CloseAccountView(times)),
        Map.entry("register", new RegisterView(times)),
        Map.entry("change-password", new ChangePasswordView(times)),
        Map.entry("tokens", new TokensView(times)),
        Map.entry("token-new", new TokenFormView(times)),
        Map.entry("token-created", tokenCreated()),
        Map.entry("users", new UsersView()),
        Map.entry("user", new UserView()),
        Map.entry("user-new", new UserFormView()),
        Map.entry("user-link", new UserLinkView(times)),
        Map.entry("user-delete", userDelete()),
        Map.entry("two-factor", new TwoFactorView(times)),
        Map.entry("two-factor-setup", new TwoFactorSetupView(times)),
        Map.entry("recovery-codes", new RecoveryCodesView(times)),
        Map.entry("error", new ProblemView()));
  }

  /** Pages of this look. What is wrong with the host's own files shows here; ours are read when first needed. */
  public static Pages of(Look look) {
    return of(look, InstantSource.system(), ZoneId.systemDefault());
  }

  /**
   * Pages of this look.
   *
   * @param zone in which times are told where no script can tell them in the reader's own
   * @throws IllegalStateException when a template or a language is missing, or a template prints unescaped values
   */
  public static Pages of(Look look, InstantSource clock, ZoneId zone) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? Pages.class.getClassLoader() : context;
    return new Pages(look, new Files(look.folder(), loader), new Times(clock, zone));
  }

  /** The answer as it is sent: a page becomes HTML or JSON, anything else stays what it is. */
  public AuthResponse answer(AuthRequest request, AuthResponse answer) {
    if (!(answer.body() instanceof Body.Page page)) {
      return answer;
    }
    Map<String, Object> context = context(request, page);
    Body body = twins.isForProgram(request)
        ? Twin.of(answer, page, context)
        : Body.text(HTML, shelf.get().templates().render(page.name(), context));
    Headers headers = leadingTo(withOurs(answer.headers()), new Model(page.model()));
    return new AuthResponse(answer.status(), headers, body);
  }

  /** The style or the script; 404 for what else is asked below their path, empty elsewhere. */
  public Optional<AuthResponse> asset(AuthRequest request) {
    String path = request.path();
    return path.startsWith(assetPath)
        ? Optional.of(
            shelf.get().assets().answer(request.method(), path.substring(assetPath.length())))
        : Optional.empty();
  }

  private Map<String, Object> context(AuthRequest request, Body.Page page) {
    Map<String, Object> context = new HashMap<>(page.model());
    Model model = new Model(page.model());
    Texts texts = shelf.get().languages().of(request);
    Words unfilled = new Words(texts, context);
    context.put("app", look.title());
    context.put("support", model.find("support").orElse(look.supportText()));
    context.put("contact", contact(context, unfilled));
    context.putAll(
        Links.of(request, model, look, shelf.get().assets(), shelf.get().languages()));
    Words words = new Words(texts, context);
    View view = views.getOrDefault(page.name(), (nothing, known) -> Map.of());
    context.putAll(view.of(model, words));
    context.put("lang", texts.locale().toLanguageTag());
    context.put("dir", texts.direction());
    context.put("window_title", windowTitle(context, words));
    context.put("calm_title", title(context, words));
    context.put("t", words.lookup());
    return context;
  }

  private static Object contact(Map<String, Object> context, Words words) {
    String support = String.valueOf(context.get("support"));
    return support.isBlank() ? words.text("support.nobody") : support;
  }

  private static String windowTitle(Map<String, Object> context, Words words) {
    String title = title(context, words);
    return Boolean.TRUE.equals(context.get(View.REFUSED))
        ? words.with("title", title).text("title.refused")
        : title;
  }

  private static String title(Map<String, Object> context, Words words) {
    String name = String.valueOf(context.getOrDefault(View.NAME, ""));
    boolean nameless = String.valueOf(context.get("app")).isBlank();
    return nameless ? name : words.with("page", name).text("title.page");
  }

  private static View tokenCreated() {
    return (model, words) -> {
      Map<String, Object> view = new HashMap<>(AccountMenu.of("tokens", model, words));
      view.put(View.NAME, words.text("token-created.title"));
      view.put("scripted", true);
      return view;
    };
  }

  private static View userDelete() {
    return (model, words) -> {
      Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
      view.putAll(AccountMenu.of("users", model, words));
      view.put(View.NAME, words.text("user-delete.title"));
      view.put("name_query", UsersView.encoded(model.text("name")));
      return view;
    };
  }

  private static View named(String key) {
    return (model, words) -> {
      Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
      view.put(View.NAME, words.text(key));
      return view;
    };
  }

  /**
   * A browser follows no redirect to elsewhere after a form, unless the page says so beforehand (CSP Level 3,
   * form-action): the login page of an app's user does.
   */
  private static Headers leadingTo(Headers headers, Model model) {
    Optional<String> target = model.find("leads_to").filter(SOURCE.asMatchPredicate());
    if (target.isEmpty()) {
      return headers;
    }
    return new Headers(headers.fields().stream()
        .map(field -> new Headers.Field(
            field.name(),
            field.name().equals(POLICY)
                ? field.value().replace("form-action 'self'", "form-action 'self' " + target.get())
                : field.value()))
        .toList());
  }

  /** Ours win: whoever made the answer may add fields, but not open a page. */
  private static Headers withOurs(Headers theirs) {
    return new Headers(theirs.fields().stream()
            .filter(field -> HEADERS.first(field.name()).isEmpty())
            .toList())
        .and(HEADERS);
  }
}
