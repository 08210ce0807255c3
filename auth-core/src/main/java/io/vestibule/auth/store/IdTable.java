package io.vestibule.auth.store;

import org.jspecify.annotations.Nullable;

/** Finds slots by id: a hash table of a fixed size whose chains run through the slots. Not thread-safe. */
final class IdTable {
  private final KeyedHash hash;
  private final @Nullable Slot[] chains;

  /** The size is a power of two. */
  IdTable(KeyedHash hash, int size) {
    this.hash = hash;
    this.chains = new Slot[size];
  }

  @Nullable
  Slot find(byte[] id) {
    Slot slot = chains[index(hash.of(id, 0, id.length))];
    while (slot != null && !slot.hasId(id)) {
      slot = slot.nextById;
    }
    return slot;
  }

  void add(Slot slot) {
    int index = index(slot.hashOfId(hash));
    slot.nextById = chains[index];
    chains[index] = slot;
  }

  /** Takes out a slot that is in here. */
  void remove(Slot slot) {
    int index = index(slot.hashOfId(hash));
    Slot prior = chains[index];
    if (prior == slot) {
      chains[index] = slot.nextById;
      return;
    }
    while (prior != null && prior.nextById != slot) {
      prior = prior.nextById;
    }
    if (prior != null) {
      prior.nextById = slot.nextById;
    }
  }

  private int index(int hashOfId) {
    return hashOfId & (chains.length - 1);
  }
}
