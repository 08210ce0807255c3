package io.vestibule.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What an answer says, as data: the door renders it. Immutable. */
public sealed interface Body {

  /** Nothing. */
  static Body none() {
    return None.INSTANCE;
  }

  /** Ready text of this media type, sent in UTF-8. */
  static Text text(String mediaType, String text) {
    return new Text(mediaType, text.getBytes(UTF_8));
  }

  /** No body. */
  record None() implements Body {
    private static final None INSTANCE = new None();
  }

  /** Ready text. */
  final class Text implements Body {
    private final String mediaType;
    private final byte[] bytes;

    private Text(String mediaType, byte[] bytes) {
      this.mediaType = mediaType;
      this.bytes = bytes;
    }

    /** Its media type, with the charset where it has one. */
    public String mediaType() {
      return mediaType;
    }

    /** The length in bytes. */
    public int length() {
      return bytes.length;
    }

    /** A copy of the encoded text. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** Writes the encoded text, without copying it. */
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    /** The text itself. */
    @Override
    public String toString() {
      return new String(bytes, UTF_8);
    }
  }

  /** A JSON object. */
  record Json(String mediaType, Map<String, Object> members) implements Body {

    /** Without a media type of its own. */
    public Json(Map<String, Object> members) {
      this("application/json", members);
    }

    /** Names the members, and shows none: tokens are handed out this way. */
    @Override
    public String toString() {
      return "Json" + members.keySet();
    }
  }

  /** A page for a person: the name of a template and what it shows. */
  record Page(String name, Map<String, Object> model) implements Body {

    /** Names the page and what it shows, and shows none of it. */
    @Override
    public String toString() {
      return "Page " + name + model.keySet();
    }
  }
}
