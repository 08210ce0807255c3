package io.vestibule.auth.examples.demo;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.UserStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The demo on Jetty with a file of its own; 127.0.0.1 is the proxy where the file names it, 127.0.0.9 a stranger. */
record Site(Configuration configuration, Container.Running running) implements AutoCloseable {
  static final String PROXY = "127.0.0.1";
  static final String STRANGER = "127.0.0.9";

  static Site of(String file) throws Refused {
    Configuration configuration = Demo.withRules(
        Configuration.parse("demo.ini", file, Path.of(""), Map.of(), InstantSource.system()));
    return new Site(
        configuration,
        Demo.start(new JettyServer(), new Listen("127.0.0.1", 0, ""), configuration));
  }

  /** As the proxy sends it. */
  Raw get(String target, String... fields) throws IOException {
    return Raw.get(PROXY, running.port(), target, fields);
  }

  /** As the proxy sends it. */
  Raw post(String target, String body, String... fields) throws IOException {
    return Raw.send(PROXY, running.port(), "POST", target, body, fields);
  }

  /** Past the proxy. */
  Raw getDirectly(String target, String... fields) throws IOException {
    return Raw.get(STRANGER, running.port(), target, fields);
  }

  UserStore users() {
    return configuration.shared(UserStore.class).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    running.close();
    configuration.auth().close();
  }
}
