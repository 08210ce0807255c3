package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Look;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilesTest {
  @TempDir
  Path folder;

  @Test
  void a_template_of_the_host_replaces_ours() throws IOException {
    write("signed-out.html", "{{> head}}<h1>Bye, {{username}}</h1>{{> foot}}");

    Shown page = show("signed-out");

    assertThat(page.heading()).isEqualTo("Bye, ");
    assertThat(page.title()).isEqualTo("Signed out");
    assertThat(Shown.of(pages(), States.of("logout"), Ask.page("/")).heading())
        .isEqualTo("Sign out");
  }

  @Test
  void a_single_text_of_the_host_replaces_ours() throws IOException {
    write("messages.properties", "login.submit = Enter\n");
    write("messages_de.properties", "login.password = Kennwort\n");

    assertThat(show("login").html()).contains(">Enter</button>", ">Password</label>");
    assertThat(Shown.of(pages(), States.of("login"), Ask.page("/").with("Accept-Language", "de"))
            .html())
        .contains(">Kennwort</label>", ">Anmelden</button>");
  }

  @Test
  void the_style_and_the_script_can_be_replaced_too() throws IOException {
    write("style.css", "body { color: var(--accent); }\n");

    Pages pages = pages();

    assertThat(AssetsTest.get(pages, AssetsTest.path(pages, "style")).body().toString())
        .isEqualTo(
            ":root{--accent:#1d5fae;--accent-dark:#779fce}\nbody { color: var(--accent); }\n");
  }

  @Test
  void the_class_path_of_the_host_is_asked_after_its_folder() throws IOException {
    Path resources = folder.resolve("classes").resolve(Files.CLASS_PATH);
    java.nio.file.Files.createDirectories(resources);
    java.nio.file.Files.writeString(resources.resolve("foot.html"), "from the class path");
    java.nio.file.Files.writeString(resources.resolve("head.html"), "from the class path");
    write("head.html", "from the folder");
    URL[] path = {folder.resolve("classes").toUri().toURL()};

    try (URLClassLoader loader = new URLClassLoader(path, null)) {
      Files files = new Files(Optional.of(folder), loader);

      assertThat(files.text("foot.html")).isEqualTo("from the class path");
      assertThat(files.text("head.html")).isEqualTo("from the folder");
      assertThat(files.text("login.html")).isEqualTo(Files.builtIn("login.html").orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{{username}}}", "{{&username}}", "{{ & username}}", "{{=<% %>=}}"})
  void a_template_that_prints_unescaped_stops_the_start(String hole) throws IOException {
    write("logout.html", "<p>" + hole + "</p>");

    assertThatThrownBy(this::pages)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("logout.html prints a value unescaped");
  }

  @Test
  void a_template_that_cannot_be_read_stops_the_start() throws IOException {
    write("logout.html", "{{#username}}never closed");

    assertThatThrownBy(this::pages).hasMessageContaining("username");
  }

  @Test
  void a_language_that_nobody_speaks_stops_the_start() {
    Look look = Look.plain().withLanguages(List.of("en", "pt-BR"));

    assertThatThrownBy(() -> Shown.pages(look))
        .hasMessageContaining("pt-BR")
        .hasMessageContaining("messages_pt_BR.properties");
  }

  @Test
  void a_template_that_asks_for_a_text_that_is_nowhere_stops_the_start() throws IOException {
    write("signed-out.html", "<p>{{t.my.own}}</p>");

    assertThatThrownBy(this::pages)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("signed-out.html asks for the text my.own; add it to messages.properties");
  }

  @Test
  void a_host_adds_texts_of_its_own() throws IOException {
    write("signed-out.html", "<p>{{t.my.own}} {{nothing}}</p>");
    write("messages.properties", "my.own = Bye, {app}\n");

    assertThat(show("signed-out").html()).isEqualTo("<p>Bye, {app} </p>".replace("{app}", ""));
  }

  private void write(String name, String text) throws IOException {
    java.nio.file.Files.writeString(folder.resolve(name), text);
  }

  private Pages pages() {
    return Shown.pages(Look.plain().withFolder(folder));
  }

  private Shown show(String state) {
    return Shown.of(pages(), States.of(state), Ask.page("/"));
  }
}
