package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a users file: {@code name:hash} or {@code name:hash:role,role} a line, blank lines, and comments that begin
 * with {@code #}.
 *
 * @param plain whether passwords stand there as they are
 */
record UsersReader(Path file, Roles roles, boolean plain) {
  static final int MOST_BYTES = 1 << 20;
  static final int MOST_USERS = 10_000;

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String EXAMPLE =
      "write a line such as ada:$2y$12$…, for instance with htpasswd -B";

  /** What was found. */
  sealed interface Reading {
    /** Lines that were left out, or that must be spoken of. */
    List<Remark> remarks();

    /** At least one user who can sign in. */
    record Good(Users users, List<Remark> remarks) implements Reading {}

    /** Nobody. */
    record Broken(String found, String cure, List<Remark> remarks) implements Reading {}
  }

  /** Reads the file as it is now. */
  Reading read() {
    try {
      return Files.isRegularFile(file)
          ? parse(content())
          : broken(
              Files.exists(file) ? "is not a file" : "does not exist",
              "make it, or correct the path");
    } catch (CharacterCodingException wrong) {
      return broken("is not UTF-8", "save it as UTF-8");
    } catch (NoSuchFileException gone) {
      return broken("does not exist", "make it, or correct the path");
    } catch (IOException wrong) {
      return broken(
          "cannot be read (" + wrong.getClass().getSimpleName() + ")",
          "let the user that the server runs as read it");
    }
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  private Reading parse(byte[] content) throws CharacterCodingException {
    if (content.length > MOST_BYTES) {
      return broken("has more than 1 MiB", "keep so many users elsewhere");
    }
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    List<String> lines =
        (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    Roster roster = new Roster(roles, plain);
    for (int i = 0; i < lines.size() && roster.size() <= MOST_USERS; i++) {
      add(lines.get(i).strip(), file.getFileName() + ":" + (i + 1), roster);
    }
    return judge(roster);
  }

  private static void add(String line, String place, Roster roster) {
    int colon = line.indexOf(':');
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (colon < 0) {
      roster.remark(place, "the line has no colon", EXAMPLE);
    } else {
      roster.add(line.substring(0, colon), line.substring(colon + 1), place);
    }
  }

  private static Reading judge(Roster roster) {
    if (roster.size() > MOST_USERS) {
      return broken("has more than " + MOST_USERS + " users", "keep so many users elsewhere");
    }
    Users users = roster.users();
    return users.size() == 0
        ? new Reading.Broken("has no user who can sign in", EXAMPLE, roster.remarks())
        : new Reading.Good(users, roster.remarks());
  }

  private static Reading broken(String found, String cure) {
    return new Reading.Broken(found, cure, List.of());
  }
}
