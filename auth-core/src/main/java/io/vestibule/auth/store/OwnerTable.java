package io.vestibule.auth.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds slots by owner: a hash table of a fixed size whose chains run through the slots, both ways, so that an owner
 * of very many is let go of quickly. What nobody owns is not in here. Not thread-safe.
 */
final class OwnerTable {
  private final KeyedHash hash;
  private final @Nullable Slot[] chains;

  /** The size is a power of two. */
  OwnerTable(KeyedHash hash, int size) {
    this.hash = hash;
    this.chains = new Slot[size];
  }

  void find(byte[] owner, Consumer<Slot> found) {
    Slot slot = chains[index(hash.of(owner, 0, owner.length))];
    while (slot != null) {
      if (slot.hasOwner(owner)) {
        found.accept(slot);
      }
      slot = slot.nextOfOwner;
    }
  }

  void add(Slot slot) {
    if (!slot.hasOwner()) {
      return;
    }
    int index = index(slot.hashOfOwner(hash));
    Slot next = chains[index];
    slot.priorOfOwner = null;
    slot.nextOfOwner = next;
    if (next != null) {
      next.priorOfOwner = slot;
    }
    chains[index] = slot;
  }

  /** Takes out a slot that is in here, or that nobody owns. */
  void remove(Slot slot) {
    if (!slot.hasOwner()) {
      return;
    }
    Slot prior = slot.priorOfOwner;
    Slot next = slot.nextOfOwner;
    if (prior == null) {
      chains[index(slot.hashOfOwner(hash))] = next;
    } else {
      prior.nextOfOwner = next;
    }
    if (next != null) {
      next.priorOfOwner = prior;
    }
  }

  private int index(int hashOfOwner) {
    return hashOfOwner & (chains.length - 1);
  }
}
