package io.vestibule.auth.audit;

import io.vestibule.auth.testing.Logged;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Properties;
import org.slf4j.LoggerFactory;

/** Keeps all that is logged, down to the level trace, until it is closed; nothing of it is printed. */
public final class Traced implements AutoCloseable {
  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final String LOG = PREFIX + "log.";
  private static final int TRACE = 0;

  private final Properties levels = levels();
  private final Logged logged = Logged.start();

  private Traced() {
    levels.stringPropertyNames().forEach(name -> System.setProperty(name, "trace"));
    loggers().values().forEach(logger -> set(logger, TRACE));
  }

  /** From now on. */
  public static Traced start() {
    return new Traced();
  }

  /** What was logged so far. */
  public String text() {
    return logged.text();
  }

  @Override
  public void close() {
    logged.close();
    levels.stringPropertyNames().forEach(System::clearProperty);
    loggers().forEach((name, logger) -> set(logger, level(name)));
  }

  /** As the file has it: that of the logger, or of the nearest above it. */
  private int level(String name) {
    String at = name;
    while (!at.isEmpty() && !levels.containsKey(LOG + at)) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('.')));
    }
    String word = levels.getProperty(at.isEmpty() ? PREFIX + "defaultLogLevel" : LOG + at);
    return switch (word) {
      case "info" -> 20;
      case "warn" -> 30;
      case "error" -> 40;
      case "off" -> 50;
      default -> throw new IllegalStateException(word);
    };
  }

  private static Properties levels() {
    Properties levels = new Properties();
    try (InputStream file = Traced.class.getResourceAsStream("/simplelogger.properties")) {
      levels.load(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return levels;
  }

  private static Map<?, ?> loggers() {
    Object factory = LoggerFactory.getILoggerFactory();
    return (Map<?, ?>) read(factory, field(factory.getClass(), "loggerMap"));
  }

  private int level(Object name) {
    return level((String) name);
  }

  private static void set(Object logger, int level) {
    try {
      field(logger.getClass(), "currentLogLevel").setInt(logger, level);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object read(Object of, Field field) {
    try {
      return field.get(of);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException other) {
      throw new IllegalStateException("slf4j-simple is made otherwise now", other);
    }
  }
}
