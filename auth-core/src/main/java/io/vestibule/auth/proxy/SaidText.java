package io.vestibule.auth.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.internal.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a proxy writes into a field: text in ASCII or UTF-8, which containers hand over as Latin-1. */
final class SaidText {
  private static final int LONGEST = 255;
  private static final int MOST_GROUPS = 200;

  private SaidText() {}

  /**
   * A user's name. Empty for what can be nobody's: nothing, too much, what no line of a log should hold, and a comma,
   * which is how two fields look that somebody joined.
   */
  static Optional<String> name(String value) {
    return text(value).filter(text -> text.indexOf(',') < 0);
  }

  /** Any one-line text: composed, without the blanks around it; empty for what is none. */
  static Optional<String> text(String value) {
    String bare = value.strip();
    if (bare.isEmpty() || bare.length() > LONGEST) {
      return Optional.empty();
    }
    return isPlain(bare)
        ? Optional.of(bare)
        : decoded(bare).map(FoldedName::nfc).filter(SaidText::isOneLine);
  }

  /** The groups; one that cannot be read is left out, for a group only ever gives. */
  static List<String> groups(String value, char separator) {
    List<String> groups = new ArrayList<>();
    int from = 0;
    while (from <= value.length() && groups.size() < MOST_GROUPS) {
      int end = value.indexOf(separator, from);
      int to = end < 0 ? value.length() : end;
      text(value.substring(from, to)).ifPresent(groups::add);
      from = to + 1;
    }
    return List.copyOf(groups);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** A container that has decoded it already leaves characters that no byte can be. */
  private static Optional<String> decoded(String text) {
    if (text.chars().anyMatch(c -> c > 0xff)) {
      return Optional.of(text);
    }
    try {
      return Optional.of(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes(ISO_8859_1))).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static boolean isOneLine(String text) {
    return text.codePoints().allMatch(c -> Printable.isVisible(c) && c != 0xfffd);
  }
}
