package io.vestibule.auth.password;

import io.vestibule.auth.internal.LineFile;
import io.vestibule.auth.internal.LineFile.Line;
import io.vestibule.auth.internal.LineFile.Reading;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the lines of a users file: {@code name:hash} or {@code name:hash:role,role}.
 *
 * @param plain whether passwords stand there as they are
 */
record UsersReader(Roles roles, boolean plain) implements LineFile.Parser<Users> {
  static final int MOST_USERS = 10_000;

  /** As in {@code [users]}: what stands before the first colon is more than a name, and no remark may show it. */
  private static final Pattern ASSIGNED = Pattern.compile("[^:=]*=[ \\t]*[${][^:]*:");

  private static final String EXAMPLE =
      "write a line such as ada:$2y$12$…, for instance with htpasswd -B";

  /** The users of this file, read again when it changes. */
  LineFile<Users> open(Path file, InstantSource clock, Consumer<String> log) {
    return LineFile.open(file, Users.NONE, this, clock, log);
  }

  @Override
  public Reading<Users> parse(List<Line> lines) {
    Roster roster = new Roster(roles, plain);
    for (Line line : lines) {
      add(line, roster);
      if (roster.size() > MOST_USERS) {
        return new Reading.Broken<>(
            "has more than " + MOST_USERS + " users", "keep so many users elsewhere", List.of());
      }
    }
    Users users = roster.users();
    return users.size() == 0
        ? new Reading.Broken<>("has no user who can sign in", EXAMPLE, roster.remarks())
        : new Reading.Good<>(users, roster.remarks());
  }

  private static void add(Line line, Roster roster) {
    String text = line.text();
    int colon = text.indexOf(':');
    if (colon < 0) {
      roster.remark(line.place(), "the line has no colon", EXAMPLE);
    } else if (ASSIGNED.matcher(text).lookingAt()) {
      roster.remark(line.place(), "the line has an equals sign in place of the colon", EXAMPLE);
    } else {
      roster.add(text.substring(0, colon), text.substring(colon + 1), line.place());
    }
  }
}
