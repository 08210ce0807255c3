package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The demo on Jetty 12. */
final class JettyServer implements Container {

  @Override
  public Running start(Listen listen, Consumer<ServletContext> application) throws Exception {
    Server server = new Server();
    ServerConnector connector = connector(server, listen);
    server.addConnector(connector);
    server.setHandler(context(listen.contextPath(), application));
    try {
      server.start();
    } catch (Exception failed) {
      server.stop();
      throw failed;
    }
    return new Running(connector.getLocalPort(), () -> stop(server));
  }

  private static Server stop(Server server) throws Exception {
    server.stop();
    return server;
  }

  private static ServerConnector connector(Server server, Listen listen) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = listen
        .tls()
        .map(tls -> secure(server, http, tls))
        .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    return connector;
  }

  /** There is one certificate, whatever the address is called: whether it fits is for the client to say. */
  private static ServerConnector secure(Server server, HttpConfiguration http, SSLContext tls) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(tls);
    http.addCustomizer(new SecureRequestCustomizer(false));
    return new ServerConnector(
        server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
  }

  private static ServletContextHandler context(
      String contextPath, Consumer<ServletContext> application) {
    ServletContextHandler context =
        new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
    ErrorHandler errors = new ErrorHandler();
    errors.setShowStacks(false);
    context.setErrorHandler(errors);
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.addServletContainerInitializer((classes, servlets) -> application.accept(servlets));
    return context;
  }
}
