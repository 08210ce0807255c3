package io.vestibule.auth.tls;

import io.vestibule.auth.tls.Remark.Part;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A block of a text in PEM (RFC 7468). What stands between the blocks says nothing. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final Pattern LABEL = Pattern.compile("[A-Z0-9 ]{1,40}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");
  private static final String ENCRYPTED = "ENCRYPTED";
  private static final int MOST = 50;
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final String label;
  private final byte[] content;

  private Pem(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** What it holds, such as {@code PRIVATE KEY}. */
  String label() {
    return label;
  }

  byte[] content() {
    return content;
  }

  /** A block that holds this. */
  static String block(String label, byte[] content) {
    return BEGIN + label + DASHES + "\n" + LINES.encodeToString(content) + "\n" + END + label
        + DASHES + "\n";
  }

  /** Each text is walked through once, whatever stands in it. */
  static List<Pem> blocks(String text, Part part) throws UnusableException {
    List<Pem> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + BEGIN.length())) {
      int label = at + BEGIN.length();
      int labelEnd = text.indexOf(DASHES, label);
      int end = labelEnd < 0 ? -1 : text.indexOf(DASHES, labelEnd + DASHES.length());
      if (end < 0) {
        return blocks;
      }
      String name = text.substring(label, labelEnd);
      if (LABEL.matcher(name).matches() && text.startsWith(END + name + DASHES, end)) {
        blocks.add(block(name, text.substring(labelEnd + DASHES.length(), end), part));
      }
      if (blocks.size() > MOST) {
        throw new UnusableException(part, "has more than " + MOST + " blocks", "keep its own");
      }
    }
    return blocks;
  }

  private static Pem block(String label, String text, Part part) throws UnusableException {
    return new Pem(label, decoded(label, text, part));
  }

  private static byte[] decoded(String label, String text, Part part) throws UnusableException {
    if (label.contains(ENCRYPTED) || text.contains(ENCRYPTED)) {
      throw new UnusableException(
          part,
          "has a key behind a password",
          "write it without one: openssl pkey -in key.pem -out plain.pem");
    }
    try {
      if (BASE64.matcher(text).matches()) {
        return Base64.getMimeDecoder().decode(text);
      }
    } catch (IllegalArgumentException cutOff) {
      // Said below.
    }
    throw new UnusableException(
        part,
        "has a block that is not base64",
        "copy it again, without what does not belong to it");
  }
}
