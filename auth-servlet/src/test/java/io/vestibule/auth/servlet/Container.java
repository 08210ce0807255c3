package io.vestibule.auth.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The containers that every test runs on. */
enum Container {
  JETTY {
    @Override
    Running start(String contextPath, boolean lenient, Setup setup) throws Exception {
      Server server = new Server();
      HttpConfiguration http = new HttpConfiguration();
      if (lenient) {
        http.setUriCompliance(UriCompliance.UNSAFE);
      }
      ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
      ServletContextHandler context = new ServletContextHandler(contextPath);
      context.setSessionHandler(new SessionHandler());
      context.addServletContainerInitializer(initializer(setup));
      context.getServletHandler().setDecodeAmbiguousURIs(lenient);
      ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
      ERROR_PAGES.forEach((status, path) -> errors.addErrorPage(status, path));
      context.setErrorHandler(errors);
      server.setHandler(context);
      server.start();
      return new Running(connector.getLocalPort(), prefix(contextPath), server::stop);
    }
  },
  TOMCAT {
    @Override
    Running start(String contextPath, boolean lenient, Setup setup) throws Exception {
      Tomcat tomcat = new Tomcat();
      Path base = Files.createTempDirectory(Files.createDirectories(Path.of("target/tomcat")), "b");
      tomcat.setBaseDir(base.toString());
      tomcat.setSilent(true);
      Connector connector = new Connector();
      connector.setPort(0);
      connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
      // As Jetty does it: "100 Continue" means that somebody reads the body.
      connector.setProperty("continueResponseTiming", "onRead");
      if (lenient) {
        connector.setProperty("relaxedPathChars", "<>[\\]^`{|}\"");
        connector.setProperty("allowBackslash", "true");
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.DECODE.getValue());
      }
      tomcat.setConnector(connector);
      File docBase =
          Files.createDirectories(base.resolve("web")).toAbsolutePath().toFile();
      Context context = tomcat.addContext(prefix(contextPath), docBase.getPath());
      context.addServletContainerInitializer(initializer(setup), null);
      ERROR_PAGES.forEach((status, path) -> context.addErrorPage(errorPage(status, path)));
      tomcat.start();
      return new Running(connector.getLocalPort(), prefix(contextPath), () -> {
        tomcat.stop();
        tomcat.destroy();
      });
    }
  };

  /** Which page the application shows for an error; others are the container's own. */
  static final Map<Integer, String> ERROR_PAGES =
      Map.of(410, "/public/error", 418, "/secret/error", 500, "/public/error");

  /** Starts it on a free port of the loopback; a lenient one lets pass what it refuses by itself. */
  abstract Running start(String contextPath, boolean lenient, Setup setup) throws Exception;

  Running start(String contextPath, Setup setup) throws Exception {
    return start(contextPath, false, setup);
  }

  private static ErrorPage errorPage(int status, String path) {
    ErrorPage page = new ErrorPage();
    page.setErrorCode(status);
    page.setLocation(path);
    return page;
  }

  static ServletContainerInitializer initializer(Setup setup) {
    return (classes, context) -> setup.on(context);
  }

  static String prefix(String contextPath) {
    return contextPath.equals("/") ? "" : contextPath;
  }

  /** What the application registers. */
  @FunctionalInterface
  interface Setup {
    void on(ServletContext context);
  }

  /** A container that listens. */
  record Running(int port, String prefix, Stop stop) implements AutoCloseable {

    /** Sends a request with these fields, each {@code Name: value}. */
    Wire.Answer send(String method, String path, String... fields) throws IOException {
      return Wire.send(port, method, prefix + path, fields);
    }

    Wire.Answer get(String path, String... fields) throws IOException {
      return send("GET", path, fields);
    }

    @Override
    public void close() throws IOException {
      try {
        stop.run();
      } catch (Exception broken) {
        throw new IOException(broken);
      }
    }
  }

  /** Stops it. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }
}
