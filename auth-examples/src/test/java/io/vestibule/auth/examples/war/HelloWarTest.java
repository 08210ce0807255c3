package io.vestibule.auth.examples.war;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.examples.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.eclipse.jetty.ee10.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished WAR, which its web.xml protects. */
@Tag("packaged")
class HelloWarTest {
  private static final Path WAR = Path.of("target/hello.war").toAbsolutePath();

  @TempDir
  Path folder;

  @Test
  void carries_what_auth_servlet_needs_and_no_container() throws IOException {
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      List<String> names = war.stream().map(entry -> entry.getName()).toList();

      assertThat(names)
          .contains("WEB-INF/web.xml", "WEB-INF/auth.ini")
          .anyMatch(name -> name.startsWith("WEB-INF/lib/auth-servlet-"))
          .anyMatch(name -> name.startsWith("WEB-INF/lib/auth-core-"))
          .noneMatch(name -> name.matches(".*(jetty|tomcat|servlet-api|junit).*"));
    }
  }

  /** The containers of these tests have a logging interface on their own class path; others have none. */
  @Test
  void carries_every_jar_of_a_host_and_a_logging_implementation() throws IOException {
    List<String> jars = Files.readAllLines(Path.of("src/test/resources/runtime-class-path.txt"));
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      assertThat(war.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
              .map(name -> name.substring("WEB-INF/lib/".length()))
              .filter(name -> !name.startsWith("slf4j-simple-")))
          .containsExactlyInAnyOrderElementsOf(jars);
    }
  }

  @Test
  void is_protected_on_jetty() throws Exception {
    Server server = new Server(0);
    WebAppContext context = new WebAppContext(WAR.toString(), "/shop");
    context.setTempDirectory(Files.createDirectory(folder.resolve("jetty")).toFile());
    context.setClassLoader(new WebAppClassLoader(new ContainerLoader(), context));
    context.setThrowUnavailableOnStartupException(true);
    server.setHandler(context);
    server.start();
    try {
      assertIsProtected(Client.of("http://127.0.0.1:" + server.getURI().getPort() + "/shop"));
    } finally {
      server.stop();
    }
  }

  @Test
  void is_protected_on_tomcat() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Files.createDirectory(folder.resolve("webapps"));
    Context context = tomcat.addWebapp("/shop", WAR.toString());
    context.setParentClassLoader(new ContainerLoader());
    context.setContainerSciFilter(
        "org\\.eclipse\\.jetty\\..*"); // Another container's, beside it here.
    ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
    tomcat.start();
    try {
      assertIsProtected(
          Client.of("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop"));
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static void assertIsProtected(Client client) throws Exception {
    assertThat(client.get("/hello").statusCode()).isEqualTo(401);
    assertThat(client.as("ada", "wrong").get("/hello").statusCode()).isEqualTo(401);
    assertThat(client
            .as("ada", "correct horse battery staple")
            .get("/hello")
            .body()
            .strip())
        .isEqualTo("hello ada");
    assertThat(client.get("/WEB-INF/auth.ini").statusCode()).isNotEqualTo(200);
  }
}
