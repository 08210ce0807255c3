package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.websocket.server.WsSci;

/** The demo on Tomcat 10.1. Tomcat wants a folder of its own: a temporary one, gone when it stops. */
final class TomcatServer implements Container {

  @Override
  public Running start(Listen listen, Consumer<ServletContext> application) throws Exception {
    Connector connector = connector(listen);
    Path folder = Files.createTempDirectory("vestibule-demo");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setSilent(true);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext(listen.contextPath(), folder.toString());
    context.addServletContainerInitializer(new WsSci(), Set.of());
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

  /** A name that cannot be resolved must fail here: as a property Tomcat would listen on all addresses. */
  private static Connector connector(Listen listen) throws UnknownHostException {
    Http11NioProtocol protocol = new Http11NioProtocol();
    protocol.setAddress(InetAddress.getByName(listen.host()));
    Connector connector = new Connector(protocol);
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
