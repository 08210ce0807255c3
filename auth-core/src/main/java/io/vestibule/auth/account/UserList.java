package io.vestibule.auth.account;

import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.UserStore;
import java.util.ArrayList;
import java.util.List;

/** The users of a store, page by page, and those whom somebody looks for. Thread-safe. */
record UserList(UserStore users) {
  private static final int SHOWN = 50;
  private static final int READ = 250;

  /** How many are looked at for one page at most; whoever looks for more goes on to the next one. */
  private static final int MOST_READ = 5_000;

  private static final int LONGEST = 255;

  /**
   * A page.
   *
   * @param next the name to go on behind; {@code ""} at the end
   */
  record Page(List<Member> members, String next) {}

  /** Those behind this name whose name or address has this text in it, in whatever case; {@code ""} for all. */
  Page page(String search, String after) {
    String wanted = FoldedName.of(search.strip());
    List<Member> found = new ArrayList<>();
    String last = after.length() > LONGEST ? "" : after;
    for (int read = 0; read < MOST_READ; read += READ) {
      List<Member> some = users.members(last, READ);
      if (some.isEmpty()) {
        return new Page(found, "");
      }
      for (Member member : some) {
        last = member.user().name();
        if (fits(member, wanted)) {
          found.add(member);
        }
        if (found.size() == SHOWN) {
          return new Page(found, users.members(last, 1).isEmpty() ? "" : last);
        }
      }
    }
    return new Page(found, last);
  }

  private static boolean fits(Member member, String wanted) {
    return FoldedName.of(member.user().name()).contains(wanted)
        || FoldedName.of(member.user().email()).contains(wanted);
  }
}
