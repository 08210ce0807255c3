package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A servlet container inside this process. */
@FunctionalInterface
interface Container {

  /** Starts it with one application, and returns when it answers. */
  Running start(Listen listen, Consumer<ServletContext> application) throws Exception;

  /** A container that answers on this port until it is closed. */
  record Running(int port, Callable<?> stop) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        stop.call();
      } catch (Exception failed) {
        throw new IOException("the container did not stop cleanly", failed);
      }
    }
  }
}
