package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import java.util.function.Consumer;

/** A servlet container inside this process. */
@FunctionalInterface
interface Container {

  /** Starts it with one application, and returns when it answers. */
  Running start(Listen listen, Consumer<ServletContext> application) throws Exception;

  /** A container that answers on this port until it is closed. */
  record Running(int port, AutoCloseable stop) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      stop.close();
    }
  }
}
