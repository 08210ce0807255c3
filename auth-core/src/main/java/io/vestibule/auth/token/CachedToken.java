package io.vestibule.auth.token;

import io.vestibule.auth.Identity;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A token as it was read, and whom it made of its owner the last time: the same user makes the same identity. */
final class CachedToken {
  /** What the servlet API calls it. */
  static final String SCHEME = "Bearer";

  private final Entry entry;
  private final ApiToken token;
  private final byte[] digest;
  private final AtomicLong usedSecond;
  private volatile Optional<Vouched> last = Optional.empty();

  CachedToken(Entry entry, ApiToken token, byte[] digest) {
    this.entry = entry;
    this.token = token;
    this.digest = digest;
    this.usedSecond = new AtomicLong(token.lastUsed().getEpochSecond());
  }

  private record Vouched(User user, Identity identity) {}

  Entry entry() {
    return entry;
  }

  ApiToken token() {
    return token;
  }

  /** It is kept by a part of its digest; this compares the whole, in constant time. */
  boolean hasDigest(byte[] shown) {
    return MessageDigest.isEqual(digest, shown);
  }

  /** Whether the use at this moment must be written down: of many callers one is told so, once in this many seconds. */
  boolean claimsUse(Instant now, long seconds) {
    long second = now.getEpochSecond();
    long before = usedSecond.get();
    return (second - before >= seconds || second < before)
        && usedSecond.compareAndSet(before, second);
  }

  /** The identity of this owner; made again only when the owner has changed. */
  @SuppressWarnings("ReferenceEquality") // a user that was read again is looked at again
  Identity identity(User user) {
    Optional<Vouched> known = last;
    if (known.isPresent() && known.get().user() == user) {
      return known.get().identity();
    }
    Identity identity = identityOf(user);
    last = Optional.of(new Vouched(user, identity));
    return identity;
  }

  /** A token proves no factor, and is never fresh: nobody sits there. */
  private Identity identityOf(User user) {
    Map<String, Object> claims = new HashMap<>(user.claims());
    claims.put("token_id", token.id());
    claims.put("token_name", token.name());
    return new Identity(
        user.name(), SCHEME, user.roles(), token.scopes(), Set.of(), Instant.EPOCH, claims);
  }
}
