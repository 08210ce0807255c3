package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      # Accept-Language                      | query                          | language
      -                                      | -                              | en
      de                                     | -                              | de
      de-CH, en;q=0.5                        | -                              | de
      fr-CA,fr;q=0.9,en;q=0.8                | -                              | fr
      it, fr;q=0.5, de;q=0.7                 | -                              | de
      FR                                     | -                              | fr
      it                                     | -                              | en
      *                                      | -                              | en
      de;q=0, fr                             | -                              | fr
      de;q=0                                 | -                              | en
      ;;;                                    | -                              | en
      de;q=2                                 | -                              | en
      d\u00e9                                | -                              | en
      en                                     | ui_locales=de                  | de
      en                                     | a=b&ui_locales=it+fr-CA+de     | fr
      en                                     | ui_locales=it%20de             | de
      de                                     | ui_locales=it                  | de
      de                                     | ui_locales=                    | de
      de                                     | ui_locales=%zz                 | de
      de                                     | xui_locales=fr                 | de
      de                                     | ui_locales=%3Cscript%3E        | de
      """)
  void the_address_wins_over_the_browser_and_nonsense_is_no_wish(
      String header, String query, String language) {
    Ask ask = Ask.page("/auth/login");
    ask = header == null ? ask : ask.with("Accept-Language", header);
    ask = query == null ? ask : ask.asking(query);

    assertThat(html(Shown.PAGES, ask)).contains("<html lang=\"" + language + "\" dir=\"ltr\">");
  }

  /** Java's own parser breaks at these, with other exceptions than the documented one. */
  @ParameterizedTest
  @ValueSource(strings = {"-", "--", "en,-", "-;q=0.5", "zh-yue,-", "-,de", ",", ";", "de;q="})
  void what_breaks_a_parser_is_no_wish(String nonsense) {
    Ask ask = Ask.page("/auth/login");

    assertThat(html(Shown.PAGES, ask.with("Accept-Language", nonsense))).contains("lang=\"");
    assertThat(html(Shown.PAGES, ask.asking("ui_locales=" + nonsense))).contains("lang=\"");
  }

  @Test
  void a_wish_without_end_is_no_wish() {
    String endless = "de," + "de-x,".repeat(200) + "de";

    assertThat(html(Shown.PAGES, Ask.page("/").with("Accept-Language", endless)))
        .contains("lang=\"en\"");
  }

  @Test
  void the_language_of_the_address_goes_along() {
    String html = html(Shown.PAGES, Ask.page("/").asking("ui_locales=de-AT&x=1"));

    assertThat(html)
        .contains("action=\"/app/auth/login?ui_locales&#x3D;de\"", "<h1>Bei Tickets anmelden</h1>");
    assertThat(html(Shown.PAGES, Ask.page("/").asking("ui_locales=it")))
        .contains("action=\"/app/auth/login\"");
  }

  @Test
  void french_counts_as_french_does() {
    Shown page = Shown.of(
        Shown.PAGES, States.of("login-expired"), Ask.page("/").with("Accept-Language", "fr"));

    assertThat(page.html()).contains("Vous avez été déconnecté après 30 minutes d’inactivité.");
    assertThat(page.title()).isEqualTo("Se connecter – Tickets");
  }

  @Test
  void the_first_language_is_for_those_who_ask_for_none() {
    Pages german = Shown.pages(Look.plain().withLanguages(List.of("de", "en")));

    assertThat(html(german, Ask.page("/"))).contains("<html lang=\"de\"", ">Anmelden</button>");
    assertThat(html(german, Ask.page("/").with("Accept-Language", "fr")))
        .contains("<html lang=\"de\"");
  }

  @Test
  void a_language_of_the_hosts_own_may_be_written_from_right_to_left(@TempDir Path folder)
      throws IOException {
    java.nio.file.Files.writeString(
        folder.resolve("messages_ar.properties"), "login.submit = دخول\n");
    Pages pages = Shown.pages(Look.plain().withLanguages(List.of("en", "ar")).withFolder(folder));

    assertThat(html(pages, Ask.page("/").with("Accept-Language", "ar-EG")))
        .contains("<html lang=\"ar\" dir=\"rtl\">", "<button type=\"submit\">دخول</button>")
        .contains(">Password</label>");
  }

  private static String html(Pages pages, Ask ask) {
    return Shown.of(pages, States.of("login"), ask).html();
  }
}
