package io.vestibule.auth.password;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who has a name here already, by whatever way of signing in of a file: nobody from elsewhere gets it too. Thread-safe;
 * complete once the file was read.
 */
public final class LocalUsers {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final List<UserPasswords> passwords = new CopyOnWriteArrayList<>();
  private final List<Function<String, Optional<User>>> users = new CopyOnWriteArrayList<>();
  private final List<Predicate<String>> names = new CopyOnWriteArrayList<>();
  private final List<String> open = new CopyOnWriteArrayList<>();
  private final InstantSource clock;

  private LocalUsers(InstantSource clock) {
    this.clock = clock;
  }

  /** Those of this file. */
  public static LocalUsers of(Settings settings) {
    return settings.shared(LocalUsers.class, () -> new LocalUsers(settings.clock()));
  }

  void add(UserPasswords known) {
    passwords.add(known);
    users.add(known::find);
  }

  /** Adds those of the store; only while the file is being read, as all that is added. */
  public void add(UserStore store) {
    users.add(name -> store.find(name).flatMap(Users.Entry::asFound));
  }

  /** Adds those of a way with users of its own; the answer is believed for two seconds. */
  public void add(Function<String, Optional<User>> known) {
    users.add(lately(known));
  }

  /** Adds names that are somebody's who is no user; the answer is believed for two seconds. */
  public void addNames(Predicate<String> taken) {
    names.add(lately(taken::test)::apply);
  }

  /** Tells that this way may call somebody by any name; only while the file is being read. */
  public void namesAnybody(String way) {
    open.add(way);
  }

  /** The ways that may call somebody by any name. */
  public List<String> thatNameAnybody() {
    return List.copyOf(open);
  }

  private <T> Function<String, T> lately(Function<String, T> ask) {
    ExpiringMap<String, T> answers = new ExpiringMap<>(MOST, BOUND, clock);
    return name -> answers.get(name).orElseGet(() -> {
      T answer = ask.apply(name);
      answers.put(name, answer);
      return answer;
    });
  }

  /** The user of this name in the first way that has one, be it one who may not sign in. */
  public Optional<User> find(String name) {
    return users.stream().flatMap(way -> way.apply(name).stream()).findFirst();
  }

  /** Whether this name is anybody's. */
  public boolean have(String name) {
    return find(name).isPresent() || names.stream().anyMatch(way -> way.test(name));
  }

  /** Whether it is known who there is: users of the host's own may have any name. */
  public boolean areKnown() {
    return passwords.stream().allMatch(UserPasswords::knowsNames);
  }
}
