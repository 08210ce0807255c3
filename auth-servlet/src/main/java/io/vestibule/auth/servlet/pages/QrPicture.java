package io.vestibule.auth.servlet.pages;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.util.Optional;

/**
 * A QR code (ISO/IEC 18004) as the path of an SVG, one unit to a module: rows of dark modules, drawn by a line of width
 * 1. Around it is the quiet zone that a reader needs. Immutable.
 *
 * @param side how many modules it is wide and high, the quiet zone included
 * @param path of digits, dots, blanks and the letters {@code M}, {@code m} and {@code h}
 */
record QrPicture(int side, String path) {
  private static final int QUIET = 4;
  private static final int ANY_MASK = -1;

  /** 77 modules: what a phone still reads from a small screen, and no page grows heavy with it. */
  private static final int LARGEST = 15;

  /** That of a text; empty where it is too long, which some four hundred bytes are. */
  static Optional<QrPicture> of(String text) {
    try {
      QrCode code = QrCode.encodeSegments(
          QrSegment.makeSegments(text),
          QrCode.Ecc.MEDIUM,
          QrCode.MIN_VERSION,
          LARGEST,
          ANY_MASK,
          true);
      return Optional.of(new QrPicture(code.size + 2 * QUIET, path(code)));
    } catch (DataTooLongException tooLong) {
      return Optional.empty();
    }
  }

  private static String path(QrCode code) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      row(code, y, path);
    }
    return path.toString();
  }

  /** The first run of a row says where it is; each other one how far it is from the end of the one before. */
  private static void row(QrCode code, int y, StringBuilder path) {
    int pen = -1;
    int x = 0;
    while (x < code.size) {
      if (!code.getModule(x, y)) {
        x++;
        continue;
      }
      int length = length(code, x, y);
      if (pen < 0) {
        path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append(".5");
      } else {
        path.append('m').append(x - pen).append(" 0");
      }
      path.append('h').append(length);
      x += length;
      pen = x;
    }
  }

  private static int length(QrCode code, int from, int y) {
    int x = from;
    while (code.getModule(x, y)) { // outside it is light
      x++;
    }
    return x - from;
  }
}
