package io.vestibule.auth.examples.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flask-HTTPAuth's own cases, replayed over HTTP against this library. */
class FlaskCasesTest {
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = HelloServer.start(0, FlaskTwin.configuration());
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  static List<FlaskCases> cases() {
    return FlaskCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_answered_as_the_table_says(FlaskCases one) throws Exception {
    assertThat(one.ask(FlaskHttpAuthTest.base(server))).isEqualTo(one.expected());
  }
}
