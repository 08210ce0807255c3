package io.vestibule.auth.rules;

/** A rule that cannot be read: what is wrong with it, where, and what to write instead. Immutable. */
public final class RuleSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The two halves of a rule. */
  public enum Half {
    /** Methods and pattern: what stands before the {@code =}. */
    KEY,
    /** The access expression: what stands after it. */
    VALUE
  }

  /** The half that is wrong. */
  private final Half half;

  /** Where the fault begins. */
  private final int offset;

  /** How many characters it has. */
  private final int length;

  /** What was found. */
  private final String found;

  /** What to do. */
  private final String cure;

  /** A rule that works. */
  private final String example;

  private RuleSyntaxException(
      Half half, int offset, int length, String found, String cure, String example) {
    super(found + "; " + cure);
    this.half = half;
    this.offset = offset;
    this.length = length;
    this.found = found;
    this.cure = cure;
    this.example = example;
  }

  static RuleSyntaxException inKey(
      int offset, int length, String found, String cure, String example) {
    return new RuleSyntaxException(Half.KEY, offset, length, found, cure, example);
  }

  static RuleSyntaxException inValue(
      int offset, int length, String found, String cure, String example) {
    return new RuleSyntaxException(Half.VALUE, offset, length, found, cure, example);
  }

  /** Which half of the rule is wrong. */
  public Half half() {
    return half;
  }

  /** Where the fault begins in that half: zero-based, in {@code char}s. */
  public int offset() {
    return offset;
  }

  /** How many {@code char}s of that half are at fault; zero where something is missing altogether. */
  public int length() {
    return length;
  }

  /** What was found: a part of a sentence, in one line. */
  public String found() {
    return found;
  }

  /** What to write instead: a part of a sentence, in one line. */
  public String cure() {
    return cure;
  }

  /** A rule that works, in one line. */
  public String example() {
    return example;
  }
}
