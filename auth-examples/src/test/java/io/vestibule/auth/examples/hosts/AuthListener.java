package io.vestibule.auth.examples.hosts;

import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** What a WAR without a filter in its web.xml writes: docs/servlet.md. */
@WebListener
public final class AuthListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent start) {
    AuthFilter.install(start.getServletContext(), "/WEB-INF/auth.ini");
  }
}
