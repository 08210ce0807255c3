package io.vestibule.auth.session;

import io.vestibule.auth.store.Fields;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A session as text, for the store. */
final class SessionRecord {
  private SessionRecord() {}

  static String write(Session session) {
    Fields.Writer text = Fields.write()
        .put("u", session.username())
        .put("c", session.credential())
        .put("m", String.join(" ", new TreeSet<>(session.methods())))
        .put("a", session.authenticatedAt())
        .put("b", session.created())
        .put("s", session.lastSeen())
        .put("e", session.expires())
        .put("d", session.device())
        .put("p", session.address())
        .put("r", session.series());
    return session.guest().isNobody() ? text.toString() : write(text, session.guest());
  }

  /** Of a guest, beside the methods and the time of the session. */
  private static String write(Fields.Writer text, Guest guest) {
    return text.put("gp", guest.provider())
        .put("gi", guest.issuer())
        .put("gs", guest.id())
        .put("gu", guest.subject())
        .put("gn", guest.shown())
        .put("gx", guest.sid())
        .put("gc", guest.claimsText())
        .toString();
  }

  /** What stays of a session that was ended from elsewhere, so that its browser can be told. */
  static String ended() {
    return Fields.write().put("ended", "1").toString();
  }

  /** Empty for what cannot be read, and for a session that was ended. */
  static Optional<Session> read(String id, String value) {
    return Fields.parse(value).flatMap(fields -> read(id, fields));
  }

  static boolean isEnded(String value) {
    return Fields.parse(value).flatMap(fields -> fields.text("ended")).isPresent();
  }

  private static Optional<Session> read(String id, Fields fields) {
    boolean whole =
        Set.of("u", "c", "m").stream().allMatch(name -> fields.text(name).isPresent())
            && Set.of("a", "b", "s", "e").stream()
                .allMatch(name -> fields.instant(name).isPresent());
    try {
      return whole ? Optional.of(whole(id, fields)) : Optional.empty();
    } catch (IllegalArgumentException | NoSuchElementException damagedGuest) {
      return Optional.empty();
    }
  }

  private static Session whole(String id, Fields fields) {
    return new Session(
        id,
        fields.text("u").orElseThrow(),
        fields.text("c").orElseThrow(),
        methods(fields.text("m").orElseThrow()),
        fields.instant("a").orElseThrow(),
        fields.instant("b").orElseThrow(),
        fields.instant("s").orElseThrow(),
        fields.instant("e").orElseThrow(),
        fields.text("d").orElse(""),
        fields.text("p").orElse(""),
        fields.text("r").orElse(""),
        guest(fields));
  }

  private static Guest guest(Fields fields) {
    return fields.text("gp").filter(name -> !name.isEmpty()).isEmpty()
        ? Guest.NOBODY
        : new Guest(
            fields.text("gp").orElseThrow(),
            fields.text("gi").orElseThrow(),
            fields.text("gs").orElseThrow(),
            fields.text("gu").orElseThrow(),
            fields.text("gn").orElse(""),
            methods(fields.text("m").orElseThrow()),
            fields.instant("a").orElseThrow(),
            fields.text("gx").orElse(""),
            Guest.claims(fields.text("gc").orElse("{}")).orElseThrow());
  }

  private static Set<String> methods(String joined) {
    return joined.isEmpty() ? Set.of() : Set.of(joined.split(" "));
  }
}
