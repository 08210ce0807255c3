package io.vestibule.auth.account;

import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.User;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A user as administrators see one, by a program or on a page. Without state. */
final class UserRows {
  private UserRows() {}

  /** Nothing of a password but whether there is one. */
  static Map<String, Object> row(Member member) {
    User user = member.user();
    Set<String> given = new HashSet<>(user.roles());
    given.removeAll(member.ownRoles());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("username", user.name());
    row.put("email", user.email());
    row.put("email_verified", user.hasVerifiedEmail());
    row.put("roles", roles(member));
    row.put("given_roles", List.copyOf(new TreeSet<>(given)));
    row.put("mfa", user.hasFactor());
    row.put("disabled", user.disabled());
    row.put("invited", !member.hasPassword() && member.provider().isEmpty());
    row.put("provider", member.provider());
    return row;
  }

  /** Those of its own, in order. */
  static List<String> roles(Member member) {
    return List.copyOf(new TreeSet<>(member.ownRoles()));
  }
}
