package io.vestibule.auth.examples.demo;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;

/** What the demo answers, path by path. */
final class Routes {
  private Routes() {}

  static void addTo(ServletContext context) {
    add(context, new HomeServlet(), "");
    add(context, new HelloServlet(), "/public/hello", "/hello/*", "/admin/hello");
    add(context, new MeServlet(), "/me");
    add(context, new AsyncMeServlet(), "/async/me");
    add(context, new AsyncDispatchServlet(), "/async/dispatch");
    add(context, new EventsServlet(), "/events/me");
    add(context, new ForwardServlet(), "/forward");
    add(context, new IncludeServlet(), "/include");
    add(context, new HeadersServlet(), "/headers");
    add(context, new EchoServlet(), "/echo");
    add(context, new StatusServlet(), "/status/*");
    add(context, new LoginServlet(), "/servlet/login");
    add(context, new LogoutServlet(), "/servlet/logout");
    add(context, new AuthenticateServlet(), "/servlet/authenticate");
    add(context, new RoleServlet(), "/servlet/role/*");
    add(context, new NotFoundServlet(), "/");
    MeSocket.addTo(context);
  }

  private static void add(ServletContext context, Servlet servlet, String... paths) {
    ServletRegistration.Dynamic registration =
        context.addServlet(servlet.getClass().getSimpleName(), servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(paths);
  }
}
