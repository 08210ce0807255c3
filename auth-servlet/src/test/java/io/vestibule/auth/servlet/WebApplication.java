package io.vestibule.auth.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An unpacked WAR in a folder, and the containers that read its web.xml. */
record WebApplication(Path folder) {

  static final String SERVLET = """
      <servlet><servlet-name>who</servlet-name>
        <servlet-class>io.vestibule.auth.servlet.WhoServlet</servlet-class>
        <async-supported>true</async-supported></servlet>
      <servlet-mapping><servlet-name>who</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
      """;

  /** Four lines, as in the quick start. */
  static final String INI = """
      [authentication]
      type = basic
      username = ada
      password = open sesame
      use_bcrypt = no
      """;

  static WebApplication in(Path folder, String webXml) throws IOException {
    Path inside = Files.createDirectories(folder.resolve("WEB-INF"));
    Files.writeString(inside.resolve("auth.ini"), INI);
    Files.writeString(
        inside.resolve("web.xml"),
        "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + webXml + SERVLET
            + "</web-app>");
    return new WebApplication(folder);
  }

  Container.Running start(Container container) throws Exception {
    return container == Container.JETTY ? jetty() : tomcat();
  }

  /** Jetty finds initializers by its annotation scanner, which is not here; so it is told. */
  private Container.Running jetty() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    WebAppContext context = new WebAppContext(folder.toString(), "/app");
    context.setThrowUnavailableOnStartupException(true);
    context.addServletContainerInitializer(new AuthContainerInitializer());
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception broken) {
      server.stop();
      throw broken;
    }
    return new Container.Running(connector.getLocalPort(), "/app", server::stop);
  }

  private Container.Running tomcat() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolveSibling("base").toString());
    tomcat.setSilent(true);
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("/app", folder.toString());
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    context.addLifecycleListener(config);
    context.setParentClassLoader(WebApplication.class.getClassLoader());
    tomcat.start();
    return new Container.Running(connector.getLocalPort(), "/app", () -> {
      tomcat.stop();
      tomcat.destroy();
    });
  }
}
