package io.vestibule.auth.servlet;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the annotations of a servlet ask for: {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} on the
 * class or on {@code doGet} and its like, which counts more, and {@code @ServletSecurity}. Those of Jakarta Annotations
 * are known by their names, so that no application needs them. Immutable.
 *
 * <p>None of them is inherited by the language, so base classes are looked at as well. The nearest class that says
 * something decides about what it declares itself; for a handler that it inherits, what is said there holds too.
 */
final class Annotated {
  private static final String PACKAGE = "jakarta.annotation.security.";

  /** The class of the servlet, and those that it extends. */
  private final List<Level> levels;

  private Annotated(List<Level> levels) {
    this.levels = levels;
  }

  /** Reads the class and what it extends. */
  static Annotated of(Class<?> servlet) {
    List<Level> levels = new ArrayList<>();
    for (Class<?> each = servlet; isOfTheHost(each); each = each.getSuperclass()) {
      levels.add(Level.of(each));
    }
    return new Annotated(List.copyOf(levels));
  }

  private static boolean isOfTheHost(Class<?> each) {
    return each != Object.class && !each.getName().startsWith("jakarta.servlet.");
  }

  /** Empty where nothing is annotated. Whatever could run for this method has to be met. */
  Optional<Requirement> requirement(String method) {
    return Stream.concat(
            levels.stream().flatMap(level -> level.said("service").stream()).limit(1),
            handlers(method).flatMap(handler -> said(handler, method, 0).stream()))
        .reduce(Annotated::both);
  }

  /** HEAD runs doGet, as {@code HttpServlet} does it, or a doHead of its own. */
  private Stream<String> handlers(String method) {
    String own = "do" + method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    return method.equals("HEAD")
        ? Stream.of("doGet", own).filter(one -> one.equals("doGet") || isDeclared(one))
        : Stream.of(own);
  }

  private boolean isDeclared(String handler) {
    return levels.stream().anyMatch(level -> level.declares(handler));
  }

  private Optional<Requirement> said(String handler, String method, int from) {
    if (from == levels.size()) {
      return Optional.empty();
    }
    Level level = levels.get(from);
    Optional<Requirement> ofHandler = level.said(handler);
    Optional<Requirement> ofClass = level.saidOfClass(method);
    if (ofHandler.isPresent() || (ofClass.isPresent() && level.declares(handler))) {
      return ofHandler.or(() -> ofClass);
    }
    return Stream.concat(ofClass.stream(), said(handler, method, from + 1).stream())
        .reduce(Annotated::both);
  }

  /** Where two say something, both must be met: neither opens what the other closes. */
  static Requirement both(Requirement one, Requirement other) {
    if (one instanceof Requirement.Closed || other instanceof Requirement.Closed) {
      return Requirement.CLOSED;
    }
    if (!(other instanceof Requirement.Demands second)) {
      return one;
    }
    return one instanceof Requirement.Demands first
        ? new Requirement.Demands(new Access.AllOf(List.of(first.access(), second.access())))
        : second;
  }

  /** What one class declares. */
  private record Level(
      List<Handler> handlers, Optional<Requirement> named, Optional<ServletSecurity> security) {

    static Level of(Class<?> each) {
      return new Level(
          Arrays.stream(each.getDeclaredMethods())
              .filter(method -> method.getParameterCount() == 2)
              .map(Handler::of)
              .toList(),
          Annotated.named(each),
          Optional.ofNullable(each.getDeclaredAnnotation(ServletSecurity.class)));
    }

    boolean declares(String handler) {
      return handlers.stream().anyMatch(one -> one.name().equals(handler));
    }

    Optional<Requirement> said(String handler) {
      return handlers.stream()
          .filter(one -> one.name().equals(handler))
          .flatMap(one -> one.said().stream())
          .reduce(Annotated::both);
    }

    Optional<Requirement> saidOfClass(String method) {
      return named.or(() -> security.map(constraint -> constraint(constraint, method)));
    }
  }

  /** A method that may answer a request. */
  private record Handler(String name, Optional<Requirement> said) {
    static Handler of(Method method) {
      return new Handler(method.getName(), named(method));
    }
  }

  private static Optional<Requirement> named(AnnotatedElement where) {
    return Arrays.stream(where.getDeclaredAnnotations())
        .flatMap(one -> named(one).stream())
        .reduce(Annotated::both);
  }

  private static Optional<Requirement> named(Annotation one) {
    return switch (one.annotationType().getName()) {
      case PACKAGE + "DenyAll" -> Optional.of(Requirement.CLOSED);
      case PACKAGE + "RolesAllowed" -> Optional.of(roles(values(one)));
      case PACKAGE + "PermitAll" -> Optional.of(Requirement.OPEN);
      default -> Optional.empty();
    };
  }

  /** What cannot be read lets nobody in. */
  private static String[] values(Annotation rolesAllowed) {
    try {
      return (String[]) rolesAllowed.annotationType().getMethod("value").invoke(rolesAllowed);
    } catch (ReflectiveOperationException | ClassCastException unreadable) {
      return new String[0];
    }
  }

  /** Servlet 6.0, 13.4.1: the constraint of the method, else that of all methods. */
  private static Requirement constraint(ServletSecurity security, String method) {
    for (HttpMethodConstraint one : security.httpMethodConstraints()) {
      if (one.value().equals(method)) {
        return constraint(one.rolesAllowed(), one.emptyRoleSemantic());
      }
    }
    return constraint(security.value().rolesAllowed(), security.value().value());
  }

  private static Requirement constraint(String[] roles, EmptyRoleSemantic empty) {
    if (roles.length > 0) {
      return roles(roles);
    }
    return empty == EmptyRoleSemantic.PERMIT ? Requirement.OPEN : Requirement.CLOSED;
  }

  /** {@code **} is whoever is signed in (Servlet 6.0, 13.3). */
  private static Requirement roles(String[] names) {
    if (names.length == 0) {
      return Requirement.CLOSED;
    }
    List<Access> any = Arrays.stream(names)
        .map(name ->
            name.equals("**") || name.equals("*") ? Access.signedIn() : new Access.Role(name))
        .toList();
    return new Requirement.Demands(any.size() == 1 ? any.get(0) : new Access.AnyOf(any));
  }
}
