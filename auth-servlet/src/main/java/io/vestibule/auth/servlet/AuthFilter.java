package io.vestibule.auth.servlet;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.servlet.pages.Pages;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filter that guards an application. Thread-safe.
 *
 * <p>In a web.xml it needs the init parameter {@value #CONFIG}, the mapping {@code /*}, all dispatcher types and {@code
 * async-supported}; {@link #install} sees to all that. It must come before every filter that acts on what is guarded.
 */
public final class AuthFilter implements Filter {
  /** The name under which {@link #install} registers the filter. */
  public static final String NAME = "vestibule";

  /**
   * The init parameter that names the configuration file: {@code /WEB-INF/…} inside the application, or an absolute
   * path, or one relative to the working directory.
   */
  public static final String CONFIG = "config";

  /**
   * The attribute of the servlet context under which the {@link Configuration} stands, from when the container starts
   * the filter: for code that did not load it itself.
   */
  public static final String CONFIGURATION = AuthFilter.class.getName() + ".configuration";

  private static final Logger LOG = LoggerFactory.getLogger(AuthFilter.class);

  private volatile @Nullable RequestGuard guard;
  private volatile @Nullable Configuration starts;

  /** A filter that reads its configuration when the container starts it. */
  public AuthFilter() {}

  /** A filter that asks this Auth, whatever its init parameters say. Whoever made the Auth closes it. */
  public AuthFilter(Auth auth) {
    this.guard = new RequestGuard(auth);
  }

  /** The same, behind these proxies. */
  public AuthFilter(Auth auth, TrustedProxies trusted) {
    this.guard = new RequestGuard(auth, Pages.of(Look.plain()), trusted, AllowedOrigins.none());
  }

  /** A filter that does as this configuration says, and closes it in the end. */
  public AuthFilter(Configuration configuration) {
    this.guard = guard(configuration);
    this.starts = configuration;
  }

  /**
   * Reads a file and registers a filter: in front of all others, for all paths and dispatcher types. Call it while the
   * application starts.
   *
   * @throws io.vestibule.auth.config.ConfigurationException when the file cannot be used
   * @throws IllegalStateException when the application has such a filter, or has started
   */
  public static void install(ServletContext context, Path config) {
    install(context, Configuration.load(config));
  }

  /**
   * The same for a file that is named as in a web.xml: {@code /WEB-INF/…} inside the application, or an absolute path,
   * or one relative to the working directory.
   *
   * @throws io.vestibule.auth.config.ConfigurationException when the file cannot be used
   * @throws IllegalStateException when the application has such a filter, or has started, or its WAR is not unpacked
   */
  public static void install(ServletContext context, String config) {
    install(context, ConfigFile.load(context, config));
  }

  /**
   * Registers a filter that asks this Auth, as {@link #install(ServletContext, Path)} does.
   *
   * @throws IllegalStateException when the application has such a filter, or has started
   */
  public static void install(ServletContext context, Auth auth) {
    Registrations.add(context, new AuthFilter(auth));
  }

  /**
   * Registers a filter that does as this configuration says, as {@link #install(ServletContext, Path)} does.
   *
   * @throws IllegalStateException when the application has such a filter, or has started
   */
  public static void install(ServletContext context, Configuration configuration) {
    Registrations.add(context, new AuthFilter(configuration));
  }

  /**
   * Reads the configuration, if none was given, and warns of a registration that leaves gaps.
   *
   * @throws ServletException when the file cannot be used; the message is the whole report
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    ServletContext context = config.getServletContext();
    if (guard == null) {
      String file = config.getInitParameter(CONFIG);
      if (file == null || file.isBlank()) {
        throw new ServletException("the filter " + config.getFilterName()
            + " has no init parameter " + CONFIG + "; write <init-param><param-name>" + CONFIG
            + "</param-name><param-value>/WEB-INF/auth.ini</param-value></init-param>");
      }
      Configuration configuration = ConfigFile.read(context, file.strip());
      guard = guard(configuration);
      starts = configuration;
    }
    WebXml.advice(context, config.getFilterName()).forEach(LOG::warn);
    Configuration configuration = starts;
    if (configuration != null) {
      begin(configuration, context);
    }
  }

  /** Not every container destroys a filter that it could not start, and whatever was opened would stay open. */
  private void begin(Configuration configuration, ServletContext context) {
    try {
      lookAtServlets(configuration, context);
      configuration.started();
      context.setAttribute(CONFIGURATION, configuration);
    } catch (RuntimeException refused) {
      configuration.auth().close();
      throw refused;
    }
  }

  /** Which servlets there are is known only now. */
  private void lookAtServlets(Configuration configuration, ServletContext context) {
    List<String> unnamed = AnnotationRules.unnamed(configuration.rules(), context);
    if (!unnamed.isEmpty() && !configuration.insecureOpen()) {
      LOG.info(
          "no rule names these, so {} needed: {}",
          configuration.servletAnnotations()
              ? "what they are annotated with, or a signed-in user, is"
              : "a signed-in user is",
          String.join(", ", unnamed));
    }
    List<String> unreached = unreached(configuration, context);
    if (!unreached.isEmpty()) {
      LOG.warn(
          "no servlet is mapped to /, so Tomcat answers 404 where Vestibule should: {}; map one, which may answer"
              + " 404 itself",
          String.join(", ", unreached));
    }
    if (configuration.servletAnnotations()) {
      AnnotationRules rules = AnnotationRules.of(configuration.rules(), context);
      guard = guard(configuration, configuration.auth(rules));
    }
  }

  /** The paths that are answered without the application, and that go to no servlet. */
  static List<String> unreached(Configuration configuration, ServletContext context) {
    return ServletPaths.of(context)
        .without(configuration.authenticators().stream()
            .flatMap(named -> named.authenticator().endpoints().stream())
            .map(Endpoint::path)
            .distinct()
            .sorted()
            .toList());
  }

  private static RequestGuard guard(Configuration configuration) {
    return guard(configuration, configuration.auth());
  }

  private static RequestGuard guard(Configuration configuration, Auth auth) {
    return new RequestGuard(
        auth,
        Pages.of(configuration.look()),
        configuration.trustedProxies(),
        configuration.allowedOrigins());
  }

  /** Lets the request pass, as somebody or as nobody, or answers it. */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestGuard here = guard;
    if (here == null
        || !(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException("not initialised, or not HTTP");
    }
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      here.enter(http, answer, chain);
    } else {
      here.goOn(http, answer, chain);
    }
  }

  /** Closes what the configuration opened. */
  @Override
  public void destroy() {
    Configuration configuration = starts;
    if (configuration != null) {
      configuration.auth().close();
    }
  }
}
