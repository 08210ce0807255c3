package io.vestibule.auth.examples.embedded;

import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.servlet.AuthFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/** A servlet on Jetty, and the line that protects it. */
public final class JettyExample {
  private JettyExample() {}

  /** Starts it on this port of the loopback address, 0 for any that is free. */
  public static Server start(Path config, int port) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servletContext) -> AuthFilter.install(servletContext, config));
    context.addServlet(HelloServlet.class, "/hello");

    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(context);
    server.start();
    return server;
  }
}
