package io.vestibule.auth.servlet;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;

/** Finds the file that a container names, and reads it. */
final class ConfigFile {
  private static final String INSIDE = "/WEB-INF/";

  private ConfigFile() {}

  /**
   * What the file says. {@code /WEB-INF/…} is a file of the application; any other absolute path is what it says;
   * a relative one begins in the working directory of the process.
   *
   * @throws ServletException when there is no such file or it cannot be used; the message is the whole report
   */
  static Configuration read(ServletContext context, String name) throws ServletException {
    try {
      return load(context, name);
    } catch (ConfigurationException wrong) {
      throw new ServletException("Vestibule does not start:\n\n" + wrong.getMessage());
    } catch (IllegalStateException packed) {
      throw new ServletException("Vestibule does not start: " + packed.getMessage());
    }
  }

  /**
   * The same, for whoever calls in Java.
   *
   * @throws ConfigurationException when the file cannot be used
   * @throws IllegalStateException when the file is in a WAR that is not unpacked
   */
  static Configuration load(ServletContext context, String name) {
    return Configuration.load(
        name.startsWith(INSIDE) ? inside(context, name) : Path.of(name).toAbsolutePath());
  }

  /** A users file lies beside it and is read again when it changes: a place in the file system is needed. */
  private static Path inside(ServletContext context, String name) {
    String real = context.getRealPath(name);
    if (real == null) {
      throw new IllegalStateException(name
          + " is not in the file system, because the container runs the WAR without unpacking it;"
          + " unpack it, or name a file outside by its absolute path");
    }
    return Path.of(real);
  }
}
