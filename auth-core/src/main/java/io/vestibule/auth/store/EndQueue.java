package io.vestibule.auth.store;

import java.util.ArrayList;
import java.util.List;

/** All slots of a shelf, the one that ends first in front: a heap in which each slot knows its place. */
final class EndQueue {
  private final List<Slot> slots = new ArrayList<>();

  int size() {
    return slots.size();
  }

  List<Slot> slots() {
    return slots;
  }

  /** The slot that ends first, of a queue that is not empty. */
  Slot first() {
    return slots.get(0);
  }

  void add(Slot slot) {
    slots.add(slot);
    rise(slot, slots.size() - 1);
  }

  /** Takes out a slot that is in here. */
  void remove(Slot slot) {
    Slot last = slots.remove(slots.size() - 1);
    if (last != slot) {
      sink(last, slot.place);
      rise(last, last.place);
    }
  }

  private void rise(Slot slot, int from) {
    int place = from;
    while (place > 0 && slots.get((place - 1) / 2).expires > slot.expires) {
      put(slots.get((place - 1) / 2), place);
      place = (place - 1) / 2;
    }
    put(slot, place);
  }

  private void sink(Slot slot, int from) {
    int place = from;
    int child = earlierChild(place);
    while (child < slots.size() && slots.get(child).expires < slot.expires) {
      put(slots.get(child), place);
      place = child;
      child = earlierChild(place);
    }
    put(slot, place);
  }

  private int earlierChild(int place) {
    int left = 2 * place + 1;
    boolean rightIsEarlier =
        left + 1 < slots.size() && slots.get(left + 1).expires < slots.get(left).expires;
    return rightIsEarlier ? left + 1 : left;
  }

  private void put(Slot slot, int place) {
    slots.set(place, slot);
    slot.place = place;
  }
}
