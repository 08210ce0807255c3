package io.vestibule.auth.examples.schemes;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** A server that greets whoever came in, for the examples. */
final class HelloServer {
  private HelloServer() {}

  /** Starts it on this port of the loopback address, 0 for any that is free. */
  static Server start(int port, Configuration configuration) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, servlets) -> AuthFilter.install(servlets, configuration));
    context.addServlet(new ServletHolder(new Hello()), "/*");
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(context);
    server.start();
    return server;
  }

  /** Says hello. */
  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String name = Objects.requireNonNullElse(request.getRemoteUser(), "anonymous");
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().println("Hello, " + name + "!");
    }
  }
}
