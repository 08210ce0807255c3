package io.vestibule.auth.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Optional;

/** The filters of an application, as far as they are ours. */
final class Registrations {
  /** The context remembers which filters were added here: of others nobody can tell how they are mapped. */
  private static final String ADDED = AuthFilter.class.getName() + ".added";

  private Registrations() {}

  /** The name of a filter of our class that somebody has declared already. */
  static Optional<String> present(ServletContext context) {
    return context.getFilterRegistrations().values().stream()
        .filter(registration -> AuthFilter.class.getName().equals(registration.getClassName()))
        .map(FilterRegistration::getName)
        .findFirst();
  }

  /**
   * Registers the filter in front of all others, for all paths and dispatcher types.
   *
   * @throws IllegalStateException when there is one already: two would ask everybody twice
   */
  static void add(ServletContext context, AuthFilter filter) {
    present(context).ifPresent(Registrations::refuse);
    FilterRegistration.Dynamic added = context.addFilter(AuthFilter.NAME, filter);
    if (added == null) {
      refuse(AuthFilter.NAME);
      return;
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    context.setAttribute(ADDED, AuthFilter.NAME);
  }

  /** Whether the filter of this name was added here, which leaves no gaps. */
  static boolean isOurs(ServletContext context, String name) {
    return name.equals(context.getAttribute(ADDED));
  }

  private static void refuse(String name) {
    throw new IllegalStateException("a filter named " + name
        + " is registered already; remove it from web.xml (or the context parameter "
        + AuthContainerInitializer.CONFIG + "), or do not call AuthFilter.install");
  }
}
