package io.vestibule.auth.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A host's pool with habits of its own: no auto-commit, repeatable read; it counts what is not given back. */
final class StrictDataSource {
  private final DataSource source;
  private final Queue<Connection> resting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  StrictDataSource(DataSource source) {
    this.source = source;
  }

  /** Whether one that came back would commit what the host would not. */
  boolean autoCommit() throws SQLException {
    for (Connection connection : resting) {
      if (connection.getAutoCommit()) {
        return true;
      }
    }
    return false;
  }

  int open() {
    return open.get();
  }

  DataSource proxy() {
    return (DataSource) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {DataSource.class},
        (proxy, method, arguments) -> {
          if (!method.getName().equals("getConnection")) {
            throw new UnsupportedOperationException(method.getName());
          }
          return connection();
        });
  }

  private Connection connection() throws SQLException {
    Connection kept = resting.poll();
    Connection connection = kept == null ? source.getConnection() : kept;
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    open.incrementAndGet();
    return (Connection) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      open.decrementAndGet();
      resting.add(connection);
      return null;
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
