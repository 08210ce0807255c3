package io.vestibule.auth.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of a page. */
public record Snippets(List<Snippet> all) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```([a-z]*)\\n(.*?)^\\1```$");

  /** A block, without its indentation. */
  public record Snippet(String language, String text) {}

  /** Reads a page, named as from the project's root. */
  public static Snippets of(String page) throws IOException {
    Matcher fenced = FENCED.matcher(Files.readString(Path.of("..").resolve(page)));
    return new Snippets(fenced
        .results()
        .map(found -> new Snippet(found.group(2), found.group(3).stripIndent()))
        .toList());
  }

  /** The blocks in this language, in order. */
  public List<String> in(String language) {
    return all.stream()
        .filter(snippet -> snippet.language().equals(language))
        .map(Snippet::text)
        .toList();
  }
}
