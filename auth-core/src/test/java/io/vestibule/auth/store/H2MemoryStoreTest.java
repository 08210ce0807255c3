package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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

  @Test
  void an_upgrade_that_fails_leaves_a_connection_that_commits() throws Exception {
    try (Connection connection = empty().opener().open()) {
      Connection colliding = (Connection) Proxy.newProxyInstance(
          getClass().getClassLoader(),
          new Class<?>[] {Connection.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("createStatement") && !connection.getAutoCommit()) {
              throw new SQLException("collision", "40001");
            }
            return method.invoke(connection, arguments);
          });

      assertThatThrownBy(() -> new Schema(Dialect.H2, true).prepare(colliding))
          .isInstanceOf(SQLException.class);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }
}
