package io.vestibule.auth.store;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.FakeClock;
import java.util.UUID;

class H2MemoryStoreTest implements StoreContract {
  private final FakeClock clock = new FakeClock(NOW);
  private final Store store =
      JdbcStore.open("jdbc:h2:mem:" + UUID.randomUUID(), "", Secret.of(""), clock);

  @Override
  public Store store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }
}
