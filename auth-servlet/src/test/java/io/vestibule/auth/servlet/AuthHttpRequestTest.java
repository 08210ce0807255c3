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
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.Cors;
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
class AuthHttpRequestTest {
  private static final Auth AUTH =
      Auth.builder().authenticator("test", new HeaderUser()).build();
  private static final Decision.Admit ADA =
      new Decision.Admit(Identity.of("ada", "TEST", Instant.EPOCH), "test", Headers.none());

  private final HttpServletRequest request = mock();
  private final HttpServletResponse response = mock();

  private static GuardContext guardContext(Auth auth) {
    return new GuardContext(
        auth,
        new ResponseWriter(Pages.of(Look.plain()), new Cors(AllowedOrigins.none())),
        TrustedProxies.none());
  }

  private AuthHttpRequest authHttpRequest() {
    return AuthHttpRequest.arriving(guardContext(AUTH), request, response);
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

    assertThat(authHttpRequest().path()).isEqualTo(path);
  }

  @Test
  void what_is_missing_is_empty() {
    AuthHttpRequest authHttpRequest = authHttpRequest();

    assertThat(authHttpRequest.query()).isEmpty();
    assertThat(authHttpRequest.header("Accept")).isEmpty();
    assertThat(authHttpRequest.headers("Accept")).isEmpty();
    assertThat(authHttpRequest.cookie("a")).isEmpty();
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
    AuthHttpRequest authHttpRequest = authHttpRequest();

    assertThat(authHttpRequest.method()).isEqualTo("PATCH");
    assertThat(authHttpRequest.query()).contains("a=%62");
    assertThat(authHttpRequest.headers("Via")).containsExactly("1", "2");
    assertThat(authHttpRequest.contextPath()).isEqualTo("/app");
  }

  @Test
  void two_cookies_of_one_name_must_agree() {
    when(request.getHeaders("Cookie"))
        .thenAnswer(any ->
            Collections.enumeration(List.of("same=1; other=1; same=1", "other=2; Single=3")));
    AuthHttpRequest authHttpRequest = authHttpRequest();

    assertThat(authHttpRequest.cookie("same")).contains("1");
    assertThat(authHttpRequest.cookie("other")).isEmpty();
    assertThat(authHttpRequest.cookie("Single")).contains("3");
    assertThat(authHttpRequest.cookie("single")).isEmpty();
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

    assertThat(authHttpRequest().peer()).isEqualTo(peer);
    assertThat(authHttpRequest().client()).isEqualTo(peer);
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

    assertThat(authHttpRequest().origin()).isEqualTo(origin);
  }

  @Test
  void a_client_without_an_address_has_none() {
    assertThat(authHttpRequest().peer()).isEmpty();
    assertThat(authHttpRequest().client()).isEmpty();
    assertThat(authHttpRequest().isProxied()).isFalse();
  }

  @Test
  void an_application_behind_a_trusted_proxy_sees_what_the_client_addressed() {
    AuthHttpRequest authHttpRequest = behind(TrustedProxies.of(List.of("192.0.2.1")));

    assertThat(authHttpRequest.isProxied()).isTrue();
    assertThat(authHttpRequest.peer()).isEqualTo("192.0.2.1");
    assertThat(authHttpRequest.client()).isEqualTo("203.0.113.7");
    assertThat(authHttpRequest.origin()).isEqualTo("https://example.org");
    assertThat(authHttpRequest.contextPath()).isEqualTo("/tools/app");
    assertThat(authHttpRequest.getRemoteAddr()).isEqualTo("203.0.113.7");
    assertThat(authHttpRequest.getRemoteHost()).isEqualTo("203.0.113.7");
    assertThat(authHttpRequest.getScheme()).isEqualTo("https");
    assertThat(authHttpRequest.isSecure()).isTrue();
    assertThat(authHttpRequest.getServerName()).isEqualTo("example.org");
    assertThat(authHttpRequest.getServerPort()).isEqualTo(443);
    assertThat(authHttpRequest.getRequestURL())
        .asString()
        .isEqualTo("https://example.org/tools/app/me");
  }

  @Test
  void an_application_that_is_addressed_directly_sees_what_the_container_sees() {
    AuthHttpRequest authHttpRequest = behind(TrustedProxies.of(List.of("192.0.2.99")));

    assertThat(authHttpRequest.isProxied()).isFalse();
    assertThat(authHttpRequest.client()).isEqualTo("192.0.2.1");
    assertThat(authHttpRequest.origin()).isEqualTo("http://inside:8080");
    assertThat(authHttpRequest.contextPath()).isEqualTo("/app");
    assertThat(authHttpRequest.getRemoteAddr()).isEqualTo("::ffff:192.0.2.1");
    assertThat(authHttpRequest.getScheme()).isEqualTo("http");
    assertThat(authHttpRequest.isSecure()).isFalse();
    assertThat(authHttpRequest.getServerName()).isEqualTo("inside");
    assertThat(authHttpRequest.getServerPort()).isEqualTo(8080);
    assertThat(authHttpRequest.getRequestURL()).asString().isEqualTo("http://inside:8080/app/me");
  }

  /** The one who comes later finds another request object, in which the peer is the client already. */
  @Test
  void who_goes_on_came_from_where_the_first_one_came() {
    AuthHttpRequest authHttpRequest = behind(TrustedProxies.of(List.of("192.0.2.1")));
    authHttpRequest.admit(ADA);
    GuardContext guardContext = new GuardContext(
        AUTH,
        new ResponseWriter(Pages.of(Look.plain()), new Cors(AllowedOrigins.none())),
        TrustedProxies.of(List.of("192.0.2.1")));

    AuthHttpRequest onward = AuthHttpRequest.goingOn(guardContext, authHttpRequest, response);

    assertThat(onward.peer()).isEqualTo("192.0.2.1");
    assertThat(onward.isProxied()).isTrue();
    assertThat(onward.client()).isEqualTo("203.0.113.7");
    assertThat(onward.getRemoteAddr()).isEqualTo("203.0.113.7");
  }

  private AuthHttpRequest behind(TrustedProxies trusted) {
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
    return AuthHttpRequest.arriving(
        new GuardContext(
            AUTH,
            new ResponseWriter(Pages.of(Look.plain()), new Cors(AllowedOrigins.none())),
            trusted),
        request,
        response);
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
    AuthHttpRequest authHttpRequest = authHttpRequest();

    assertThat(authHttpRequest.getUserPrincipal()).isNull();
    assertThat(authHttpRequest.getRemoteUser()).isNull();
    assertThat(authHttpRequest.getAuthType()).isNull();
    assertThat(authHttpRequest.isUserInRole("admin")).isFalse();
  }

  @Test
  void nothing_is_stored_in_the_request_of_nobody() {
    authHttpRequest();

    verify(request, never()).setAttribute(anyString(), any());
  }

  /** A later request that the container puts into the same object must not be ada's. */
  @Test
  void who_it_is_stands_in_the_visitor_and_not_in_the_containers_request() {
    AuthHttpRequest authHttpRequest = authHttpRequest();
    authHttpRequest.admit(ADA);
    AuthHttpRequest next = authHttpRequest();

    assertThat(authHttpRequest.getRemoteUser()).isEqualTo("ada");
    assertThat(next.getRemoteUser()).isNull();
  }

  @Test
  void whom_another_auth_admitted_is_nobody_here() {
    AuthHttpRequest authHttpRequest = authHttpRequest();
    authHttpRequest.admit(ADA);
    when(request.getAttribute(anyString())).thenReturn(authHttpRequest);

    AuthHttpRequest onward = AuthHttpRequest.goingOn(guardContext(AUTH), authHttpRequest, response);
    AuthHttpRequest elsewhere =
        AuthHttpRequest.goingOn(guardContext(Auth.builder().build()), authHttpRequest, response);

    assertThat(onward.getRemoteUser()).isEqualTo("ada");
    assertThat(elsewhere.getRemoteUser()).isNull();
    assertThat(elsewhere.standing()).isEqualTo(Decision.PASS);
  }

  @Test
  void an_answer_that_has_left_cannot_become_a_challenge() {
    when(response.isCommitted()).thenReturn(true);

    assertThatThrownBy(() -> authHttpRequest().authenticate(response))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void login_makes_no_session() throws Exception {
    when(request.getSession(false)).thenReturn(null);
    authHttpRequest().login("ada", HeaderUser.PASSWORD);

    verify(request, never()).getSession();
    verify(request, never()).getSession(true);
    verify(request, never()).changeSessionId();
  }
}
