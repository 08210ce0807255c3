package io.vestibule.auth.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.issuer.TokenFamilies;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.servlet.AuthFilter;
import io.vestibule.auth.session.StoredSessions;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.testing.SignedIn;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/in-your-code.md shows does what it says. */
@SuppressWarnings("serial") // nobody serialises a servlet
class InYourCodeTest {
  private static final String FILE = """
      [authentication]
      type = session
      [store]
      url = memory
      [rules]
      /open = public
      /** = user
      """;

  @TempDir
  private Path folder;

  private final Server server = new Server(0);

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private int start(HttpServlet servlet, Consumer<ServletContext> filter) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servletContext) -> filter.accept(servletContext));
    context.addServlet(new ServletHolder(servlet), "/*");
    server.setHandler(context);
    server.start();
    return server.getURI().getPort();
  }

  @Test
  void the_identity_is_the_principal() throws Exception {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Identity ada = new Identity(
        "ada",
        "TEST",
        Set.of("admin"),
        Set.of(),
        Set.of("pwd"),
        noon,
        Map.of("email", "ada@example.org"));
    int port = start(
        new Who(),
        servletContext -> AuthFilter.install(
            servletContext,
            Auth.builder().authenticator("test", SignedIn.as(ada)).build()));

    assertThat(Client.of("http://127.0.0.1:" + port).get("/").body())
        .isEqualTo("ada true ada@example.org [pwd] " + noon);
  }

  /** Tells all that it knows. */
  private static final class Who extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Identity user = (Identity) request.getUserPrincipal();
      String name = user.subject(); // what getRemoteUser() says
      boolean admin = request.isUserInRole("admin"); // or user.roles()
      Object email = user.claims().get("email"); // what a provider or a token said besides
      Set<String> methods = user.methods(); // by what it was proved: pwd, otp, …
      Instant since = user.authenticatedAt(); // and when
      response.getWriter().print(name + " " + admin + " " + email + " " + methods + " " + since);
    }
  }

  @Test
  void code_signs_in_and_out_makes_users_and_ends_sessions() throws Exception {
    Path config = ConfigFiles.write(folder, FILE);
    List<UserStore> stores = new ArrayList<>();
    List<StoredSessions> lists = new ArrayList<>();
    List<Configuration> configurations = new ArrayList<>();
    int port = start(new Door(), servletContext -> {
      Configuration configuration = Configuration.load(config);
      AuthFilter.install(servletContext, configuration);
      UserStore users = configuration.shared(UserStore.class).orElseThrow();
      StoredSessions signIns =
          new StoredSessions(configuration.shared(Store.class).orElseThrow());
      stores.add(users);
      lists.add(signIns);
      configurations.add(configuration);
    });
    Configuration configuration = configurations.get(0);
    UserStore users = stores.get(0);
    StoredSessions signIns = lists.get(0);
    Secret password = Secret.of("correct horse");

    Optional<PasswordRules.Fault> fault = PasswordRules.fault("bob", password);
    assertThat(fault).isEmpty();
    users.add("bob", Secret.of(PasswordHash.hash(password, 12)), Set.of("editor"));
    users.setRoles("bob", Set.of("editor", "admin"));
    users.disable("bob");
    users.enable("bob");
    PlainBrowser bob = PlainBrowser.at(port);
    assertThat(bob.go("/open?password=wrong").statusCode()).isEqualTo(403);
    assertThat(bob.go("/open?password=correct+horse").body()).isEqualTo("bob true");
    assertThat(bob.go("/other").body()).isEqualTo("bob true");

    assertThat(bob.go("/open?out=1").body()).isEqualTo("null false");
    assertThat(bob.go("/other").statusCode()).isEqualTo(303);
    assertThat(bob.go("/open?password=correct+horse").body()).isEqualTo("bob true");

    List<StoredSessions.SignIn> devices =
        signIns.of("bob"); // device, address, since when, last seen
    int ended = signIns.end("bob"); // all of them, and "stay signed in" too
    int apps = new TokenFamilies(configuration.shared(Store.class).orElseThrow()).end("bob");
    assertThat(apps).isZero();
    assertThat(devices).hasSize(1);
    assertThat(ended).isEqualTo(1);
    assertThat(signIns.of("bob")).isEmpty();

    users.disable("bob");
    assertThat(bob.go("/open?password=correct+horse").statusCode()).isEqualTo(403);
  }

  /** Signs in and out by the servlet API. */
  private static final class Door extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      String username = "bob";
      String password = request.getParameter("password");
      if (password != null && request.getUserPrincipal() == null) {
        try {
          request.login(username, password);
        } catch (ServletException refused) {
          response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
      }
      if (request.getParameter("out") != null) {
        request.logout();
      }
      response.getWriter().print(request.getRemoteUser() + " " + request.isUserInRole("admin"));
    }
  }

  @Test
  void a_servlet_asks_the_context_for_the_configuration() throws Exception {
    Path config = ConfigFiles.write(folder, FILE);
    int port = start(
        new Asking(), servletContext -> AuthFilter.install(servletContext, config.toString()));

    assertThat(Client.of("http://127.0.0.1:" + port).get("/open").body()).isEqualTo("true");
  }

  /** Says whether users stand in the store. */
  private static final class Asking extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ServletContext servletContext = request.getServletContext();
      Configuration configuration =
          (Configuration) servletContext.getAttribute(AuthFilter.CONFIGURATION);
      response.getWriter().print(configuration.shared(UserStore.class).isPresent());
    }
  }

  @Test
  void a_link_and_a_form_on_a_page_sign_in_and_out() throws Exception {
    String html = Snippets.of("docs/in-your-code.md").in("html").get(0);
    Path config = ConfigFiles.write(folder, FILE);
    Configuration configuration = Configuration.load(config);
    ServletContextHandler context = new ServletContextHandler("/shop");
    context.addServletContainerInitializer(
        (classes, servletContext) -> AuthFilter.install(servletContext, configuration));
    context.addServlet(new ServletHolder(new Door()), "/*");
    server.setHandler(context);
    server.start();
    configuration
        .shared(UserStore.class)
        .orElseThrow()
        .add("bob", Secret.of(ConfigFiles.HASH), Set.of());
    PlainBrowser bob = PlainBrowser.at(server.getURI().getPort());

    HttpResponse<String> page = bob.go(found("href=\"([^\"]+)\"", html));
    HttpResponse<String> in = bob.submit(
        page, "/auth/login", Map.of("username", "bob", "password", ConfigFiles.PASSWORD));
    assertThat(in.headers().firstValue("Location")).contains("/shop/orders");
    assertThat(bob.follow(in).body()).isEqualTo("bob false");

    bob.json("POST", found("action=\"([^\"]+)\"", html), "", "Sec-Fetch-Site", "same-origin");
    assertThat(bob.go("/shop/orders").statusCode()).isEqualTo(303);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void a_listener_hears_what_happened() throws Exception {
    Path config = ConfigFiles.write(folder, FILE);
    Counter counter = new Counter(new CopyOnWriteArrayList<>());
    Audit audit = Audit.of(event -> counter.count(event.type() + " " + event.outcome()));
    Configuration configuration =
        Configuration.load(config, Supplied.nothing().with(Audit.class, audit));
    int port =
        start(new Door(), servletContext -> AuthFilter.install(servletContext, configuration));

    PlainBrowser.at(port).signIn("bob", "wrong");

    assertThat(counter.counted()).contains("LOGIN FAILURE");
  }

  /** The application's own figures. */
  private record Counter(List<String> counted) {
    void count(String what) {
      counted.add(what);
    }
  }
}
