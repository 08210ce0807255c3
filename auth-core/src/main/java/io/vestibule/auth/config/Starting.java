package io.vestibule.auth.config;

/**
 * Something that is shared by a configuration's authenticators and has a word to say when the application starts. It
 * is not told when a command only reads the configuration. What can never work it reports as a fault of its settings.
 */
public interface Starting {

  /** The application starts; may be told more than once, and never throws because a store is down. */
  void started();
}
