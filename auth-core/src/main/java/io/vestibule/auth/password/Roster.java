package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.LineFile.Remark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects users one by one. Whoever cannot be used is left out with a remark, and the others are not affected.
 * Not thread-safe.
 */
final class Roster {
  static final int LONGEST_NAME = 255;

  private final Roles roles;
  private final boolean plain;
  private final Map<String, String> places = new LinkedHashMap<>();
  private final Map<String, Users.Entry> entries = new LinkedHashMap<>();
  private final List<Remark> remarks = new ArrayList<>();

  /**
   * An empty roster.
   *
   * @param plain whether passwords stand there as they are
   */
  Roster(Roles roles, boolean plain) {
    this.roles = roles;
    this.plain = plain;
  }

  /** Adds a user: {@code hash} or {@code hash:role,role}; where passwords stand as they are, all of it is one. */
  void add(String writtenName, String value, String place) {
    String name = PasswordText.nfc(writtenName.strip());
    if (!isName(name)) {
      remark(
          place,
          "the user name is empty, too long or has a colon or a control character",
          "correct it");
    } else if (isNew(name, place)) {
      read(name, value.strip(), place);
    }
  }

  /** Says what is wrong with a line that names nobody. */
  void remark(String place, String found, String cure) {
    remarks.add(new Remark(place, found, cure));
  }

  List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  Users users() {
    return new Users(entries.values());
  }

  /** How many different names were read, usable or not. */
  int size() {
    return places.size();
  }

  /** Two lines for one name: nobody is let in by a line of which it is not clear that it is meant. */
  private boolean isNew(String name, String place) {
    String first = places.putIfAbsent(name, place);
    if (first != null) {
      entries.remove(name);
      remark(
          place,
          name + " stands at " + first + " already, and neither is used",
          "remove one of them");
    }
    return first == null;
  }

  private void read(String name, String value, String place) {
    int colon = plain ? -1 : value.indexOf(':');
    String stored = colon < 0 ? value : value.substring(0, colon).strip();
    String own = colon < 0 ? "" : value.substring(colon + 1);
    StoredPassword password = plain ? PlainPassword.parse(stored) : PasswordHash.parse(stored);
    if (own.contains(":")) {
      remark(
          place,
          "the line of " + name + " has more than three fields",
          "write name:hash:role,role");
    } else if (password instanceof StoredPassword.Unusable unusable) {
      remark(place, "the password of " + name + " " + unusable.found(), unusable.cure());
    } else {
      entries.put(
          name,
          new Users.Entry(
              new User(name, roles.listed(name, List.of(), split(own)), Secret.of(stored), false),
              password));
    }
  }

  private static Set<String> split(String roles) {
    return Arrays.stream(roles.split(",", -1))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toSet());
  }

  /** RFC 7617, 2: a colon ends the user-id, and neither part has a control character. */
  static boolean isName(String name) {
    return PasswordText.of(Secret.of(name)).isPresent()
        && name.length() <= LONGEST_NAME
        && name.indexOf(':') < 0
        && !PasswordText.hasControl(name);
  }
}
