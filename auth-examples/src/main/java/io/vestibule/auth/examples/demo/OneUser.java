package io.vestibule.auth.examples.demo;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.PasswordHash;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** The one user of a demo that was given no file: an administrator whose password lives as long as the process. */
record OneUser(String name, Secret password) {
  /** What nobody takes for another: no 0 and o, no 1, i and l. */
  private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
  /** 20 of 31 letters are 99 bits. */
  private static final int LENGTH = 20;

  private static final int GROUP = 5;

  static OneUser random(SecureRandom random) {
    String letters = random
        .ints(LENGTH, 0, LETTERS.length())
        .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
        .collect(Collectors.joining());
    return new OneUser("admin", Secret.of(letters.replaceAll("(.{" + GROUP + "})(?=.)", "$1-")));
  }

  Configuration configuration() {
    String text =
        """
        [authentication]
        type = basic
        realm = Demo
        username = %s
        password = %s

        [roles]
        admin = %s
        """.formatted(name, PasswordHash.hash(password, PasswordHash.LOWEST_NEW_COST), name);
    return Configuration.parse(
        "(made for this start)", text, Path.of(""), Map.of(), InstantSource.system());
  }
}
