package io.vestibule.auth.password;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.store.Stores;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.util.List;
import java.util.stream.Stream;

/**
 * The users of a file and the one guarded way to check their passwords, for every way of asking for them. Thread-safe.
 */
public record PasswordChecks(UserPasswords users, PasswordCheck check) {

  /** The sections that are read beside that of whoever asks. */
  public static List<Section> sections() {
    return Stream.concat(
            UsersSettings.sections().stream(), Stream.of(Stores.SECTION, Limits.SECTION))
        .toList();
  }

  /** As the settings say; what is wrong is reported there. Throttle and audit are shared by all of a file. */
  public static PasswordChecks of(Settings settings) {
    UserPasswords users = UsersSettings.read(settings);
    Audit audit = settings.shared(Audit.class, Audit::of);
    return new PasswordChecks(
        users, new PasswordGuard(users, throttle(settings), audit, settings.clock()));
  }

  /** The throttle of a file: one for all that a human can guess. */
  public static Throttle throttle(Settings settings) {
    return settings.shared(
        Throttle.class,
        () -> Throttle.of(settings.section(Limits.SECTION.name()), Stores.of(settings)));
  }
}
