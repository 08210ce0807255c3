package io.vestibule.auth.throttle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.throttle.Count.Times;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/** A count as one line of text: {@code 1|level|until|ends|failures|pending|label}, numbers in base 36. */
final class CountText {
  private static final String VERSION = "1";
  private static final int FIELDS = 7;

  private CountText() {}

  static String of(Count count) {
    return String.join(
        "|",
        VERSION,
        number(count.level()),
        number(count.until()),
        number(count.ends()),
        times(count.failures()),
        times(count.pending()),
        Base64Url.encode(count.label().getBytes(UTF_8)));
  }

  /** Empty when it is not a count of this version; a later one may add fields at the end. */
  static Optional<Count> parse(String text) {
    String[] fields = text.split("\\|", -1);
    if (fields.length < FIELDS || !fields[0].equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Count(
          times(fields[4]),
          times(fields[5]),
          (int) number(fields[1]),
          number(fields[2]),
          number(fields[3]),
          new String(Base64.getUrlDecoder().decode(fields[6]), UTF_8)));
    } catch (IllegalArgumentException noCount) {
      return Optional.empty();
    }
  }

  private static String number(long value) {
    return Long.toString(value, 36);
  }

  private static long number(String text) {
    return Long.parseLong(text, 36);
  }

  private static String times(Times times) {
    return Arrays.stream(times.all()).mapToObj(CountText::number).collect(Collectors.joining(","));
  }

  private static Times times(String text) {
    return text.isEmpty()
        ? Times.NONE
        : new Times(
            Arrays.stream(text.split(",", -1)).mapToLong(CountText::number).toArray());
  }
}
