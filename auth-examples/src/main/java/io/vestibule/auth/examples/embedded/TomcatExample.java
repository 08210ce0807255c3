package io.vestibule.auth.examples.embedded;

import io.vestibule.auth.examples.war.HelloServlet;
import io.vestibule.auth.servlet.AuthFilter;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A servlet on Tomcat, and the line that protects it. */
public final class TomcatExample {
  private TomcatExample() {}

  /** Starts it on this port of the loopback address, 0 for any that is free; Tomcat works in the folder. */
  public static Tomcat start(Path config, int port, Path folder) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");

    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(
        (classes, servletContext) -> AuthFilter.install(servletContext, config), Set.of());
    Tomcat.addServlet(context, "hello", new HelloServlet()).addMapping("/hello");
    Tomcat.addServlet(context, "rest", new NotFoundServlet()).addMapping("/");
    tomcat.start();
    return tomcat;
  }
}
