package io.vestibule.auth.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A colour of the web, sRGB with eight bits each. Immutable. */
public record Colour(int red, int green, int blue) {
  /** What a light page is painted on, and what stands on a button. */
  public static final Colour WHITE = new Colour(255, 255, 255);

  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final double STEP = 0.05;

  /** Reads {@code #rrggbb}; empty for anything else. */
  public static Optional<Colour> parse(String text) {
    if (!HEX.matcher(text).matches()) {
      return Optional.empty();
    }
    int rgb = Integer.parseInt(text.substring(1), 16);
    return Optional.of(new Colour(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff));
  }

  /** How well one can be read on the other, 1 to 21 (WCAG 2.2, contrast ratio). */
  public double contrast(Colour other) {
    double mine = luminance();
    double theirs = other.luminance();
    return (Math.max(mine, theirs) + 0.05) / (Math.min(mine, theirs) + 0.05);
  }

  /** The nearest lighter shade that has this contrast on a dark ground. */
  public Colour lightenedFor(Colour ground, double contrast) {
    Colour shade = this;
    for (double part = STEP; shade.contrast(ground) < contrast && part <= 1; part += STEP) {
      shade = new Colour(lighter(red, part), lighter(green, part), lighter(blue, part));
    }
    return shade;
  }

  /** {@code #rrggbb}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
  }

  private double luminance() {
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static int lighter(int channel, double part) {
    return (int) Math.round(channel + (255 - channel) * part);
  }
}
