package io.vestibule.auth.store;

import io.vestibule.auth.Secret;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database, and as whom we speak to it. Immutable; opens connections, each within a few seconds. */
record Login(JdbcUrl url, String user, Secret password) {
  /** Seconds, except where PostgreSQL's driver says otherwise; what the URL says holds before these. */
  private static final Map<String, String> POSTGRESQL = Map.of(
      "connectTimeout", "2",
      "loginTimeout", "2",
      "socketTimeout", "3",
      "cancelSignalTimeout", "1",
      "targetServerType", "primary",
      "tcpKeepAlive", "true",
      "logServerErrorDetail", "false",
      "ApplicationName", "vestibule");

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final String H2_USER = "sa";

  /**
   * What opens connections.
   *
   * @throws UnusableDatabaseException when the driver is not there, or does not understand the URL
   */
  OwnConnections.Opener opener() {
    Driver driver = driver();
    if (!understands(driver)) {
      throw new UnusableDatabaseException(
          "the driver does not understand the URL", "use " + JdbcUrl.ALLOWED);
    }
    return new Loaded(this, driver, isOfApplication(driver.getClass().getClassLoader()));
  }

  private boolean understands(Driver driver) {
    try {
      return driver.acceptsURL(url.text());
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection open(Driver driver) throws SQLException {
    if (url.isH2File()) {
      H2File.prepare(url.h2Name());
      if (url.isAutoServer() && password.reveal().isEmpty()) {
        H2File.requireClosedFolder(url.h2Name());
      }
    }
    Properties properties = new Properties();
    if (url.dialect() == Dialect.POSTGRESQL) {
      properties.putAll(POSTGRESQL);
    }
    String name = user.isEmpty() && url.dialect() == Dialect.H2 ? H2_USER : user;
    if (!name.isEmpty()) {
      properties.setProperty("user", name);
    }
    properties.setProperty("password", password.reveal());
    Connection connection = driver.connect(url.text(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not understand the URL");
    }
    return connection;
  }

  /** Whether only this web application has it: one that is shared by several stays for the others. */
  private static boolean isOfApplication(ClassLoader loader) {
    boolean ofMachine = false;
    for (ClassLoader one = ClassLoader.getSystemClassLoader(); one != null; one = one.getParent()) {
      ofMachine |= one == loader;
    }
    return !ofMachine && loader == Thread.currentThread().getContextClassLoader();
  }

  /** A driver registers itself with the JDK, which would keep the whole application for it. */
  private record Loaded(Login login, Driver driver, boolean ofApplication)
      implements OwnConnections.Opener {

    @Override
    public Connection open() throws SQLException {
      return login.open(driver);
    }

    @Override
    public void close() {
      if (ofApplication) {
        unload();
      }
    }

    private void unload() {
      try {
        driver.getClass().getMethod(login.url().dialect().unloading()).invoke(null);
      } catch (ReflectiveOperationException e) {
        LOG.debug("the driver has left already, or is of another version", e);
      }
    }
  }

  /** Asked for by name, because {@link java.sql.DriverManager} sees none that comes with a web application. */
  private Driver driver() {
    Dialect dialect = url.dialect();
    try {
      return Class.forName(dialect.driver(), true, loader(dialect))
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new UnusableDatabaseException(
          "the driver " + dialect.driver() + " is not on the class path",
          "add the dependency " + dialect.coordinates());
    }
  }

  /** Ours, or that of the application where we are shared by several. */
  private static ClassLoader loader(Dialect dialect) {
    ClassLoader ours = Login.class.getClassLoader();
    String resource = dialect.driver().replace('.', '/') + ".class";
    ClassLoader applications = Thread.currentThread().getContextClassLoader();
    return ours.getResource(resource) == null && applications != null ? applications : ours;
  }
}
