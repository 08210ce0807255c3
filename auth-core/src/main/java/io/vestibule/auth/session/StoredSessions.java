package io.vestibule.auth.session;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The live sessions of a store, for whoever looks after it. Thread-safe. */
public final class StoredSessions {
  /** How many are listed at most. */
  public static final int MOST = 10_000;

  private static final int PAGE = 500;

  private final Store store;

  /** Those of this store. */
  public StoredSessions(Store store) {
    this.store = store;
  }

  /**
   * A session.
   *
   * @param username whose it is
   * @param device a few words such as {@code Firefox on Linux}
   * @param address from where it began
   * @param created when it began
   * @param lastSeen when it was last used, to the minute
   */
  public record SignIn(
      String username, String device, String address, Instant created, Instant lastSeen) {}

  /** All of them, at most 10,000. */
  public List<SignIn> list() {
    List<SignIn> found = new ArrayList<>();
    List<Entry> page = store.list(Sessions.KIND, "", PAGE);
    while (!page.isEmpty() && found.size() < MOST) {
      read(page).stream().limit(MOST - found.size()).forEach(found::add);
      page = store.list(Sessions.KIND, page.get(page.size() - 1).id(), PAGE);
    }
    return List.copyOf(found);
  }

  /** Those of a user, whose name is compared exactly. */
  public List<SignIn> of(String username) {
    return read(store.owned(Sessions.KIND, username));
  }

  /**
   * Ends all of a user's, whose name is compared exactly, and "stay signed in" on all devices; not the refresh tokens of
   * an issuer ({@code TokenFamilies.end}), and no audit hears of it.
   *
   * @return the number of sessions that it ended
   */
  public int end(String username) {
    store
        .owned(RememberMe.KIND, username)
        .forEach(device -> store.delete(RememberMe.KIND, device.id()));
    return (int) store.owned(Sessions.KIND, username).stream()
        .filter(entry -> !SessionRecord.isEnded(entry.value()))
        .filter(entry -> ended(entry.id()))
        .count();
  }

  /** A session that is being used is written at the same moment: then its next version is ended. */
  private boolean ended(String id) {
    store.delete(Sessions.BEGUN, id);
    return store
        .get(Sessions.KIND, id)
        .filter(entry -> !SessionRecord.isEnded(entry.value()))
        .map(
            entry -> store.replace(entry.with(SessionRecord.ended(), entry.expires())) || ended(id))
        .orElse(false);
  }

  private static List<SignIn> read(List<Entry> entries) {
    return entries.stream()
        .flatMap(entry -> SessionRecord.read(entry.id(), entry.value()).stream())
        .map(s -> new SignIn(s.username(), s.device(), s.address(), s.created(), s.lastSeen()))
        .toList();
  }
}
