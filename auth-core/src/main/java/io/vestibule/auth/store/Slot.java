package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry as memory keeps it: its three texts in one array, because four strings would take twice the room. Its
 * links belong to the {@link Shelf} and change under the lock of the shelf.
 */
final class Slot {
  private final byte[] text;
  private final short idEnd;
  private final short ownerEnd;
  final long expires;
  final long version;

  volatile @Nullable Slot nextById;
  volatile @Nullable Slot nextOfOwner;
  volatile @Nullable Slot priorOfOwner;
  volatile int place;

  private Slot(byte[] text, int idEnd, int ownerEnd, long expires, long version) {
    this.text = text;
    this.idEnd = (short) idEnd;
    this.ownerEnd = (short) ownerEnd;
    this.expires = expires;
    this.version = version;
  }

  static Slot of(Entry entry, long version) {
    byte[] id = entry.id().getBytes(UTF_8);
    byte[] owner = entry.owner().getBytes(UTF_8);
    byte[] value = entry.value().getBytes(UTF_8);
    byte[] text = Arrays.copyOf(id, id.length + owner.length + value.length);
    System.arraycopy(owner, 0, text, id.length, owner.length);
    System.arraycopy(value, 0, text, id.length + owner.length, value.length);
    long expires = Expiry.millis(entry.expires());
    return new Slot(text, id.length, id.length + owner.length, expires, version);
  }

  Entry entry(String kind) {
    String owner = new String(text, idEnd, ownerEnd - idEnd, UTF_8);
    String value = new String(text, ownerEnd, text.length - ownerEnd, UTF_8);
    return new Entry(kind, id(), owner, value, Expiry.instant(expires), version);
  }

  String id() {
    return new String(text, 0, idEnd, UTF_8);
  }

  boolean hasId(byte[] id) {
    return Arrays.equals(text, 0, idEnd, id, 0, id.length);
  }

  boolean hasOwner(byte[] owner) {
    return Arrays.equals(text, idEnd, ownerEnd, owner, 0, owner.length);
  }

  boolean hasOwner() {
    return ownerEnd > idEnd;
  }

  boolean isOver(long now) {
    return expires <= now;
  }

  int hashOfId(KeyedHash hash) {
    return hash.of(text, 0, idEnd);
  }

  int hashOfOwner(KeyedHash hash) {
    return hash.of(text, idEnd, ownerEnd);
  }
}
