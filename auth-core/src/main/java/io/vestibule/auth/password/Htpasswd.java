package io.vestibule.auth.password;

import io.vestibule.auth.internal.LineFile.Reading;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
          .forEach(user -> add(user, users, added, left));
    }
    return new Htpasswd(added, left);
  }

  private static void add(User user, UserStore users, List<String> added, List<String> left) {
    try {
      if (users.add(user.name(), user.credential(), user.roles())) {
        added.add(user.name());
      } else {
        left.add(user.name() + " is there already: it was left as it is");
      }
    } catch (IllegalArgumentException refused) {
      left.add(user.name() + " was left out: " + refused.getMessage());
    }
  }
}
