package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three ways to register the filter, and what stands in their way. */
class RegistrationTest {
  private static final String ADA = "Authorization: Basic "
      + Base64.getEncoder().encodeToString("ada:open sesame".getBytes(UTF_8));
  private static final String FILTER = """
      <filter><filter-name>door</filter-name>
        <filter-class>io.vestibule.auth.servlet.AuthFilter</filter-class>
        <async-supported>true</async-supported>
        <init-param><param-name>config</param-name><param-value>%s</param-value></init-param>
      </filter>
      <filter-mapping><filter-name>door</filter-name><url-pattern>/*</url-pattern>
        <dispatcher>REQUEST</dispatcher><dispatcher>FORWARD</dispatcher><dispatcher>INCLUDE</dispatcher>
        <dispatcher>ERROR</dispatcher><dispatcher>ASYNC</dispatcher></filter-mapping>
      """;
  private static final String PARAMETER = """
      <context-param><param-name>vestibule.config</param-name>
        <param-value>/WEB-INF/auth.ini</param-value></context-param>
      """;

  @TempDir
  Path folder;

  private WebApplication application(String webXml) throws Exception {
    return WebApplication.in(folder.resolve("web"), webXml);
  }

  private static void isGuarded(Container.Running server) throws Exception {
    assertThat(server.get("/x").status()).isEqualTo(401);
    assertThat(server.get("/x").all("WWW-Authenticate")).hasSize(1);
    assertThat(server.get("/x", ADA).body()).contains("hello ada");
  }

  @ParameterizedTest
  @EnumSource
  void a_web_xml_names_the_filter_and_its_file(Container container) throws Exception {
    WebApplication application = application(FILTER.formatted("/WEB-INF/auth.ini"));
    try (Container.Running server = application.start(container)) {
      isGuarded(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_file_outside_is_named_by_its_absolute_path(Container container) throws Exception {
    Path outside = Files.writeString(folder.resolve("outside.ini"), WebApplication.INI);
    WebApplication application = application(FILTER.formatted(outside.toAbsolutePath()));
    try (Container.Running server = application.start(container)) {
      isGuarded(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_context_parameter_is_enough(Container container) throws Exception {
    try (Container.Running server = application(PARAMETER).start(container)) {
      isGuarded(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_declared_filter_is_not_doubled(Container container) throws Exception {
    WebApplication application = application(PARAMETER + FILTER.formatted("/WEB-INF/auth.ini"));
    try (Container.Running server = application.start(container)) {
      isGuarded(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void without_a_file_nothing_is_registered(Container container) throws Exception {
    try (Container.Running server = application("").start(container)) {
      assertThat(server.get("/x").body()).contains("hello null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_line_of_java_is_enough(Container container) throws Exception {
    Path file = Files.writeString(folder.resolve("auth.ini"), WebApplication.INI);
    try (Container.Running server = container.start("/", context -> {
      AuthFilter.install(context, file);
      context.addServlet("who", new WhoServlet()).addMapping("/");
    })) {
      isGuarded(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_line_of_java_names_the_file_as_web_xml_does(Container container) throws Exception {
    Path inside = Files.createDirectories(folder.resolve("web/WEB-INF")).resolve("auth.ini");
    Files.writeString(inside, WebApplication.INI);
    ServletContext application = mock();
    when(application.getRealPath("/WEB-INF/auth.ini")).thenReturn(inside.toString());
    FilterRegistration.Dynamic added = mock();
    AtomicReference<AuthFilter> filter = new AtomicReference<>();
    when(application.addFilter(anyString(), any(AuthFilter.class))).thenAnswer(call -> {
      filter.set(call.getArgument(1));
      return added;
    });

    AuthFilter.install(application, "/WEB-INF/auth.ini");

    try (Container.Running server = container.start("/", context -> {
      context
          .addFilter("door", filter.get())
          .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
      context.addServlet("who", new WhoServlet()).addMapping("/");
    })) {
      isGuarded(server);
    }
    when(application.getRealPath("/WEB-INF/auth.ini")).thenReturn(null);
    assertThatThrownBy(() -> AuthFilter.install(application, "/WEB-INF/auth.ini"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unpack it");
  }

  @ParameterizedTest
  @EnumSource
  void whoever_did_not_load_the_configuration_finds_it_in_the_context(Container container)
      throws Exception {
    List<Object> found = new CopyOnWriteArrayList<>();
    try (Container.Running server = container.start("/", context -> {
      Path file = folder.resolve("auth.ini");
      try {
        Files.writeString(file, WebApplication.INI);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
      FilterRegistration.Dynamic door = context.addFilter("door", AuthFilter.class);
      door.setInitParameter("config", file.toString());
      door.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
      door.setAsyncSupported(true);
      context
          .addFilter(
              "look", new LookFilter(at -> found.add(at.getAttribute(AuthFilter.CONFIGURATION))))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
      context.addServlet("who", new WhoServlet()).addMapping("/");
    })) {
      isGuarded(server);
    }
    assertThat(found).singleElement().isInstanceOf(Configuration.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_broken_file_opens_nothing(Container container) throws Exception {
    WebApplication application = application(FILTER.formatted("/WEB-INF/missing.ini"));
    try (Container.Running server = application.start(container)) {
      assertThat(server.get("/x").status()).isIn(404, 503);
    } catch (ServletException refused) {
      assertThat(refused).hasMessageContaining("missing.ini");
    }
  }

  @Test
  void is_registered_in_front_of_others_for_everything() {
    ServletContext context = mock();
    FilterRegistration.Dynamic added = mock();
    when(context.addFilter(anyString(), any(AuthFilter.class))).thenReturn(added);

    AuthFilter.install(context, Auth.builder().build());

    verify(added).setAsyncSupported(true);
    verify(added).addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  @Test
  void a_second_filter_is_refused_with_a_cure() {
    ServletContext context = mock();
    FilterRegistration present = mock();
    when(present.getName()).thenReturn("door");
    when(present.getClassName()).thenReturn(AuthFilter.class.getName());
    when(context.getFilterRegistrations()).thenAnswer(call -> Map.of("door", present));

    assertThatThrownBy(() -> AuthFilter.install(context, Auth.builder().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("door")
        .hasMessageContaining("web.xml");
    verify(context, never()).addFilter(anyString(), any(AuthFilter.class));
  }

  @Test
  void a_stranger_of_the_same_name_is_not_pushed_aside() {
    ServletContext context = mock();

    assertThatThrownBy(() -> AuthFilter.install(context, Auth.builder().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("vestibule");
  }

  @Test
  void a_file_that_is_wrong_stops_the_start_with_the_whole_report() throws Exception {
    Path wrong = Files.writeString(
        folder.resolve("wrong.ini"), "[authentication]\ntype = basik\n[nonsense]\na = b\n");
    FilterConfig config = config("config", wrong.toString());

    assertThatThrownBy(() -> new AuthFilter().init(config))
        .isInstanceOf(ServletException.class)
        .hasMessageContaining("basik")
        .hasMessageContaining("nonsense")
        .hasMessageContaining("wrong.ini:2");
  }

  @Test
  void a_filter_without_a_file_says_what_to_write() {
    FilterConfig config = config("other", "x");

    assertThatThrownBy(() -> new AuthFilter().init(config))
        .isInstanceOf(ServletException.class)
        .hasMessageContaining("<param-name>config</param-name>");
  }

  @Test
  void a_packed_war_says_what_to_do() {
    FilterConfig config = config("config", "/WEB-INF/auth.ini");

    assertThatThrownBy(() -> new AuthFilter().init(config))
        .isInstanceOf(ServletException.class)
        .hasMessageContaining("unpack");
  }

  @Test
  void a_filter_that_was_never_started_lets_nobody_pass() {
    assertThatThrownBy(() -> new AuthFilter().doFilter(mock(), mock(), mock()))
        .isInstanceOf(ServletException.class);
  }

  private static FilterConfig config(String name, String value) {
    FilterConfig config = mock();
    ServletContext context = mock();
    when(config.getServletContext()).thenReturn(context);
    when(config.getFilterName()).thenReturn("door");
    when(config.getInitParameter(name)).thenReturn(value);
    return config;
  }

  @Test
  void a_complete_declaration_needs_no_advice() {
    assertThat(advice(FILTER.formatted("x"), List.of("/*"))).isEmpty();
  }

  @Test
  void advises_on_dispatcher_types_that_are_missing() {
    String requestsOnly = FILTER.formatted("x").replaceAll("<dispatcher>.*?</dispatcher>", "");

    assertThat(advice(requestsOnly, List.of("/*")))
        .singleElement()
        .asString()
        .contains("[REQUEST]", "<dispatcher>ERROR</dispatcher>");
  }

  @Test
  void advises_on_missing_asynchronous_support() {
    String blocking = FILTER.formatted("x").replace("<async-supported>true</async-supported>", "");

    assertThat(advice(blocking, List.of("/*")))
        .singleElement()
        .asString()
        .contains("<async-supported>true</async-supported>");
  }

  @Test
  void advises_on_paths_that_are_left_open() {
    assertThat(advice(FILTER.formatted("x"), List.of("/api/*")))
        .singleElement()
        .asString()
        .contains("[/api/*]", "<url-pattern>/*</url-pattern>");
  }

  @Test
  void says_nothing_of_a_web_xml_that_it_cannot_read() {
    assertThat(advice("<broken", List.of("/*"))).isEmpty();
  }

  @Test
  void advises_on_a_filter_that_no_web_xml_declares() {
    assertThat(advice("<filter><filter-name>other</filter-name></filter>", List.of("/*")))
        .singleElement()
        .asString()
        .contains("REQUEST", "AuthFilter.install");
  }

  /** As Spring Boot's FilterRegistrationBean does it, and a bean that is a filter. */
  @ParameterizedTest
  @EnumSource
  void advises_on_what_other_code_registers_for_requests_only(Container container)
      throws Exception {
    List<String> advice = new CopyOnWriteArrayList<>();
    try (Container.Running server = container.start("/", context -> {
      context
          .addFilter("bean", new AuthFilter(closed()))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
      advice.addAll(WebXml.advice(context, "bean"));
      context.addServlet("who", new WhoServlet()).addMapping("/");
    })) {
      assertThat(server.get("/x").status()).isEqualTo(403);
    }
    assertThat(advice).singleElement().asString().contains("bean", "AuthFilter.install");
  }

  @ParameterizedTest
  @EnumSource
  void what_install_registers_needs_no_advice(Container container) throws Exception {
    List<String> advice = new CopyOnWriteArrayList<>();
    try (Container.Running server = container.start("/", context -> {
      AuthFilter.install(context, closed());
      advice.addAll(WebXml.advice(context, AuthFilter.NAME));
      context.addServlet("who", new WhoServlet()).addMapping("/");
    })) {
      assertThat(server.get("/x").status()).isEqualTo(403);
    }
    assertThat(advice).isEmpty();
  }

  /** Jetty maps a servlet of its own there. */
  @ParameterizedTest
  @EnumSource
  void paths_of_ours_that_no_servlet_answers_for_are_told(Container container) throws Exception {
    List<String> unreached = new CopyOnWriteArrayList<>();
    Configuration configuration =
        Vestibule.builder().session((name, password) -> false).build();
    try (Container.Running server = container.start("/", context -> {
      AuthFilter.install(context, configuration);
      context.addServlet("who", new WhoServlet()).addMapping("/who");
      context
          .addFilter(
              "look",
              new LookFilter(at -> unreached.addAll(AuthFilter.unreached(configuration, at))))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    })) {
      int status = server.get("/auth/login").status();
      assertThat(status).isEqualTo(container == Container.TOMCAT ? 404 : 200);
      assertThat(unreached.contains("/auth/login")).isEqualTo(status == 404);
    }
  }

  /** Looks at the application when the container starts its filters. */
  private record LookFilter(Consumer<ServletContext> look) implements Filter {
    @Override
    public void init(FilterConfig config) {
      look.accept(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(request, response);
    }
  }

  private static Auth closed() {
    return Auth.builder().rules((method, path) -> Requirement.CLOSED).build();
  }

  private static List<String> advice(String webXml, List<String> mappings) {
    ServletContext context = mock();
    FilterRegistration registration = mock();
    when(registration.getUrlPatternMappings()).thenReturn(mappings);
    when(context.getFilterRegistration("door")).thenAnswer(call -> registration);
    when(context.getResourceAsStream("/WEB-INF/web.xml"))
        .thenReturn(new ByteArrayInputStream(
            ("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\">" + webXml + "</web-app>")
                .getBytes(UTF_8)));
    return WebXml.advice(context, "door");
  }

  @Test
  void a_start_that_is_refused_closes_what_it_opened() {
    Configuration configuration = Vestibule.builder()
        .session((name, password) -> true)
        .set("session", "login_page", "/signin")
        .build();
    Store store = configuration.shared(Store.class).orElseThrow();
    store.insert(Entry.of("session", "a", "ada", "v", Instant.MAX));
    FilterConfig config = mock(FilterConfig.class);
    when(config.getServletContext()).thenReturn(mock(ServletContext.class));
    when(config.getFilterName()).thenReturn("door");

    assertThatThrownBy(() -> new AuthFilter(configuration).init(config))
        .isInstanceOf(ConfigurationException.class);
    assertThat(store.get("session", "a")).isEmpty();
  }
}
