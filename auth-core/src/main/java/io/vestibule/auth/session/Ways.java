package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.password.PasswordCheck;
import io.vestibule.auth.password.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The ways by which people may sign in here: filled while the file is read, the same from then on. Thread-safe. */
final class Ways {
  private final List<SignInOffer> offers = new CopyOnWriteArrayList<>();
  private volatile Optional<Passwords> passwords = Optional.empty();
  private volatile Optional<ProgramAccess> programs = Optional.empty();

  private record Passwords(
      PasswordCheck check, Function<String, Optional<User>> users, boolean knowsNames) {}

  void add(SignInOffer offer) {
    offers.add(offer);
  }

  /** With users of whom it may not be known who there is: then every name may be one of them. */
  void add(PasswordCheck check, Function<String, Optional<User>> users, boolean knowsNames) {
    passwords = Optional.of(new Passwords(check, users, knowsNames));
  }

  void add(ProgramAccess access) {
    programs = Optional.of(access);
  }

  Optional<ProgramAccess> programs() {
    return programs;
  }

  boolean byPassword() {
    return passwords.isPresent();
  }

  /** Whether somebody may have to wait: a party could not be asked lately. */
  boolean isDegraded() {
    return offers.stream().anyMatch(SignInOffer::isDegraded);
  }

  List<SignInOffer> offers() {
    return List.copyOf(offers);
  }

  /** The parties for a program: where a browser goes to sign in with each. */
  List<Map<String, Object>> providers(AuthRequest request) {
    return offers.stream()
        .map(offer -> Map.<String, Object>of(
            "name", offer.name(),
            "label", offer.label(),
            "login_url", offer.start(request, "").toString()))
        .toList();
  }

  Optional<SignInOffer> offer(String name) {
    return offers.stream().filter(offer -> offer.name().equals(name)).findFirst();
  }

  /** The only way that there is, where that is not a password. */
  Optional<SignInOffer> sole() {
    return !byPassword() && offers.size() == 1 ? Optional.of(offers.get(0)) : Optional.empty();
  }

  PasswordCheck.Result check(AuthRequest request, UsernamePassword shown, Optional<String> device) {
    return passwords
        .map(known -> known.check().check(request, shown, device))
        .orElseGet(PasswordCheck.Result.Wrong::new);
  }

  /** Whether {@link #user} tells who is there. */
  boolean knowsNames() {
    return passwords.map(Passwords::knowsNames).orElse(true);
  }

  Optional<User> user(String name) {
    Optional<Passwords> known = passwords;
    return known.isPresent() ? known.get().users().apply(name) : Optional.empty();
  }
}
