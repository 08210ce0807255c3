package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.server.TrustedProxies;
import io.vestibule.auth.servlet.pages.Pages;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rules and the authenticators see of a request. */
class VisitorTest {
  private static final Auth AUTH =
      Auth.builder().authenticator("test", new HeaderUser()).build();
  private static final Decision.Admit ADA =
      new Decision.Admit(Identity.of("ada", "TEST", Instant.EPOCH), "test", Headers.none());

  private final HttpServletRequest request = mock();
  private final HttpServletResponse response = mock();

  private static House house(Auth auth) {
    return new House(auth, new Reply(Pages.of(Look.plain())), TrustedProxies.none());
  }

  private Visitor visitor() {
    return Visitor.arriving(house(AUTH), request, response);
  }

  @ParameterizedTest
  @CsvSource({
    "/a,  ,   /a",
    "'',  /b, /b",
    "/a,  /b, /a/b",
    "'',  ,   /",
    ",    ,   /",
    "/a,  '', /a",
  })
  void the_path_is_what_the_container_runs(String servletPath, String pathInfo, String path) {
    when(request.getServletPath()).thenReturn(servletPath);
    when(request.getPathInfo()).thenReturn(pathInfo);

    assertThat(visitor().path()).isEqualTo(path);
  }

  @Test
  void what_is_missing_is_empty() {
    Visitor visitor = visitor();

    assertThat(visitor.query()).isEmpty();
    assertThat(visitor.header("Accept")).isEmpty();
    assertThat(visitor.headers("Accept")).isEmpty();
    assertThat(visitor.cookie("a")).isEmpty();
  }

  @Test
  void hands_on_what_was_sent() {
    when(request.getMethod()).thenReturn("PATCH");
    when(request.getQueryString()).thenReturn("a=%62");
    when(request.getHeaders("Via")).thenReturn(Collections.enumeration(List.of("1", "2")));
    ServletContext context = mock();
    when(context.getContextPath()).thenReturn("/app");
    when(request.getServletContext()).thenReturn(context);
    when(request.getContextPath()).thenReturn("/%61pp");
    Visitor visitor = visitor();

    assertThat(visitor.method()).isEqualTo("PATCH");
    assertThat(visitor.query()).contains("a=%62");
    assertThat(visitor.headers("Via")).containsExactly("1", "2");
    assertThat(visitor.contextPath()).isEqualTo("/app");
  }

  @Test
  void two_cookies_of_one_name_must_agree() {
    when(request.getHeaders("Cookie"))
        .thenAnswer(any ->
            Collections.enumeration(List.of("same=1; other=1; same=1", "other=2; Single=3")));
    Visitor visitor = visitor();

    assertThat(visitor.cookie("same")).contains("1");
    assertThat(visitor.cookie("other")).isEmpty();
    assertThat(visitor.cookie("Single")).contains("3");
    assertThat(visitor.cookie("single")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,           10.1.2.3",
    "::ffff:10.1.2.3,    10.1.2.3",
    "[::FFFF:10.1.2.3],  10.1.2.3",
    "[2001:db8::1],      2001:db8::1",
    "fe80::1%eth0,       fe80::1",
    "::ffff:a01:203,     ::ffff:a01:203",
  })
  void an_address_has_one_spelling(String remote, String peer) {
    when(request.getRemoteAddr()).thenReturn(remote);

    assertThat(visitor().peer()).isEqualTo(peer);
    assertThat(visitor().client()).isEqualTo(peer);
  }

  @ParameterizedTest
  @CsvSource({
    "http,  Example.ORG, 80,   http://example.org",
    "https, example.org, 443,  https://example.org",
    "https, example.org, 80,   https://example.org:80",
    "http,  example.org, 8080, http://example.org:8080",
    "http,  [::1],       443,  http://[::1]:443",
    "http,  ::1,         80,   http://[::1]",
  })
  void an_origin_leaves_out_the_usual_port(String scheme, String host, int port, String origin) {
    when(request.getScheme()).thenReturn(scheme);
    when(request.getServerName()).thenReturn(host);
    when(request.getServerPort()).thenReturn(port);
    ServletContext context = mock();
    when(request.getServletContext()).thenReturn(context);
    when(context.getContextPath()).thenReturn("");

    assertThat(visitor().origin()).isEqualTo(origin);
  }

  @Test
  void a_client_without_an_address_has_none() {
    assertThat(visitor().peer()).isEmpty();
    assertThat(visitor().client()).isEmpty();
    assertThat(visitor().isProxied()).isFalse();
  }

  @Test
  void an_application_behind_a_trusted_proxy_sees_what_the_client_addressed() {
    Visitor visitor = behind(TrustedProxies.of(List.of("192.0.2.1")));

    assertThat(visitor.isProxied()).isTrue();
    assertThat(visitor.peer()).isEqualTo("192.0.2.1");
    assertThat(visitor.client()).isEqualTo("203.0.113.7");
    assertThat(visitor.origin()).isEqualTo("https://example.org");
    assertThat(visitor.contextPath()).isEqualTo("/tools/app");
    assertThat(visitor.getRemoteAddr()).isEqualTo("203.0.113.7");
    assertThat(visitor.getRemoteHost()).isEqualTo("203.0.113.7");
    assertThat(visitor.getScheme()).isEqualTo("https");
    assertThat(visitor.isSecure()).isTrue();
    assertThat(visitor.getServerName()).isEqualTo("example.org");
    assertThat(visitor.getServerPort()).isEqualTo(443);
    assertThat(visitor.getRequestURL()).asString().isEqualTo("https://example.org/tools/app/me");
  }

  @Test
  void an_application_that_is_addressed_directly_sees_what_the_container_sees() {
    Visitor visitor = behind(TrustedProxies.of(List.of("192.0.2.99")));

    assertThat(visitor.isProxied()).isFalse();
    assertThat(visitor.client()).isEqualTo("192.0.2.1");
    assertThat(visitor.origin()).isEqualTo("http://inside:8080");
    assertThat(visitor.contextPath()).isEqualTo("/app");
    assertThat(visitor.getRemoteAddr()).isEqualTo("::ffff:192.0.2.1");
    assertThat(visitor.getScheme()).isEqualTo("http");
    assertThat(visitor.isSecure()).isFalse();
    assertThat(visitor.getServerName()).isEqualTo("inside");
    assertThat(visitor.getServerPort()).isEqualTo(8080);
    assertThat(visitor.getRequestURL()).asString().isEqualTo("http://inside:8080/app/me");
  }

  /** The one who comes later finds another request object, in which the peer is the client already. */
  @Test
  void who_goes_on_came_from_where_the_first_one_came() {
    Visitor visitor = behind(TrustedProxies.of(List.of("192.0.2.1")));
    visitor.admit(ADA);
    House house =
        new House(AUTH, new Reply(Pages.of(Look.plain())), TrustedProxies.of(List.of("192.0.2.1")));

    Visitor onward = Visitor.goingOn(house, visitor, response);

    assertThat(onward.peer()).isEqualTo("192.0.2.1");
    assertThat(onward.isProxied()).isTrue();
    assertThat(onward.client()).isEqualTo("203.0.113.7");
    assertThat(onward.getRemoteAddr()).isEqualTo("203.0.113.7");
  }

  private Visitor behind(TrustedProxies trusted) {
    ServletContext context = mock();
    when(request.getServletContext()).thenReturn(context);
    when(context.getContextPath()).thenReturn("/app");
    when(request.getContextPath()).thenReturn("/app");
    when(request.getRequestURI()).thenReturn("/app/me");
    when(request.getRequestURL()).thenReturn(new StringBuffer("http://inside:8080/app/me"));
    when(request.getRemoteAddr()).thenReturn("::ffff:192.0.2.1");
    when(request.getScheme()).thenReturn("http");
    when(request.getServerName()).thenReturn("inside");
    when(request.getServerPort()).thenReturn(8080);
    sent("X-Forwarded-For", "198.51.100.1, 203.0.113.7");
    sent("X-Forwarded-Proto", "https");
    sent("X-Forwarded-Host", "example.org");
    sent("X-Forwarded-Prefix", "/tools");
    return Visitor.arriving(
        new House(AUTH, new Reply(Pages.of(Look.plain())), trusted), request, response);
  }

  private void sent(String name, String value) {
    when(request.getHeaders(name)).thenAnswer(asked -> Collections.enumeration(List.of(value)));
  }

  @Test
  void whom_the_container_knows_is_nobody_here() {
    when(request.getUserPrincipal()).thenReturn(() -> "container");
    when(request.getRemoteUser()).thenReturn("container");
    when(request.getAuthType()).thenReturn("FORM");
    when(request.isUserInRole(anyString())).thenReturn(true);
    Visitor visitor = visitor();

    assertThat(visitor.getUserPrincipal()).isNull();
    assertThat(visitor.getRemoteUser()).isNull();
    assertThat(visitor.getAuthType()).isNull();
    assertThat(visitor.isUserInRole("admin")).isFalse();
  }

  @Test
  void nothing_is_stored_in_the_request_of_nobody() {
    visitor();

    verify(request, never()).setAttribute(anyString(), any());
  }

  /** A later request that the container puts into the same object must not be ada's. */
  @Test
  void who_it_is_stands_in_the_visitor_and_not_in_the_containers_request() {
    Visitor visitor = visitor();
    visitor.admit(ADA);
    Visitor next = visitor();

    assertThat(visitor.getRemoteUser()).isEqualTo("ada");
    assertThat(next.getRemoteUser()).isNull();
  }

  @Test
  void whom_another_auth_admitted_is_nobody_here() {
    Visitor visitor = visitor();
    visitor.admit(ADA);
    when(request.getAttribute(anyString())).thenReturn(visitor);

    Visitor onward = Visitor.goingOn(house(AUTH), visitor, response);
    Visitor elsewhere = Visitor.goingOn(house(Auth.builder().build()), visitor, response);

    assertThat(onward.getRemoteUser()).isEqualTo("ada");
    assertThat(elsewhere.getRemoteUser()).isNull();
    assertThat(elsewhere.standing()).isEqualTo(Decision.PASS);
  }

  @Test
  void an_answer_that_has_left_cannot_become_a_challenge() {
    when(response.isCommitted()).thenReturn(true);

    assertThatThrownBy(() -> visitor().authenticate(response))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void login_makes_no_session() throws Exception {
    when(request.getSession(false)).thenReturn(null);
    visitor().login("ada", HeaderUser.PASSWORD);

    verify(request, never()).getSession();
    verify(request, never()).getSession(true);
    verify(request, never()).changeSessionId();
  }
}
