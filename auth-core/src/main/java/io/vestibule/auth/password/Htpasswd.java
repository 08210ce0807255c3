package io.vestibule.auth.password;

import io.vestibule.auth.internal.LineFile.Reading;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Users that a file brought into the store. Immutable.
 *
 * @param added their names
 * @param left what was left out, in lines that may be shown; never a hash
 */
public record Htpasswd(List<String> added, List<String> left) {

  /** Copies both. */
  public Htpasswd {
    added = List.copyOf(added);
    left = List.copyOf(left);
  }

  /** Brings the users of a file with {@code name:hash:role,role} a line; whoever is there already stays as is. */
  public static Htpasswd read(Path file, UserStore users) {
    return read(file, users, name -> {});
  }

  /** The same, where each user who was brought in is told at once: the store may fail before the next. */
  public static Htpasswd read(Path file, UserStore users, Consumer<String> told) {
    Reading<Users> reading = new UsersReader(Roles.none(), false)
        .open(file, InstantSource.system(), ignored -> {})
        .reading();
    List<String> left = new ArrayList<>();
    reading.remarks().forEach(r -> left.add(r.place() + ": " + r.found() + ": " + r.cure()));
    List<String> added = new ArrayList<>();
    if (reading instanceof Reading.Broken<Users> broken) {
      left.add(file.getFileName() + " " + broken.found() + ": " + broken.cure());
    } else if (reading instanceof Reading.Good<Users> good) {
      good.value().all().stream()
          .map(Users.Entry::user)
          .sorted(Comparator.comparing(User::name))
          .forEach(user -> {
            if (add(user, users, left)) {
              added.add(user.name());
              told.accept(user.name());
            }
          });
    }
    return new Htpasswd(added, left);
  }

  private static boolean add(User user, UserStore users, List<String> left) {
    try {
      boolean added = users.add(user.name(), user.credential(), user.roles());
      if (!added) {
        left.add(user.name() + " is there already: it was left as it is");
      }
      return added;
    } catch (IllegalArgumentException refused) {
      left.add(user.name() + " was left out: " + refused.getMessage());
      return false;
    }
  }
}
