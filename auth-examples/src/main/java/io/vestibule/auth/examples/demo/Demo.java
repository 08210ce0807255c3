package io.vestibule.auth.examples.demo;

import io.vestibule.auth.Auth;
import io.vestibule.auth.servlet.AuthFilter;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** {@code java -jar auth-examples.jar}: see the README. */
public final class Demo {
  private Demo() {}

  /** Starts the demo, or runs a command of the library's command line. */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    try {
      run(List.of(arguments));
    } catch (Refused refused) {
      System.err.println(refused.getMessage());
      System.exit(refused.status());
    }
  }

  private static void run(List<String> arguments) throws Refused {
    Options options = Options.parse(arguments);
    Listen listen = options.listen();
    Container.Running running =
        start(options.container(), listen, Auth.builder().build());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
    System.out.println("Listening on " + listen.withPort(running.port()).url());
  }

  static Container.Running start(Container container, Listen listen, Auth auth) throws Refused {
    try {
      return container.start(listen, context -> {
        AuthFilter.install(context, auth);
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

  private static void stop(Container.Running running) {
    try {
      running.close();
    } catch (IOException late) {
      System.err.println("did not stop cleanly: " + late);
    }
  }
}
