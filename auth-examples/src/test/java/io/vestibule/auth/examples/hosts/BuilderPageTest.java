package io.vestibule.auth.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.password.HostAccounts;
import io.vestibule.auth.password.HostUser;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/builder.md shows does what it says. */
class BuilderPageTest {
  private final Map<String, String> hashes = Map.of("ada", ConfigFiles.HASH);
  private final Staff staff = new Staff(Map.of(
      "ada", new Row(1, "ada", ConfigFiles.HASH, "ada@example.org", true, Set.of("admin")),
      "bob", new Row(2, "bob", ConfigFiles.HASH, "bob@example.org", false, Set.of())));

  private final Server server = new Server(0);

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Client start(Consumer<ServletContext> filter) throws Exception {
    ServletContextHandler application = new ServletContextHandler("/");
    application.addServletContainerInitializer((classes, context) -> filter.accept(context));
    application.addServlet(HelloServlet.class, "/hello");
    server.setHandler(application);
    server.start();
    return Client.of("http://127.0.0.1:" + server.getURI().getPort());
  }

  @Test
  void a_lambda_says_whether_a_password_is_right() throws Exception {
    Client client = start(context -> {
      AuthFilter.install(
          context,
          Vestibule.builder()
              .basic((name, password) -> Optional.ofNullable(hashes.get(name))
                  .map(PasswordHash::parse)
                  .orElse(PasswordHash.nobodys())
                  .matches(password))
              .build());
    });

    assertThat(client.as("ada", ConfigFiles.PASSWORD).get("/hello").body().strip())
        .isEqualTo("hello ada");
    assertThat(client.as("ada", "wrong").get("/hello").statusCode()).isEqualTo(401);
    assertThat(client.as("eve", ConfigFiles.PASSWORD).get("/hello").statusCode())
        .isEqualTo(401);
  }

  @Test
  void users_of_a_table_are_looked_up() {
    Configuration configuration = Vestibule.builder().session(new StaffTable()).build();

    assertThat(login(configuration, "ada", ConfigFiles.PASSWORD))
        .isInstanceOf(LoginResult.Admitted.class);
    assertThat(login(configuration, "ada", "wrong")).isInstanceOf(LoginResult.Refused.class);
    assertThat(login(configuration, "bob", ConfigFiles.PASSWORD))
        .isInstanceOf(LoginResult.Refused.class);
    assertThat(login(configuration, "eve", ConfigFiles.PASSWORD))
        .isInstanceOf(LoginResult.Refused.class);
  }

  private static LoginResult login(Configuration configuration, String name, String password) {
    return configuration
        .auth()
        .login(FakeRequest.request("POST", "/"), new UsernamePassword(name, Secret.of(password)));
  }

  /** A line of the application's table. */
  private record Row(
      int id, String name, String passwordHash, String email, boolean active, Set<String> roles) {}

  /** The application's table. */
  private record Staff(Map<String, Row> rows) {
    Optional<Row> byName(String name) {
      return Optional.ofNullable(rows.get(name));
    }
  }

  /** Users who can be looked up. */
  private final class StaffTable implements HostAccounts {
    @Override
    public Optional<HostUser> find(String name) {
      return staff.byName(name).map(row -> HostUser.of(row.name(), Secret.of(row.passwordHash()))
          .withRoles(row.roles())
          .withDisabled(!row.active())
          .withAccount(String.valueOf(row.id()))
          .withClaims(Map.of("email", row.email())));
    }

    @Override
    public boolean verify(String name, Secret password) {
      return staff
          .byName(name)
          .map(row -> PasswordHash.parse(row.passwordHash()))
          .orElse(PasswordHash.nobodys())
          .matches(password);
    }
  }

  @Test
  void refusals_are_told_in_words_of_the_applications_own() throws Exception {
    Client client = start(context -> AuthFilter.install(
        context,
        Vestibule.builder()
            .basic((name, password) -> false)
            .onRefusal(refused -> new AuthResponse(
                refused.status(),
                Headers.none(),
                Body.text(
                    "text/plain", "no: " + refused.reason().map(Reason::code).orElse("sign in"))))
            .build()));

    assertThat(client.get("/hello").body()).isEqualTo("no: sign in");
    assertThat(client.as("ada", "wrong").get("/hello").body()).isEqualTo("no: bad-credentials");
  }
}
