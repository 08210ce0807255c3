package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A curl command of a page, and what the page says that it answers. */
public record Curl(String command, List<String> answer) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** The commands of a console block. */
  public static List<Curl> all(String console) {
    List<Curl> all = new ArrayList<>();
    console.lines().forEach(line -> {
      if (line.startsWith("$ ")) {
        all.add(new Curl(line.substring(2), new ArrayList<>()));
      } else {
        all.get(all.size() - 1).answer().add(line);
      }
    });
    return all;
  }

  /** Sends what the command would send to whatever answers here, and compares the answers. */
  public void check(String base) throws Exception {
    Client client = Client.of(base);
    String path = "";
    boolean head = false;
    List<String> words = words();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-i" -> head = true;
        case "-u" -> client = client.as(part(words.get(++i), 0), part(words.get(i), 1));
        case "-H" ->
          client = client.with(part(words.get(++i), 0), part(words.get(i), 1).strip());
        default -> path = URI.create(words.get(i)).getPath();
      }
    }
    HttpResponse<String> response = client.get(path);
    if (head) {
      assertHead(response);
    } else {
      assertThat(response.body()).as(command).isEqualTo(answer.get(0) + "\n");
    }
  }

  private void assertHead(HttpResponse<String> response) {
    assertThat("HTTP/1.1 " + response.statusCode()).as(command).isEqualTo(answer.get(0));
    for (String field : answer.subList(1, answer.size())) {
      assertThat(response.headers().allValues(part(field, 0)))
          .as(command)
          .contains(part(field, 1).strip());
    }
  }

  private static String part(String text, int part) {
    int colon = text.indexOf(':');
    return part == 0 ? text.substring(0, colon) : text.substring(colon + 1);
  }

  private List<String> words() {
    Matcher words = WORD.matcher(command);
    List<String> found = new ArrayList<>();
    while (words.find()) {
      found.add(words.group(1) == null ? words.group(2) : words.group(1));
    }
    return found;
  }
}
