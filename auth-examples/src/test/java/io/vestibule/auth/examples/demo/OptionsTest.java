package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void without_options_listens_on_the_loopback_address_of_jetty() throws Refused {
    Options options = Options.parse(List.of());

    assertThat(options.listen().url()).isEqualTo("http://127.0.0.1:8080/");
    assertThat(options.container()).isInstanceOf(JettyServer.class);
    assertThat(options.config()).isEmpty();
    assertThat(options.data()).isEmpty();
  }

  @Test
  void takes_every_option() throws Refused {
    Options options = Options.parse(List.of(
        "--config",
        "a b.ini",
        "--port",
        "0",
        "--host",
        "::1",
        "--container",
        "tomcat",
        "--context",
        "/app/two"));

    assertThat(options.listen()).isEqualTo(new Listen("::1", 0, "/app/two"));
    assertThat(options.listen().withPort(81).url()).isEqualTo("http://[::1]:81/app/two");
    assertThat(options.container()).isInstanceOf(TomcatServer.class);
    assertThat(options.config()).contains(Path.of("a b.ini"));
  }

  @Test
  void takes_a_folder_for_its_own_store_and_none_beside_a_file() throws Refused {
    assertThat(Options.parse(List.of("--data", "a b")).data()).contains(Path.of("a b"));
    assertThatThrownBy(() -> Options.parse(List.of("--data", "a", "--config", "b.ini")))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(2))
        .hasMessageStartingWith("--data is for a demo without --config");
  }

  @Test
  void a_single_slash_is_the_root() throws Refused {
    assertThat(Options.parse(List.of("--context", "/")).listen().contextPath()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--port,      65536",
    "--port,      -1",
    "--port,      http",
    "--host,      a/b",
    "--container, undertow",
    "--context,   app",
    "--context,   /app/",
    "--context,   /..",
    "--context,   /a b",
    "--config,    ''",
    "--data,      ''"
  })
  void names_the_option_whose_value_is_wrong(String name, String value) {
    assertThatThrownBy(() -> Options.parse(List.of(name, value)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(2))
        .hasMessageStartingWith(name + " needs ")
        .hasMessageEndingWith("but is \"" + value + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot", "-p", "start", ""})
  void names_an_unknown_option(String name) {
    assertThatThrownBy(() -> Options.parse(List.of(name)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(2))
        .hasMessage("unknown option \"" + name + "\"; --help lists them all");
  }

  @Test
  void refuses_an_option_without_its_value_and_an_option_given_twice() {
    assertThatThrownBy(() -> Options.parse(List.of("--port")))
        .hasMessageStartingWith("--port needs");
    assertThatThrownBy(() -> Options.parse(List.of("--port", "1", "--port", "2")))
        .hasMessage("--port is given twice");
  }
}
