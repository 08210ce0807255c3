package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.password.LocalUsers;
import io.vestibule.auth.password.PasswordCheck;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.SecondFactors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** The ways by which people may sign in here: filled while the file is read, the same from then on. Thread-safe. */
final class Ways {
  private final List<SignInOffer> offers = new CopyOnWriteArrayList<>();
  private final List<String> besideForm = new CopyOnWriteArrayList<>();
  private final List<Runnable> awaitingFactors = new CopyOnWriteArrayList<>();
  private final LocalUsers locals;
  private volatile Optional<Passwords> passwords = Optional.empty();
  private volatile Optional<ProgramAccess> programs = Optional.empty();

  Ways(LocalUsers locals) {
    this.locals = locals;
  }

  private record Passwords(
      PasswordCheck check,
      Function<String, Optional<User>> users,
      Function<String, Optional<User>> usersNow,
      Supplier<Optional<Object>> edition,
      Optional<SecondFactors> factors) {}

  void add(SignInOffer offer) {
    offers.add(offer);
  }

  /**
   * With the users who may use the form, what stands for all of them as long as nobody changes, and their second
   * factors; empty where they cannot have any.
   */
  void add(
      PasswordCheck check,
      Function<String, Optional<User>> users,
      Function<String, Optional<User>> usersNow,
      Supplier<Optional<Object>> edition,
      Optional<SecondFactors> factors) {
    passwords = Optional.of(new Passwords(check, users, usersNow, edition, factors));
    if (offersFactors()) {
      awaitingFactors.forEach(Runnable::run);
    }
  }

  /** Does it where users of the form may set a second factor up: now, or when that is known. */
  void whereFactorsAreOffered(Runnable work) {
    if (offersFactors()) {
      work.run();
    } else {
      awaitingFactors.add(work);
    }
  }

  private boolean offersFactors() {
    return factors().filter(SecondFactors::isOffered).isPresent();
  }

  /** A page of ours for whoever cannot sign in, by its name; a link to it stands below the form. */
  void addBesideForm(String page) {
    besideForm.add(page);
  }

  List<String> besideForm() {
    return byPassword() ? List.copyOf(besideForm) : List.of();
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

  PasswordCheck.Result check(
      AuthRequest request, UsernamePassword typed, Function<String, Optional<String>> device) {
    return passwords
        .map(known -> known.check().check(request, typed, device))
        .orElseGet(PasswordCheck.Result.Wrong::new);
  }

  /** The second factors of the users of the form. */
  Optional<SecondFactors> factors() {
    return passwords.flatMap(Passwords::factors);
  }

  /** Whether it is known who has a name here. */
  boolean knowsNames() {
    return locals.areKnown();
  }

  /** Whether somebody has this name here, by whatever way of signing in; the users of the form are among them. */
  boolean isTaken(String name) {
    return locals.have(name);
  }

  /** The user of this name: of those of the form, else of the other ways. */
  Optional<User> local(String name) {
    return user(name).or(() -> locals.find(name));
  }

  /** The user of the form of this name, past whatever is remembered of it. */
  Optional<User> userNow(String name) {
    return passwords.flatMap(known -> known.usersNow().apply(name));
  }

  /** What stands for all users of the form at this moment; empty where each of them must be looked up. */
  Optional<Object> edition() {
    Optional<Passwords> known = passwords;
    return known.isPresent() ? known.get().edition().get() : Optional.empty();
  }

  /** The user of the form. */
  Optional<User> user(String name) {
    Optional<Passwords> known = passwords;
    return known.isPresent() ? known.get().users().apply(name) : Optional.empty();
  }
}
