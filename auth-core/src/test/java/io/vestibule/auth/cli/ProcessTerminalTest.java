package io.vestibule.auth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProcessTerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void a_line_is_utf_8_and_ends_where_it_ends() {
    ProcessTerminal terminal = terminal("pässword\r\nnext\n\nlast".getBytes(UTF_8));
    assertThat(terminal.line().orElseThrow().reveal()).isEqualTo("pässword");
    assertThat(terminal.line().orElseThrow().reveal()).isEqualTo("next");
    assertThat(terminal.line().orElseThrow().reveal()).isEmpty();
    assertThat(terminal.line().orElseThrow().reveal()).isEqualTo("last");
    assertThat(terminal.line()).isEmpty();
  }

  @Test
  void a_line_in_another_encoding_is_refused() {
    assertThatThrownBy(() -> terminal("pässword".getBytes(ISO_8859_1)).line())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void an_endless_line_is_refused() {
    assertThatThrownBy(() -> terminal(new byte[10_000]).line())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void results_and_faults_go_their_own_ways() {
    ProcessTerminal terminal = terminal(new byte[0]);
    terminal.out("result");
    terminal.err("fault");
    assertThat(out.toString(UTF_8).strip()).isEqualTo("result");
    assertThat(err.toString(UTF_8).strip()).isEqualTo("fault");
  }

  @Test
  void output_that_cannot_be_written_is_no_success() throws Exception {
    File full = new File("/dev/full");
    assumeThat(full).exists();
    Process process = new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "hash-token",
            "--new")
        .redirectOutput(full)
        .start();

    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .contains("The output could not be written");
    assertThat(process.waitFor()).isEqualTo(Command.PROBLEMS);
  }

  private ProcessTerminal terminal(byte[] input) {
    return new ProcessTerminal(
        new ByteArrayInputStream(input),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }
}
