package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.throttle.Lockout;
import io.vestibule.auth.throttle.Throttle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real proxies in front of the demo, with the configurations that docs/proxy.md shows. */
@Tag("counterparts")
class FrontProxyTest {
  private static final String FILE = """
      [authentication]
      type = proxy, basic
      [basic]
      username = root
      password = open sesame
      use_bcrypt = no
      [throttle]
      network_attempts = 5
      [server]
      trusted_proxies = 127.0.0.1
      [rules]
      /public/** = public
      /headers = optional
      /** = user
      """;
  private static final String ADA = "Authorization: " + basic("ada", "open sesame");
  private static final List<String> FORGED =
      List.of("Remote-User: evil", "X-Remote-User: evil", "Remote_User: evil", "remote-user: evil");

  @TempDir
  private Path folder;

  private static Configuration configuration(String text) {
    return Configuration.parse("demo.ini", text, Path.of(""), Map.of(), InstantSource.system());
  }

  private static Container.Running demo(String container, Configuration configuration)
      throws Refused {
    Container kind = container.equals("jetty") ? new JettyServer() : new TomcatServer();
    return Demo.start(kind, new Listen("127.0.0.1", 0, ""), configuration);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, jetty", "nginx, tomcat", "apache, jetty", "apache, tomcat",
    "caddy, jetty", "caddy, tomcat", "haproxy, jetty", "haproxy, tomcat",
  })
  void the_proxys_user_arrives_and_nobody_elses(String proxy, String container) throws Exception {
    try (Container.Running app = demo(container, configuration(FILE));
        FrontProxy front = FrontProxy.start(proxy, app.port(), folder)) {
      assertThat(get("127.0.0.1", front.asking(), "/me", ADA)).contains("\"name\":\"ada\"");
      for (String forged : FORGED) {
        assertThat(get("127.0.0.5", front.asking(), "/me", ADA, forged))
            .startsWith("HTTP/1.1 200")
            .contains("\"name\":\"ada\"");
        assertThat(get("127.0.0.5", front.asking(), "/headers", ADA, forged))
            .startsWith("HTTP/1.1 200")
            .doesNotContain("evil");
        assertThat(get("127.0.0.5", front.open(), "/me", forged)).startsWith("HTTP/1.1 401");
        assertThat(get("127.0.0.5", front.open(), "/headers", forged))
            .startsWith("HTTP/1.1 200")
            .doesNotContain("evil");
        assertThat(get("127.0.0.9", app.port(), "/me", forged)).startsWith("HTTP/1.1 401");
        assertThat(get("127.0.0.9", app.port(), "/headers", forged))
            .startsWith("HTTP/1.1 200")
            .doesNotContain("evil");
        assertThat(
                get("127.0.0.9", app.port(), "/public/hello", forged, "X-Forwarded-For: 127.0.0.1"))
            .endsWith("hello anonymous\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"nginx, jetty", "apache, tomcat", "caddy, jetty", "haproxy, tomcat"})
  void the_throttle_counts_the_client_whatever_it_says_of_itself(String proxy, String container)
      throws Exception {
    Configuration configuration = configuration(FILE);
    try (Container.Running app = demo(container, configuration);
        FrontProxy front = FrontProxy.start(proxy, app.port(), folder)) {
      for (int guess = 0; guess < 6; guess++) {
        get(
            "127.0.0.5",
            front.open(),
            "/me",
            "Authorization: " + basic("user" + guess, "guess"),
            "X-Forwarded-For: 203.0.113." + guess,
            "X-Real-IP: 203.0.113." + guess,
            "Forwarded: for=203.0.113." + guess);
      }
      assertThat(get("127.0.0.5", front.open(), "/me", "Authorization: " + basic("other", "guess")))
          .startsWith("HTTP/1.1 429");
      assertThat(get(
              "127.0.0.6", front.open(), "/me", "Authorization: " + basic("root", "open sesame")))
          .startsWith("HTTP/1.1 200");
      List<Lockout> locked =
          configuration.shared(Throttle.class).orElseThrow().lockouts().list();
      assertThat(locked).hasSize(1);
      assertThat(locked.get(0).toString()).contains("127.0.0.5").doesNotContain("203.0.113");
    }
  }

  /** What the stand-in does not say of its users, such as their groups, nobody may say in its place. */
  @ParameterizedTest
  @CsvSource({"nginx, jetty", "nginx, tomcat", "caddy, jetty", "caddy, tomcat"})
  void a_sign_in_service_is_asked_as_it_is_documented(String proxy, String container)
      throws Exception {
    String[] forged = {
      "Remote-User: evil",
      "Remote_User: evil",
      "Remote-Groups: staff",
      "Remote-Email: evil@evil.example"
    };
    Configuration configuration = configuration("""
        [authentication]
        type = tinyauth
        [roles]
        admin = group:staff
        [server]
        trusted_proxies = 127.0.0.1
        """);
    HttpServer tinyauth = tinyauth();
    try (Container.Running app = demo(container, configuration);
        FrontProxy front =
            FrontProxy.asking(proxy, app.port(), tinyauth.getAddress().getPort(), folder)) {
      String stranger = get("127.0.0.5", front.asking(), "/me?a=b", forged);
      Raw ada = Raw.get(
          "127.0.0.5",
          front.asking(),
          "/me",
          Stream.concat(Stream.of("Cookie: who=ada"), Stream.of(forged)).toArray(String[]::new));
      String afterwards = get("127.0.0.5", front.asking(), "/me");

      assertThat(stranger)
          .startsWith("HTTP/1.1 302")
          .contains(
              "Location: https://auth.example.com/login?redirect_uri=http://localhost/me?a=b");
      assertThat(ada.text()).startsWith("HTTP/1.1 200").doesNotContain("evil");
      assertThat(ada.body()).contains("\"name\":\"ada\"", "\"roles\":[]");
      assertThat(afterwards).startsWith("HTTP/1.1 302");
    } finally {
      tinyauth.stop(0);
    }
  }

  /** PYT-45. The locations as tinyauth's users write them; the stand-in answers as tinyauth does for nginx. */
  @Test
  void tinyauth_in_front_of_nginx_works_as_it_is_documented() throws Exception {
    Configuration configuration = configuration("""
        [authentication]
        type = tinyauth
        [store]
        url = memory
        [proxy]
        user_header = Remote-User
        auto_create = yes
        auto_create_role = admin
        auto_create_permission = rw
        [server]
        trusted_proxies = 127.0.0.1
        allowed_origins = https://pytorrent.example.com
        """);
    HttpServer tinyauth = tinyauth();
    try (Container.Running app = demo("jetty", configuration);
        FrontProxy front = behindTinyauth(app.port(), tinyauth.getAddress().getPort())) {
      String stranger = get("127.0.0.5", front.asking(), "/me?a=b", "Remote-User: evil");
      String ada = get("127.0.0.5", front.asking(), "/me", "Cookie: who=ada", "Remote-User: evil");
      String afterwards = get("127.0.0.5", front.asking(), "/me");

      assertThat(stranger)
          .startsWith("HTTP/1.1 302")
          .contains("Location: http://auth.example.com/login?redirect_uri=http://localhost/me?a=b");
      assertThat(ada)
          .startsWith("HTTP/1.1 200")
          .contains("\"name\":\"ada\"", "\"roles\":[\"admin\"]", "profile:write");
      assertThat(afterwards).startsWith("HTTP/1.1 302");
      assertThat(configuration.shared(UserStore.class).orElseThrow().member("ada"))
          .isPresent();
      assertThat(configuration.shared(UserStore.class).orElseThrow().member("evil"))
          .isEmpty();
    } finally {
      tinyauth.stop(0);
    }
  }

  private static HttpServer tinyauth() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/auth/nginx", exchange -> {
      String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
      boolean known = cookie.startsWith("who=");
      if (known) {
        exchange.getResponseHeaders().set("Remote-User", cookie.substring(4));
        exchange.getResponseHeaders().set("Remote-Name", "Ada");
        exchange.getResponseHeaders().set("Remote-Email", "ada@example.com");
      }
      exchange.sendResponseHeaders(known ? 200 : 401, -1);
      exchange.close();
    });
    server.createContext("/api/auth/caddy", exchange -> {
      String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
      boolean known = cookie.startsWith("who=");
      if (known) {
        exchange.getResponseHeaders().set("Remote-User", cookie.substring(4));
      } else {
        exchange
            .getResponseHeaders()
            .set(
                "Location",
                "https://auth.example.com/login?redirect_uri=http://"
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-Host")
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-Uri"));
      }
      exchange.sendResponseHeaders(known ? 200 : 302, -1);
      exchange.close();
    });
    server.start();
    return server;
  }

  private FrontProxy behindTinyauth(int application, int tinyauth) throws Exception {
    int port = FrontProxy.freePort();
    List<String> command = FrontProxy.nginx(folder, """
        server {
          listen 127.0.0.1:%d;
          set $forward_scheme http;
          set $server 127.0.0.1;
          set $port %d;
          location / {
            proxy_pass $forward_scheme://$server:$port;
            auth_request /tinyauth;
            error_page 401 = @tinyauth_login;
            auth_request_set $auth_user $upstream_http_remote_user;
            proxy_set_header Remote-User $auth_user;
          }
          location /tinyauth {
            proxy_pass http://127.0.0.1:%d/api/auth/nginx;
            proxy_set_header x-forwarded-proto $scheme;
            proxy_set_header x-forwarded-host $http_host;
            proxy_set_header x-forwarded-uri $request_uri;
          }
          location @tinyauth_login {
            return 302 http://auth.example.com/login?redirect_uri=$scheme://$http_host$request_uri;
          }
        }
        """.formatted(port, application, tinyauth));
    return FrontProxy.started(command, port, port, folder);
  }

  private static String basic(String name, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }

  private static String get(String from, int port, String target, String... fields)
      throws IOException {
    return Raw.get(from, port, target, fields).text();
  }
}
