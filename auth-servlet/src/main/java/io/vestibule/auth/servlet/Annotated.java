package io.vestibule.auth.servlet;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import jakarta.servlet.annotation.HttpMethodConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the annotations of a servlet ask for: {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} on the class
 * or on {@code doGet} and its like, which counts more, and {@code @ServletSecurity}. Those of Jakarta Annotations are
 * known by their names, so that no application needs them.
 */
record Annotated(Class<?> servlet) {
  private static final String PACKAGE = "jakarta.annotation.security.";

  /** Empty where nothing is annotated. */
  Optional<Requirement> requirement(String method) {
    return handler(method)
        .flatMap(Annotated::named)
        .or(() -> named(servlet))
        .or(() -> Optional.ofNullable(servlet.getAnnotation(ServletSecurity.class))
            .map(security -> of(security, method)));
  }

  /** HEAD runs doGet, as {@code HttpServlet} does it. */
  private Optional<Method> handler(String method) {
    String answered = method.equals("HEAD") ? "GET" : method;
    String name = "do" + answered.charAt(0) + answered.substring(1).toLowerCase(Locale.ROOT);
    return Arrays.stream(servlet.getDeclaredMethods())
        .filter(one -> one.getName().equals(name) && one.getParameterCount() == 2)
        .findFirst();
  }

  private static Optional<Requirement> named(AnnotatedElement where) {
    for (Annotation one : where.getAnnotations()) {
      String name = one.annotationType().getName();
      if (name.equals(PACKAGE + "DenyAll")) {
        return Optional.of(Requirement.CLOSED);
      }
      if (name.equals(PACKAGE + "RolesAllowed")) {
        return Optional.of(roles(values(one)));
      }
      if (name.equals(PACKAGE + "PermitAll")) {
        return Optional.of(Requirement.OPEN);
      }
    }
    return Optional.empty();
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
  private static Requirement of(ServletSecurity security, String method) {
    for (HttpMethodConstraint one : security.httpMethodConstraints()) {
      if (one.value().equals(method)) {
        return of(one.rolesAllowed(), one.emptyRoleSemantic());
      }
    }
    return of(security.value().rolesAllowed(), security.value().value());
  }

  private static Requirement of(String[] roles, EmptyRoleSemantic empty) {
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
