package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 256 random bits that a browser keeps; we keep their digest only. A plain digest is enough: nobody guesses 256 bits
 * (ASVS 6.5.2).
 */
final class Token {
  private static final int LENGTH = 43;
  private static final int HASHED = 5;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final boolean[] LETTERS = letters();

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  static Token random(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new Token(encode(bytes));
  }

  /** A token that looks like one of ours; empty for anything else, so that no look-up is spent on it. */
  static Optional<Token> parse(String text) {
    return ofLength(text).filter(Token::isPlausible);
  }

  /** What is as long as a token; whether it looks like one need not be known where it is found in memory. */
  static Optional<Token> ofLength(String text) {
    return text.length() == LENGTH ? Optional.of(new Token(text)) : Optional.empty();
  }

  /** Whether it looks like one of ours, so that a look-up may be spent on it. */
  boolean isPlausible() {
    for (int i = 0; i < LENGTH; i++) {
      if (!isBase64Url(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** What goes into the cookie. */
  String reveal() {
    return text;
  }

  /** What goes into the store. */
  String id() {
    return digest(text);
  }

  /** The SHA-256 of a text, in the letters of a token. */
  static String digest(String text) {
    try {
      return encode(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean isBase64Url(char c) {
    return c < LETTERS.length && LETTERS[c];
  }

  private static boolean[] letters() {
    boolean[] letters = new boolean[128];
    ALPHABET.chars().forEach(c -> letters[c] = true);
    return letters;
  }

  /** Looks at all letters, however early two differ: how long it takes says nothing of a token that we know. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token token && sameAs(token.text);
  }

  private boolean sameAs(String shown) {
    int different = 0;
    for (int i = 0; i < LENGTH; i++) {
      different |= shown.charAt(i) ^ text.charAt(i);
    }
    return different == 0;
  }

  /** Made of 30 of 256 bits: whoever could find out the place in a map would still guess at 226. */
  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < HASHED; i++) {
      hash = (hash << 6) ^ text.charAt(i);
    }
    return hash;
  }

  @Override
  public String toString() {
    return "***";
  }
}
