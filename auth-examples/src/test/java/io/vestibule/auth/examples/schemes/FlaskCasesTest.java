package io.vestibule.auth.examples.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flask-HTTPAuth's own cases, replayed over HTTP against this library. */
class FlaskCasesTest {
  private static Server builder;
  private static Server file;

  @BeforeAll
  static void start() throws Exception {
    builder = HelloServer.start(0, FlaskTwin.configuration());
    file = HelloServer.start(0, Configuration.load(FlaskTwin.FILE));
  }

  @AfterAll
  static void stop() throws Exception {
    builder.stop();
    file.stop();
  }

  static List<FlaskCases> cases() {
    return FlaskCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_answered_as_the_table_says_by_a_configuration_in_java(FlaskCases one) throws Exception {
    assertThat(one.ask(FlaskHttpAuthTest.base(builder))).isEqualTo(one.expected());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_answered_as_the_table_says_by_a_file(FlaskCases one) throws Exception {
    assertThat(one.ask(FlaskHttpAuthTest.base(file) + FlaskTwin.IN_THE_DEMO))
        .isEqualTo(one.expected());
  }
}
