package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The users of the store: known and active ones come in, others are made where that is asked for. What was made is kept
 * in step with the settings until the user has a password. Thread-safe.
 */
record KnownUsers(
    String provider,
    UserNames names,
    UserStore store,
    Roles roles,
    AutoCreate autoCreate,
    PermissionScopes scopes,
    Audit audit,
    InstantSource clock)
    implements People {

  @Override
  public Answer find(String name, List<String> groups) {
    Optional<Member> known = store.member(name);
    return known
        .or(() -> create(name))
        .map(member -> judge(name, groups, member))
        .orElseGet(() -> new Stranger(refusal(Reason.NOT_ACCEPTED, name + " is not known here")));
  }

  /** The store finds names in any case, and has each of them once; a proxy's name is exact, unless told otherwise. */
  private Answer judge(String said, List<String> groups, Member member) {
    String name = member.user().name();
    if (!names.fits(name, said)) {
      return new Stranger(refusal(Reason.NOT_ACCEPTED, said + " is spelt otherwise here: " + name));
    }
    if (member.user().disabled()) {
      return new Stranger(refusal(Reason.DISABLED, name + " is disabled"));
    }
    Member current = inStep(member);
    Set<String> all = new HashSet<>(roles.of(name, groups));
    all.addAll(current.user().roles());
    return new Person(name, all, scopes.scopes(name, permission(current)));
  }

  private Optional<Member> create(String name) {
    if (!autoCreate.on() || !UserStore.isName(name)) {
      return Optional.empty();
    }
    if (store.addOutsider(name, provider, autoCreate.roles(), autoCreate.grant())) {
      record(AuditType.USER_CREATED, name);
    }
    return store.member(name);
  }

  private Member inStep(Member member) {
    boolean ours = autoCreate.on() && !member.hasPassword() && member.provider().equals(provider);
    boolean same =
        member.ownRoles().equals(autoCreate.roles()) && member.grant().equals(autoCreate.grant());
    if (!ours || same) {
      return member;
    }
    String name = member.user().name();
    store.regrant(name, autoCreate.roles(), autoCreate.grant());
    record(AuditType.USER_CHANGED, name);
    return store.member(name).orElse(member);
  }

  private static Permission permission(Member member) {
    try {
      return Permission.valueOf(member.grant().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException none) {
      return Permission.NONE;
    }
  }

  private void record(AuditType type, String name) {
    audit.record(AuditEvent.of(clock.instant(), type, AuditEvent.Outcome.SUCCESS)
        .withSubject(name)
        .with("provider", provider));
  }

  private static AuthResult.Rejected refusal(Reason reason, String detail) {
    return new AuthResult.Rejected(reason, detail);
  }
}
