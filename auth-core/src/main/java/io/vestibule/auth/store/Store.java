package io.vestibule.auth.store;

import java.util.List;
import java.util.Optional;

/**
 * Keeps entries: sessions, users, counters, whatever is used once. Thread-safe, and safe between nodes that share
 * a database. An entry whose time is over is as good as gone, whether or not it still takes up room; what counts
 * is the clock of the store's owner, not that of a database.
 *
 * <p>Each method throws {@link io.vestibule.auth.AuthUnavailableException} when the store is down; none of them
 * waits for long. An id or owner that no entry can have (see {@link Entry#fits}) is not there, and no fault.
 */
public interface Store extends AutoCloseable {

  /** The entry of this kind and id. */
  Optional<Entry> get(String kind, String id);

  /** Keeps a new entry, as version 1; false when there is one already. Of many callers one is told true. */
  boolean insert(Entry entry);

  /**
   * Replaces what was read: the entry carries the version that was read and is kept as the next one. False when
   * somebody else was faster, or when it is gone: a late writer revives nothing. Versions start again when an id
   * is used again, so an id should belong to one thing only.
   */
  boolean replace(Entry entry);

  /** Removes an entry. Of many callers one is told true: that makes things single-use. */
  boolean delete(String kind, String id);

  /** All entries of this kind and owner, in no order; none for the owner {@code ""}, which is nobody. */
  List<Entry> owned(String kind, String owner);

  /**
   * The entries of a kind by id, from the first after this id; {@code ""} begins. ASCII orders by its codes, the
   * rest of Unicode in an order of the store's own.
   */
  List<Entry> list(String kind, String after, int limit);

  /**
   * Returns when what was written survives the end of this process. A database that keeps what it has answered needs
   * nothing here; H2 in a file writes a little later, and finds only then that the disk is full.
   */
  default void sync() {}

  /** Whether other processes can see what is in it. */
  default boolean isShared() {
    return true;
  }

  /** Lets go of files and connections. */
  @Override
  void close();
}
