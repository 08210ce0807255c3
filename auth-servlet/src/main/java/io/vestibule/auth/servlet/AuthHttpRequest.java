package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.server.Client;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request in both directions: what the rules and the authenticators see of it, and what the application sees
 * of whoever sent it. One object, because there is one for each request.
 *
 * <p>Who it is stands in a field of the request that came from outside; those of later dispatches refer to
 * it. So a sign-out behind a forward is a sign-out in front of it, and a thread that keeps the request for too
 * long never sees another client's name.
 */
final class AuthHttpRequest extends HttpServletRequestWrapper implements AuthRequest {
  private static final String ADMITTED = AuthHttpRequest.class.getName();
  private static final String AUTHORIZATION = "Authorization";

  private final GuardContext guardContext;
  private final HttpServletResponse response;
  private final AuthHttpRequest first;
  private final String path;
  private Decision.@Nullable Admit admitted;
  private @Nullable ClientConnection connection;
  private @Nullable List<String> authorization;

  private AuthHttpRequest(
      GuardContext guardContext,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable AuthHttpRequest earlier,
      String path) {
    super(request);
    this.guardContext = guardContext;
    this.response = response;
    this.first = earlier == null ? this : earlier;
    this.path = path;
  }

  /** One that comes from outside. */
  static AuthHttpRequest arriving(
      GuardContext guardContext, HttpServletRequest request, HttpServletResponse response) {
    return new AuthHttpRequest(guardContext, request, response, null, DispatchPath.asked(request));
  }

  /** One that the application sends on to another path. */
  static AuthHttpRequest goingOn(
      GuardContext guardContext, HttpServletRequest request, HttpServletResponse response) {
    return new AuthHttpRequest(
        guardContext,
        request,
        response,
        arrivalOf(guardContext, request),
        DispatchPath.of(request));
  }

  /**
   * The attribute survives where the application unwraps the request, the wrapper where nobody is admitted. Whom
   * another Auth admitted, in front of another application, is nobody here.
   */
  private static @Nullable AuthHttpRequest arrivalOf(
      GuardContext guardContext, HttpServletRequest request) {
    if (request.getAttribute(ADMITTED) instanceof AuthHttpRequest ours
        && ours.guardContext.auth() == guardContext.auth()) {
      return ours;
    }
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      if (inner instanceof AuthHttpRequest ours
          && ours.guardContext.auth() == guardContext.auth()) {
        return ours.first;
      }
      inner = wrapper.getRequest();
    }
    return null;
  }

  /** Whom it has proved until now. */
  Decision standing() {
    Decision.Admit known = first.admitted;
    return known == null ? Decision.PASS : known;
  }

  /** Knows who it is from now on, in this dispatch and in those that follow. */
  void admit(Decision.Admit known) {
    first.admitted = known;
    setAttribute(ADMITTED, first);
  }

  /** Session fixation: an id from before the sign-in must not be worth more after it. */
  void carryOut(HostSession wish) {
    HttpSession session = wish == HostSession.KEEP ? null : getSession(false);
    if (session != null && wish == HostSession.RENEW) {
      changeSessionId();
    } else if (session != null) {
      session.invalidate();
    }
  }

  // What the rules and the authenticators see.

  @Override
  public String method() {
    return getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String contextPath() {
    return isDirect() ? ClientConnection.contextPath(this) : addressed().path();
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(getQueryString());
  }

  @Override
  public String target() {
    String query = getQueryString();
    return query == null ? getRequestURI() : getRequestURI() + "?" + query;
  }

  @Override
  public Optional<String> header(String name) {
    if (first != this) {
      return first.header(name);
    }
    if (!name.equals(AUTHORIZATION)) {
      return Optional.ofNullable(super.getHeader(name));
    }
    List<String> shown = authorization();
    return shown.isEmpty() ? Optional.empty() : Optional.of(shown.get(0));
  }

  @Override
  public List<String> headers(String name) {
    if (first != this) {
      return first.headers(name);
    }
    return name.equals(AUTHORIZATION) ? authorization() : FieldValues.all(super.getHeaders(name));
  }

  /** Looked for once: each authenticator asks for it, and containers search all fields of the header each time. */
  private List<String> authorization() {
    List<String> known = authorization;
    if (known == null) {
      known = FieldValues.all(super.getHeaders(AUTHORIZATION));
      authorization = known;
    }
    return known;
  }

  @Override
  public Optional<String> cookie(String name) {
    return first == this
        ? CookieFields.value(super.getHeaders("Cookie"), name)
        : first.cookie(name);
  }

  @Override
  public List<String> cookies(String name) {
    return first == this
        ? CookieFields.values(super.getHeaders("Cookie"), name)
        : first.cookies(name);
  }

  @Override
  public boolean isHttps() {
    return getScheme().equals("https");
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return getRequest().getAttribute("jakarta.servlet.request.X509Certificate")
                instanceof X509Certificate[] chain
            && chain.length > 0
        ? Optional.of(chain[0])
        : Optional.empty();
  }

  @Override
  public String peer() {
    return connection().peer();
  }

  @Override
  public boolean isProxied() {
    return connection().isProxied();
  }

  @Override
  public String client() {
    return guardContext.trusted().isEmpty() ? peer() : addressed().address();
  }

  @Override
  public String origin() {
    return addressed().origin();
  }

  @Override
  public Optional<String> addressedHost() {
    return connection().addressedHost();
  }

  /** That of whoever came through the door. */
  private ClientConnection connection() {
    if (first != this) {
      return first.connection();
    }
    ClientConnection known = connection;
    if (known == null) {
      known = new ClientConnection(guardContext.trusted(), (HttpServletRequest) getRequest());
      connection = known;
    }
    return known;
  }

  private Client addressed() {
    return connection().client();
  }

  /** Whether the container sees what the client does: no proxy is trusted, and no address configured. */
  private boolean isDirect() {
    return guardContext.trusted().changesNothing();
  }

  // What the application sees of the header: nothing that says who the user is, unless it is
  // believed.

  @Override
  public @Nullable String getHeader(String name) {
    return guardContext.fields().shows(name, first) ? super.getHeader(name) : null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return guardContext.fields().shows(name, first)
        ? super.getHeaders(name)
        : Collections.emptyEnumeration();
  }

  @Override
  public @Nullable Enumeration<String> getHeaderNames() {
    return guardContext.fields().shown(super.getHeaderNames(), first);
  }

  @Override
  public @Nullable Map<String, String> getTrailerFields() {
    return guardContext.fields().unguarded(super.getTrailerFields());
  }

  @Override
  public int getIntHeader(String name) {
    return guardContext.fields().shows(name, first) ? super.getIntHeader(name) : -1;
  }

  @Override
  public long getDateHeader(String name) {
    return guardContext.fields().shows(name, first) ? super.getDateHeader(name) : -1;
  }

  // What the application sees of the way here: nothing changes where no proxy is trusted.

  @Override
  public @Nullable String getRemoteAddr() {
    return isProxied() ? addressed().address() : super.getRemoteAddr();
  }

  @Override
  public @Nullable String getRemoteHost() {
    return isProxied() ? addressed().address() : super.getRemoteHost();
  }

  @Override
  public String getScheme() {
    return isDirect() ? super.getScheme() : addressed().scheme();
  }

  @Override
  public boolean isSecure() {
    return isDirect() ? super.isSecure() : getScheme().equals("https");
  }

  @Override
  public String getServerName() {
    return isDirect() ? super.getServerName() : addressed().host();
  }

  @Override
  public int getServerPort() {
    return isDirect() ? super.getServerPort() : addressed().port();
  }

  @Override
  public StringBuffer getRequestURL() {
    if (isDirect()) {
      return super.getRequestURL();
    }
    String inside = getRequestURI().substring(getContextPath().length());
    return new StringBuffer(addressed().origin()).append(addressed().path()).append(inside);
  }

  // What the application sees of who it is.

  private @Nullable Identity identity() {
    Decision.Admit known = first.admitted;
    return known == null ? null : known.identity();
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return identity();
  }

  @Override
  public @Nullable String getRemoteUser() {
    Identity identity = identity();
    return identity == null ? null : identity.subject();
  }

  @Override
  public @Nullable String getAuthType() {
    Identity identity = identity();
    return identity == null ? null : identity.scheme();
  }

  /** {@code **} is whoever is signed in (Servlet 6.0, 13.3). */
  @Override
  public boolean isUserInRole(@Nullable String role) {
    Identity identity = identity();
    return identity != null
        && role != null
        && (role.equals("**") || (!role.equals("*") && identity.roles().contains(role)));
  }

  /** Headers go to the response of the request that came from outside: that of an include drops them. */
  @Override
  public void login(@Nullable String username, @Nullable String password) throws ServletException {
    Decision.Admit known = guardContext.login().login(this, username, password);
    admit(known);
    ResponseWriter.addHeaders(known.responseHeaders(), first.response);
    carryOut(HostSession.RENEW);
  }

  @Override
  public void logout() {
    Headers headers = guardContext.auth().logout(this);
    first.admitted = null;
    removeAttribute(ADMITTED);
    ResponseWriter.addHeaders(headers, first.response);
  }

  @Override
  public boolean authenticate(HttpServletResponse target) throws IOException {
    return guardContext.login().authenticate(this, target);
  }

  /**
   * Hands the container this request instead of the one it made, so that whoever asks the AsyncContext for the
   * request knows the user. Behind a forward the container's own rule stands: dispatch() goes to where the client
   * went (Servlet 6.0, AsyncContext.dispatch).
   */
  @Override
  public AsyncContext startAsync() {
    DispatcherType type = getDispatcherType();
    return type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE
        ? super.startAsync()
        : super.startAsync(this, response);
  }
}
