package io.vestibule.auth.servlet;

import io.vestibule.auth.Requirement;
import io.vestibule.auth.Rules;
import io.vestibule.auth.rules.RuleSet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the file and what servlets are annotated with. Where no rule names a path, the annotation decides; where
 * one does, both must be met: neither opens what the other closes. Thread-safe.
 */
final class AnnotationRules implements Rules {
  private static final Logger LOG = LoggerFactory.getLogger(AnnotationRules.class);

  private final RuleSet rules;
  private final ServletPaths paths;
  private final Map<String, Function<String, Optional<Requirement>>> annotated = new HashMap<>();

  private AnnotationRules(RuleSet rules, ServletPaths paths) {
    this.rules = rules;
    this.paths = paths;
  }

  /** Reads the annotations of all servlets of an application. */
  static AnnotationRules of(RuleSet rules, ServletContext context) {
    AnnotationRules all = new AnnotationRules(rules, ServletPaths.of(context));
    all.paths
        .all()
        .forEach((pattern, servlet) -> all.annotated.put(pattern, read(servlet, context)));
    return all;
  }

  /** The servlets whose paths no rule names, such as {@code /report/* (ReportServlet)}, in their order. */
  static List<String> unnamed(RuleSet rules, ServletContext context) {
    Map<String, String> found = new TreeMap<>();
    ServletPaths.of(context).all().forEach((pattern, servlet) -> {
      if (!isOfTheContainer(servlet)
          && rules.find("GET", ServletPaths.example(pattern)).isEmpty()) {
        found.put(pattern, servlet.getName());
      }
    });
    return found.entrySet().stream()
        .map(one -> one.getKey() + " (" + one.getValue() + ")")
        .toList();
  }

  /** Containers map a servlet of their own to what is left over. */
  private static boolean isOfTheContainer(ServletRegistration servlet) {
    String name = String.valueOf(servlet.getClassName());
    return name.startsWith("org.eclipse.jetty.") || name.startsWith("org.apache.catalina.");
  }

  @Override
  public Requirement match(String method, String path) {
    Requirement ofRules = rules.match(method, path);
    Optional<Requirement> ofServlet = paths
        .pattern(path)
        .flatMap(pattern -> Optional.ofNullable(annotated.get(pattern)))
        .flatMap(one -> one.apply(method));
    if (ofServlet.isEmpty()) {
      return ofRules;
    }
    return rules.find(method, path).isEmpty()
        ? ofServlet.get()
        : Annotated.both(ofRules, ofServlet.get());
  }

  /** Whom nobody can ask lets nobody in. A JSP file has no class to annotate. */
  private static Function<String, Optional<Requirement>> read(
      ServletRegistration servlet, ServletContext context) {
    if (servlet.getClassName() == null) {
      return method -> Optional.empty();
    }
    try {
      return Annotated.of(Class.forName(servlet.getClassName(), false, loader(context)))
          ::requirement;
    } catch (ClassNotFoundException | LinkageError | TypeNotPresentException unreadable) {
      LOG.error(
          "the annotations of {} cannot be read, so nobody may open it", servlet.getClassName());
      return method -> Optional.of(Requirement.CLOSED);
    }
  }

  /** An embedded container may have none of its own. */
  private static ClassLoader loader(ServletContext context) {
    ClassLoader own = context.getClassLoader();
    ClassLoader thread = Thread.currentThread().getContextClassLoader();
    return own != null ? own : thread != null ? thread : AnnotationRules.class.getClassLoader();
  }
}
