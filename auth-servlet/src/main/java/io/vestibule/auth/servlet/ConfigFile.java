package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the file that a container names, and reads it. */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);
  private static final String INSIDE = "/WEB-INF/";

  private ConfigFile() {}

  /**
   * What the file says. {@code /WEB-INF/…} is a file of the application; any other absolute path is what it says;
   * a relative one begins in the working directory of the process.
   *
   * @throws ServletException when there is no such file or it cannot be used; the message is the whole report
   */
  static Auth read(ServletContext context, String name) throws ServletException {
    Path file = name.startsWith(INSIDE) ? inside(context, name) : Path.of(name).toAbsolutePath();
    try {
      return load(file);
    } catch (ConfigurationException wrong) {
      throw new ServletException("Vestibule does not start:\n\n" + wrong.getMessage());
    }
  }

  /** What the file says, with a word about it in the log. */
  static Auth load(Path file) {
    Configuration configuration = Configuration.load(file);
    configuration.summary().forEach(LOG::info);
    return configuration.auth();
  }

  /** A users file lies beside it and is read again when it changes: a place in the file system is needed. */
  private static Path inside(ServletContext context, String name) throws ServletException {
    String real = context.getRealPath(name);
    if (real == null) {
      throw new ServletException("Vestibule does not start: " + name
          + " is not in the file system, because the container runs the WAR without unpacking it;"
          + " unpack it, or name a file outside by its absolute path");
    }
    return Path.of(real);
  }
}
