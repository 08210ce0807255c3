package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.examples.Snippets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real proxy in front of an application, started with what docs/proxy.md says: one port where it asks who the client is
 * and tells the application, and one where it asks nothing.
 */
record FrontProxy(Process process, int asking, int open) implements AutoCloseable {
  private static final String PASSWORD = "open sesame";
  private static final String BCRYPT =
      "$2a$05$wbmMJ.stwxJWbODOcr4lQ.cmPqC4nbnKVD.yfqVPUyADSf9mLbMe2";

  /** One that asks for passwords itself. */
  static FrontProxy start(String kind, int application, Path folder) throws Exception {
    int asking = freePort();
    int open = freePort();
    List<String> command =
        switch (kind) {
          case "nginx" -> nginx(application, asking, open, folder);
          case "apache" -> apache(application, asking, open, folder);
          case "caddy" -> caddy(application, asking, open, folder);
          default -> haproxy(application, asking, open, folder);
        };
    return started(command, asking, open, folder);
  }

  /** One that asks a sign-in service; there is no other port. */
  static FrontProxy asking(String kind, int application, int service, Path folder)
      throws Exception {
    int port = freePort();
    Recipe recipe = Recipe.of(kind, 0)
        .with("127.0.0.1:8080", "127.0.0.1:" + application)
        .with("127.0.0.1:3000", "127.0.0.1:" + service);
    List<String> command = kind.equals("nginx")
        ? nginx(folder, server(port, recipe))
        : caddy(folder, site(port, recipe));
    return started(command, port, port, folder);
  }

  static FrontProxy started(List<String> command, int asking, int open, Path folder)
      throws Exception {
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
    FrontProxy proxy = new FrontProxy(process, asking, open);
    proxy.awaitPort(folder);
    return proxy;
  }

  private static List<String> nginx(int application, int asking, int open, Path folder)
      throws IOException {
    Files.writeString(folder.resolve("htpasswd"), "ada:{PLAIN}" + PASSWORD + "\n");
    Recipe recipe = Recipe.of("nginx", 1)
        .with("127.0.0.1:8080", "127.0.0.1:" + application)
        .with("/etc/nginx/htpasswd", folder.resolve("htpasswd").toString());
    Recipe unasked = recipe
        .with("auth_basic \"house\";", "auth_basic off;")
        .with("Remote-User $remote_user;", "Remote-User \"\";")
        .with("proxy_set_header Authorization \"\";", "");
    return nginx(folder, server(asking, recipe) + server(open, unasked));
  }

  private static String server(int port, Recipe recipe) {
    return "server {\nlisten 127.0.0.1:" + port + ";\n" + recipe.text() + "}\n";
  }

  /** Starts nginx with these servers. */
  static List<String> nginx(Path folder, String servers) throws IOException {
    Files.writeString(folder.resolve("nginx.conf"), """
        daemon off;
        user root;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;
          uwsgi_temp_path u; scgi_temp_path s;
          %s
        }
        """.formatted(servers));
    return List.of(
        "nginx", "-p", folder.toString(), "-c", folder.resolve("nginx.conf").toString());
  }

  private static List<String> apache(int application, int asking, int open, Path folder)
      throws Exception {
    StringBuilder config = new StringBuilder("ServerRoot " + folder
        + "\nServerName localhost\nUser www-data\nGroup www-data\nPidFile apache.pid\n"
        + "DefaultRuntimeDir " + folder + "\nErrorLog error.log\n");
    for (String module : List.of(
        "mpm_event",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "headers",
        "proxy",
        "proxy_http")) {
      config
          .append("LoadModule ")
          .append(module)
          .append("_module /usr/lib/apache2/modules/mod_")
          .append(module)
          .append(".so\n");
    }
    Path users = folder.resolve("apache.users");
    Files.writeString(users, "ada:" + BCRYPT.replace("$2a$", "$2y$") + "\n");
    folder.toFile().setExecutable(true, false);
    users.toFile().setReadable(true, false);
    Recipe recipe = Recipe.of("apache", 0)
        .with("127.0.0.1:8080", "127.0.0.1:" + application)
        .with("/etc/apache2/users", users.toString());
    Recipe unasked = recipe
        .with("Require valid-user", "Require all granted")
        .with("set Remote-User \"expr=%{REMOTE_USER}\"", "unset Remote-User")
        .with("RequestHeader unset Authorization", "");
    config.append(virtualHost(asking, recipe)).append(virtualHost(open, unasked));
    Files.writeString(folder.resolve("apache.conf"), config);
    return List.of(
        "apache2", "-DFOREGROUND", "-f", folder.resolve("apache.conf").toString());
  }

  private static String virtualHost(int port, Recipe recipe) {
    String here = "127.0.0.1:" + port;
    return "Listen " + here + "\n<VirtualHost " + here + ">\n" + recipe.text() + "</VirtualHost>\n";
  }

  /** Debian's Caddy is from before 2.8. */
  private static List<String> caddy(int application, int asking, int open, Path folder)
      throws IOException {
    Recipe recipe = Recipe.of("caddy", 1)
        .with("127.0.0.1:8080", "127.0.0.1:" + application)
        .with("basic_auth", "basicauth")
        .with("$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", BCRYPT);
    Recipe unasked = recipe
        .with("basicauth {\n    ada " + BCRYPT + "\n  }", "")
        .with("Remote-User {http.auth.user.id}", "-Remote-User")
        .with("header_up -Authorization", "");
    return caddy(folder, site(asking, recipe) + site(open, unasked));
  }

  private static String site(int port, Recipe recipe) {
    return recipe
        .with("example.org {", "http://:" + port + " {\n  bind 127.0.0.1")
        .text();
  }

  private static List<String> caddy(Path folder, String sites) throws IOException {
    Files.writeString(folder.resolve("Caddyfile"), """
        {
          admin off
          auto_https off
          storage file_system %s
        }
        %s
        """.formatted(folder, sites));
    return List.of(
        "caddy",
        "run",
        "--config",
        folder.resolve("Caddyfile").toString(),
        "--adapter",
        "caddyfile");
  }

  private static List<String> haproxy(int application, int asking, int open, Path folder)
      throws IOException {
    Recipe recipe = Recipe.of("haproxy", 0);
    Recipe unasked = recipe
        .with("http-request auth realm house unless { http_auth(users) }", "")
        .with("set-header remote-user %[http_auth_user]", "del-header remote-user")
        .with("http-request del-header authorization", "");
    Files.writeString(folder.resolve("haproxy.cfg"), """
        defaults
          mode http
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        userlist users
          user ada insecure-password "%s"
        %s%sbackend application
          server one 127.0.0.1:%d
        """.formatted(
            PASSWORD,
            frontend("asking", asking, recipe),
            frontend("open", open, unasked),
            application));
    return List.of("haproxy", "-f", folder.resolve("haproxy.cfg").toString());
  }

  private static String frontend(String name, int port, Recipe recipe) {
    return recipe
            .with("frontend house", "frontend " + name + "\n  bind 127.0.0.1:" + port)
            .text()
        + "  default_backend application\n";
  }

  /** The lines of the documentation, with the ports of a test. */
  private record Recipe(String text) {
    static Recipe of(String language, int index) throws IOException {
      return new Recipe(Snippets.of("docs/proxy.md").in(language).get(index));
    }

    /** Fails where the documentation says it otherwise: then the test would prove nothing about it. */
    Recipe with(String said, String here) {
      if (!text.contains(said)) {
        throw new AssertionError("docs/proxy.md does not say: " + said);
      }
      return new Recipe(text.replace(said, here));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort(Path folder) throws Exception {
    for (int attempt = 0; attempt < 200; attempt++) {
      if (!process.isAlive()) {
        break;
      }
      try {
        new Socket(InetAddress.getLoopbackAddress(), asking).close();
        return;
      } catch (IOException notYet) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    process.destroy();
    throw new IOException("did not start: " + Files.readString(folder.resolve("out"), UTF_8));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
