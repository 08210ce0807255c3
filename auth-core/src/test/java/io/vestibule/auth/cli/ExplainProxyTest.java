package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What explain says of the fields that a proxy sends, or somebody past it. */
class ExplainProxyTest {
  @TempDir
  private Path folder;

  private FakeTerminal explain(String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("auth.ini"), """
        [authentication]
        type = proxy
        [proxy]
        secret_header = X-Secret
        secret = sixteen letters!
        [server]
        trusted_proxies = 10.0.0.1
        """);
    FakeTerminal terminal = FakeTerminal.of();
    List<String> arguments = new ArrayList<>(List.of("explain", "GET", "/orders"));
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    int status = Main.run(arguments, terminal);
    assertThat(status == Command.OK || !terminal.err.isEmpty()).isTrue();
    return terminal;
  }

  @Test
  void of_a_stranger_nothing_is_believed() throws IOException {
    assertThat(explain(
                "--peer", "172.17.0.5",
                "--header", "Remote-User: ada",
                "--header", "X-Forwarded-For: 198.51.100.7",
                "--header", "Accept: text/html")
            .out)
        .contains(
            "  received from 172.17.0.5, which is not named in [server] trusted_proxies:",
            "    Remote-User: ignored and kept from the application, because 172.17.0.5 is not named in trusted_proxies",
            "    X-Forwarded-For: ignored, because 172.17.0.5 is not named in trusted_proxies",
            "    Accept: no field that says who or where from",
            "    so: the client is 172.17.0.5, and the first page is at http://localhost/");
  }

  @Test
  void of_a_trusted_proxy_the_configured_fields_are() throws IOException {
    assertThat(explain(
                "--peer", "10.0.0.1",
                "--header", "Remote-User: ada",
                "--header", "X-Secret: sixteen letters!",
                "--header", "Remote_User: evil",
                "--header", "X-Remote-User: evil",
                "--header", "Forwarded: for=1.1.1.1",
                "--header", "X-Forwarded-For: 198.51.100.7",
                "--header", "X-Forwarded-Proto: https",
                "--header", "X-Forwarded-Host: example.org",
                "--header", "X-Forwarded-Prefix: /tools")
            .out)
        .contains(
            "  received from 10.0.0.1, which is a trusted proxy:",
            "    Remote-User: believed",
            "    X-Forwarded-For: believed",
            "    so: the client is 198.51.100.7, and the first page is at https://example.org/tools/")
        .anyMatch(line -> line.startsWith("    Remote_User: ignored and kept from the application"))
        .anyMatch(line -> line.startsWith("    X-Remote-User: ignored and kept"))
        .anyMatch(
            line -> line.startsWith("    Forwarded: not read; what is read is X-Forwarded-For"));
  }

  @Test
  void it_says_why_a_trusted_proxy_is_refused() throws IOException {
    assertThat(explain("--peer", "10.0.0.1", "--header", "Remote-User: ada").out)
        .contains("    Remote-User: refused, because the proxy's secret is missing or wrong");
    assertThat(explain(
                "--peer",
                "10.0.0.1",
                "--header",
                "Remote-User: ada",
                "--header",
                "Remote-User: bob")
            .out)
        .contains("    Remote-User: refused with 400, because it comes twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Remote-User", ": ada", ""})
  void a_field_has_a_name_and_a_value(String field) throws IOException {
    assertThat(explain("--header", field).err).anyMatch(line -> line.contains("needs a field"));
  }
}
