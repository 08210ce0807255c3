package io.vestibule.auth.store;

import io.vestibule.auth.internal.FakeClock;
import java.util.UUID;

class H2MemoryStoreTest implements DatabaseContract {
  private final FakeClock clock = new FakeClock(NOW);
  private final Login login = empty();
  private final Store store = JdbcStore.open(login, true, clock);

  @Override
  public Store store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public Login empty() {
    return DatabaseContract.login("jdbc:h2:mem:" + UUID.randomUUID());
  }
}
