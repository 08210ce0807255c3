package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty under wrk, with the filter and without, in turn: the requests of a live session that each answers. */
final class Wrk {
  private static final int ROUNDS = 7;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses");

  private Wrk() {}

  static void print() throws Exception {
    Filter filter = new AuthFilter(SignedIn.configuration(1, "url = memory").auth());
    String cookie = SignedIn.among(SignedIn.in(filter, "u0"));
    Map<String, Server> servers = new LinkedHashMap<>();
    servers.put("none", server((request, response, chain) -> chain.doFilter(request, response)));
    servers.put("memory", server(filter));
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      for (Map.Entry<String, Server> server : servers.entrySet()) {
        double rate = rate(((ServerConnector) server.getValue().getConnectors()[0]).getLocalPort(), cookie);
        if (round >= 0) {
          rates.computeIfAbsent(server.getKey(), name -> new ArrayList<>()).add(rate);
        }
      }
    }
    double none = median(rates.get("none"));
    rates.forEach((name, all) -> System.out.printf(
        Locale.ROOT, "%s: %,.0f requests a second, %.2f of none%n", name, median(all), median(all) / none));
    for (Server server : servers.values()) {
      server.stop();
    }
  }

  private static double median(List<Double> rates) {
    return rates.stream().sorted(Comparator.naturalOrder()).skip(rates.size() / 2).findFirst().orElseThrow();
  }

  private static Server server(Filter filter) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(Hello.class, "/hello");
    server.setHandler(context);
    server.start();
    return server;
  }

  private static double rate(int port, String cookie) throws IOException {
    Process wrk = new ProcessBuilder(
            "wrk", "-t1", "-c16", "-d5s", "-H", "Cookie: " + cookie, "http://127.0.0.1:" + port + "/hello")
        .redirectErrorStream(true)
        .start();
    String said = new String(wrk.getInputStream().readAllBytes(), UTF_8);
    Matcher rate = RATE.matcher(said);
    if (!rate.find() || FAILED.matcher(said).find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(rate.group(1));
  }

  /** An application that asks who it is. */
  public static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.setContentType("text/plain");
      response.getOutputStream().print("hello " + request.getRemoteUser());
    }
  }
}
