package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;

/** The demo on Tomcat 10.1. Tomcat wants a folder of its own: a temporary one, gone when it stops. */
final class TomcatServer implements Container {

  @Override
  public Running start(Listen listen, Consumer<ServletContext> application) throws Exception {
    Path folder = Files.createTempDirectory("vestibule-demo");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setSilent(true);
    tomcat.setConnector(connector(listen));
    Context context = tomcat.addContext(listen.contextPath(), folder.toString());
    context.addServletContainerInitializer(
        (classes, servlets) -> application.accept(servlets), Set.of());
    tomcat.getHost().getPipeline().addValve(terseErrors());
    try {
      tomcat.start();
    } catch (Exception failed) {
      stop(tomcat, folder);
      throw failed;
    }
    return new Running(tomcat.getConnector().getLocalPort(), () -> stop(tomcat, folder));
  }

  private static Connector connector(Listen listen) {
    Connector connector = new Connector();
    connector.setProperty("address", listen.host());
    connector.setPort(listen.port());
    connector.setThrowOnFailure(true);
    return connector;
  }

  private static ErrorReportValve terseErrors() {
    ErrorReportValve errors = new ErrorReportValve();
    errors.setShowReport(false);
    errors.setShowServerInfo(false);
    return errors;
  }

  private static Tomcat stop(Tomcat tomcat, Path folder) throws Exception {
    tomcat.stop();
    tomcat.destroy();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    return tomcat;
  }
}
