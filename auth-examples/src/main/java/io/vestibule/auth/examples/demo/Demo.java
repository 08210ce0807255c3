package io.vestibule.auth.examples.demo;

import io.vestibule.auth.cli.Main;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.oauth.RedirectUris;
import io.vestibule.auth.servlet.AuthFilter;
import io.vestibule.auth.session.Setup;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** {@code java -jar auth-examples.jar}: see the README. */
public final class Demo {
  private static final String[] RULES = {
    "/public/** = public", "/admin/** = role:admin", "/** = user"
  };

  private Demo() {}

  /** Starts the demo, or runs a command of the library's command line. */
  public static void main(String[] arguments) {
    List<String> given = List.of(arguments);
    if (!given.isEmpty() && !given.get(0).startsWith("-")) {
      logLikeACommand();
      Main.main(arguments);
      return;
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (given.contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      run(Options.parse(given));
    } catch (ConfigurationException faults) {
      exit(1, faults);
    } catch (Refused refused) {
      exit(refused.status(), refused);
    }
  }

  /** A command's output is its answer; only what went wrong, and who did what, stands beside it. */
  private static void logLikeACommand() {
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.setProperty("org.slf4j.simpleLogger.log.io.vestibule.audit", "info");
  }

  private static void exit(int status, Exception why) {
    System.err.println(why.getMessage());
    System.exit(status);
  }

  private static void run(Options options) throws Refused {
    Optional<Path> file = options.config();
    if (file.isPresent()) {
      run(options, load(file.get()), () -> {});
    } else {
      DataFolder data = DataFolder.of(options.data());
      run(options, data.configuration(), data::leave);
    }
  }

  private static void run(Options options, Configuration read, Runnable afterwards) throws Refused {
    Configuration configuration = withRules(read);
    try {
      configuration.started();
      Listen listen = options.listen().with(configuration);
      Container.Running running = start(options.container(), listen, configuration);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, afterwards), "stop"));
      tell(configuration, listen.withPort(running.port()));
    } catch (ConfigurationException | Refused refused) {
      configuration.auth().close();
      afterwards.run();
      throw refused;
    }
  }

  private static void tell(Configuration configuration, Listen here) {
    configuration.summary().forEach(System.out::println);
    configuration
        .shared(Setup.class)
        .flatMap(Setup::link)
        .ifPresent(link -> System.out.println(
            "Set up the first administrator within 30 minutes: " + here.root() + link));
    configuration
        .shared(RedirectUris.class)
        .map(open -> open.below(here.root()))
        .orElse(Map.of())
        .forEach((section, url) -> System.out.println(
            "Register with the provider of [" + section + "] the redirect URI " + url));
    System.out.println("Listening on " + here.url());
  }

  /** What holds for the demo's routes where the file says nothing about them. */
  static Configuration withRules(Configuration configuration) {
    return configuration.orRules(RULES);
  }

  private static Configuration load(Path file) throws Refused {
    if (!Files.isReadable(file)) {
      throw Refused.start("cannot read " + file);
    }
    return Configuration.load(file);
  }

  static Container.Running start(Container container, Listen listen, Configuration configuration)
      throws Refused {
    if (listen.tls().isPresent() && !(container instanceof JettyServer)) {
      throw Refused.start("with [tls] the demo runs on Jetty; leave --container out");
    }
    try {
      return container.start(listen, context -> {
        AuthFilter.install(context, configuration);
        Routes.addTo(context);
      });
    } catch (Exception failed) {
      throw Refused.start("cannot listen on " + listen.url() + ": " + cause(failed));
    }
  }

  private static String cause(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "unknown host";
      }
    }
    return String.valueOf(failed);
  }

  private static void stop(Container.Running running, Runnable afterwards) {
    try {
      running.close();
    } catch (IOException late) {
      System.err.println("did not stop cleanly: " + late);
    }
    afterwards.run();
  }
}
