package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real proxy in front of an application: one port where it asks for a password and says who the user is, and one where
 * it asks nothing. The configurations are those of docs/proxy.md.
 */
record FrontProxy(Process process, int asking, int open) implements AutoCloseable {
  private static final String PASSWORD = "open sesame";
  private static final String BCRYPT =
      "$2a$05$wbmMJ.stwxJWbODOcr4lQ.cmPqC4nbnKVD.yfqVPUyADSf9mLbMe2";

  static FrontProxy start(String kind, int application, Path folder) throws Exception {
    int asking = freePort();
    int open = freePort();
    Files.writeString(folder.resolve("htpasswd"), "ada:{PLAIN}" + PASSWORD + "\n");
    List<String> command =
        switch (kind) {
          case "nginx" -> nginx(application, asking, open, folder);
          case "apache" -> apache(application, asking, open, folder);
          case "caddy" -> caddy(application, asking, open, folder);
          default -> haproxy(application, asking, open, folder);
        };
    return started(command, asking, open, folder);
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
    String strip = """
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Port "";
        proxy_set_header X-Forwarded-Prefix "";
        proxy_set_header Remote-Email "";
        proxy_set_header Remote-Name "";
        proxy_set_header Remote-Groups "";
        """;
    return nginx(folder, """
        server {
          listen 127.0.0.1:%d;
          location / {
            auth_basic house;
            auth_basic_user_file %s;
            proxy_pass http://127.0.0.1:%d;
            proxy_set_header Remote-User $remote_user;
            proxy_set_header Authorization "";
            %s
          }
        }
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_pass http://127.0.0.1:%d;
            proxy_set_header Remote-User "";
            %s
          }
        }
        """.formatted(
            asking, folder.resolve("htpasswd"), application, strip, open, application, strip));
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
    String strip = """
          RequestHeader unset Remote-Email
          RequestHeader unset Remote-Name
          RequestHeader unset Remote-Groups
          RequestHeader unset X-Forwarded-Port
          RequestHeader unset X-Forwarded-Prefix
          RequestHeader set X-Forwarded-Proto http
          ProxyPreserveHost On
          ProxyPass / http://127.0.0.1:%d/
        """.formatted(application);
    config.append("""
        Listen 127.0.0.1:%d
        <VirtualHost 127.0.0.1:%d>
          <Location />
            AuthType Basic
            AuthName house
            AuthUserFile %s
            Require valid-user
          </Location>
          RequestHeader set Remote-User "expr=%%{REMOTE_USER}"
          RequestHeader unset Authorization
        %s</VirtualHost>
        Listen 127.0.0.1:%d
        <VirtualHost 127.0.0.1:%d>
          RequestHeader unset Remote-User
        %s</VirtualHost>
        """.formatted(asking, asking, users, strip, open, open, strip));
    Files.writeString(folder.resolve("apache.conf"), config);
    return List.of(
        "apache2", "-DFOREGROUND", "-f", folder.resolve("apache.conf").toString());
  }

  private static List<String> caddy(int application, int asking, int open, Path folder)
      throws IOException {
    String strip = """
            header_up -Remote-Email
            header_up -Remote-Name
            header_up -Remote-Groups
            header_up -X-Forwarded-Port
            header_up -X-Forwarded-Prefix
        """;
    Files.writeString(folder.resolve("Caddyfile"), """
        {
          admin off
          auto_https off
          storage file_system %s
        }
        http://:%d {
          bind 127.0.0.1
          basicauth {
            ada %s
          }
          reverse_proxy 127.0.0.1:%d {
            header_up Remote-User {http.auth.user.id}
            header_up -Authorization
        %s  }
        }
        http://:%d {
          bind 127.0.0.1
          reverse_proxy 127.0.0.1:%d {
            header_up -Remote-User
        %s  }
        }
        """.formatted(
            folder, asking, BCRYPT, application, strip, open, application, strip));
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
    String strip = """
          http-request del-header remote-email
          http-request del-header remote-name
          http-request del-header remote-groups
          http-request del-header x-forwarded-host
          http-request del-header x-forwarded-port
          http-request del-header x-forwarded-prefix
          http-request set-header x-forwarded-proto http
          option forwardfor
          default_backend application
        """;
    Files.writeString(folder.resolve("haproxy.cfg"), """
        defaults
          mode http
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        userlist house
          user ada insecure-password "%s"
        frontend asking
          bind 127.0.0.1:%d
          http-request auth realm house unless { http_auth(house) }
          http-request set-header remote-user %%[http_auth_user]
          http-request del-header authorization
        %sfrontend open
          bind 127.0.0.1:%d
          http-request del-header remote-user
        %sbackend application
          server one 127.0.0.1:%d
        """.formatted(
            PASSWORD, asking, strip, open, strip, application));
    return List.of("haproxy", "-f", folder.resolve("haproxy.cfg").toString());
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
