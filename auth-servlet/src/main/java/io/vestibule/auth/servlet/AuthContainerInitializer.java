package io.vestibule.auth.servlet;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the filter without a line of Java: the container finds this class by itself, and it acts where the context
 * parameter {@value #CONFIG} names the file. It says in one line of the log what it did. Without state.
 */
public final class AuthContainerInitializer implements ServletContainerInitializer {
  /** The context parameter that names the configuration file. */
  public static final String CONFIG = "vestibule.config";

  private static final Logger LOG = LoggerFactory.getLogger(AuthContainerInitializer.class);

  /** Called by {@link java.util.ServiceLoader}. */
  public AuthContainerInitializer() {}

  /**
   * Registers the filter, unless one is there.
   *
   * @throws ServletException when the file cannot be used; the message is the whole report
   */
  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context)
      throws ServletException {
    String where = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    Optional<String> present = Registrations.present(context);
    String file = context.getInitParameter(CONFIG);
    if (present.isPresent()) {
      LOG.info("{}: the filter {} is declared, nothing is registered", where, present.get());
    } else if (file == null || file.isBlank()) {
      LOG.info("{}: no context parameter {}, nothing is registered", where, CONFIG);
    } else {
      Registrations.add(context, new AuthFilter(ConfigFile.read(context, file.strip())));
      LOG.info("{}: guarded by {}", where, file.strip());
    }
  }
}
