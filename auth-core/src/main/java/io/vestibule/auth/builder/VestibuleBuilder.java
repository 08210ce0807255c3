package io.vestibule.auth.builder;

import io.vestibule.auth.Authenticator;
import io.vestibule.auth.RefusalHandler;
import io.vestibule.auth.Secret;
import io.vestibule.auth.bearer.HostTokens;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.digest.DigestUser;
import io.vestibule.auth.digest.DigestUsers;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.password.HostRoles;
import io.vestibule.auth.password.HostUsers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A configuration in Java: lambdas for what the host knows, and every section and key of a file. It is checked as a
 * file is, by the same code. Ways of signing in are asked in the order in which they are named. Not thread-safe.
 */
public final class VestibuleBuilder {
  private static final Pattern OWN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final Set<String> types = new LinkedHashSet<>();
  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private final Map<String, Function<Secret, Optional<String>>> tokens = new HashMap<>();
  private Supplied supplied = Supplied.nothing();
  private Optional<Function<String, Optional<Secret>>> passwords = Optional.empty();
  private String realm = Realm.DEFAULT;
  private InstantSource clock = InstantSource.system();

  VestibuleBuilder() {}

  /**
   * HTTP Basic; this says whether a name and a password belong together. Guessing is limited before it is asked.
   *
   * @throws IllegalStateException when others are named already, as by {@link #users}
   */
  public VestibuleBuilder basic(HostUsers newUsers) {
    return users(newUsers).type("basic");
  }

  /**
   * A login page and a session; this says whether a name and a password belong together. Give it {@link
   * io.vestibule.auth.password.HostAccounts}, so that a session ends with its user: one that a lambda has begun ends by
   * time only.
   *
   * @throws IllegalStateException when others are named already, as by {@link #users}
   */
  public VestibuleBuilder session(HostUsers newUsers) {
    return users(newUsers).type("session");
  }

  /**
   * HTTP Digest; this answers the password of a name, or empty. Stored secrets ({@link DigestUsers}), and nonces and
   * opaque values of the host's own ({@link io.vestibule.auth.digest.Nonces}, {@link io.vestibule.auth.digest.Opaque}),
   * are {@link #supply supplied}.
   */
  public VestibuleBuilder digest(Function<String, Optional<Secret>> passwordOf) {
    if (passwords.isPresent()) {
      throw twice("digest(…)");
    }
    this.passwords = Optional.of(passwordOf);
    return type("digest");
  }

  /** Tokens behind {@code Bearer}; this answers the name of a token's owner, or empty. */
  public VestibuleBuilder bearer(Function<Secret, Optional<String>> ownerOf) {
    addTokens("bearer", ownerOf);
    return type("bearer");
  }

  /** Tokens behind another scheme: the way {@code bearer.SCHEME}, in small letters. */
  public VestibuleBuilder scheme(String scheme, Function<Secret, Optional<String>> ownerOf) {
    return tokens("scheme", scheme, ownerOf);
  }

  /** Tokens in a header of their own: the way {@code bearer.HEADER}, in small letters. */
  public VestibuleBuilder header(String header, Function<Secret, Optional<String>> ownerOf) {
    return tokens("header", header, ownerOf);
  }

  /**
   * A way of signing in of the host's own. Rules know it as {@code via:NAME}.
   *
   * @param name letters, digits, {@code -} and {@code _}; none that the library or the builder has already
   * @throws IllegalArgumentException when it is another name
   */
  public VestibuleBuilder authenticator(String name, Authenticator authenticator) {
    if (!OWN_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a way of signing in cannot be named \"" + name
          + "\": letters, digits, - and _ only, and a letter first");
    }
    Set<String> taken = taken();
    if (taken.contains(name)) {
      throw new IllegalArgumentException("there is a way of signing in, or a section, named \""
          + name + "\" already; taken are " + String.join(", ", taken));
    }
    supplied = supplied.with(new HostFactory(name, authenticator));
    return type(name);
  }

  /**
   * Who may sign in with a name and a password, for every way that {@link #type} names.
   *
   * @throws IllegalStateException when others are named already: all ways share them
   */
  public VestibuleBuilder users(HostUsers newUsers) {
    Object present = supplied.instances().get(HostUsers.class);
    if (present != null && present != newUsers) {
      throw new IllegalStateException("other users are named already, and all ways share them:"
          + " users(theirs).type(\"session\").type(\"basic\") names them once");
    }
    supplied = supplied.with(HostUsers.class, newUsers);
    return this;
  }

  /**
   * What whoever has this name is: one answer for every way of signing in, be it by password, token, claims or proxy,
   * besides the roles that a file, a token or a provider gives. An {@link #authenticator} of the host's own gives its
   * roles itself.
   */
  public VestibuleBuilder roles(Function<String, Set<String>> rolesOf) {
    return roles((name, groups) -> rolesOf.apply(name));
  }

  /** The same, where the groups matter that a token, a provider or a proxy reports. */
  public VestibuleBuilder roles(HostRoles rolesOf) {
    return supply(HostRoles.class, rolesOf);
  }

  /**
   * A rule, such as {@code "POST /api/**", "role:editor"}; the first that matches decides.
   *
   * @throws IllegalStateException when there is one of this pattern already, as a file would be refused
   */
  public VestibuleBuilder rule(String pattern, String requirement) {
    return set("rules", pattern, requirement);
  }

  /** What Basic, Digest and tokens name in their challenges. */
  public VestibuleBuilder realm(String newRealm) {
    this.realm = newRealm;
    return this;
  }

  /** Words of the host's own for what is refused. */
  public VestibuleBuilder onRefusal(RefusalHandler handler) {
    return supply(RefusalHandler.class, handler);
  }

  /** A way of signing in that the file calls by this name, such as {@code session}. */
  public VestibuleBuilder type(String name) {
    types.add(name);
    return this;
  }

  /**
   * What a file says as {@code key = value} in this section. The value is taken as it is: quotes and {@code ${…}} in it
   * stand for themselves.
   *
   * @throws IllegalStateException when it was said already, as a file would be refused
   * @throws IllegalArgumentException when a file could not say so: with a control character, or a key that is blank,
   *     begins with {@code #}, {@code ;} or {@code [}, or holds {@code =}
   */
  public VestibuleBuilder set(String section, String key, String value) {
    String present = sections
        .computeIfAbsent(oneLine(section), any -> new LinkedHashMap<>())
        .putIfAbsent(writable(oneLine(key)), oneLine(value));
    if (present != null) {
      throw twice("[" + section + "] " + key);
    }
    return this;
  }

  /**
   * What everybody uses in place of what a file would make, such as a store or an audit.
   *
   * @throws IllegalStateException when one of this type was supplied already
   */
  public <T> VestibuleBuilder supply(Class<T> type, T instance) {
    supplied = added(supplied, type, instance);
    return this;
  }

  /** The clock of everything. */
  public VestibuleBuilder clock(InstantSource newClock) {
    this.clock = newClock;
    return this;
  }

  /**
   * Checks it and makes it.
   *
   * @throws IllegalStateException when {@link #digest} stands beside supplied {@link DigestUsers}, or tokens beside
   *     supplied {@link HostTokens}
   * @throws io.vestibule.auth.config.ConfigurationException when anything is wrong with it
   */
  public Configuration build() {
    types.stream().filter(VestibuleBuilder::namesRealm).forEach(this::setRealm);
    Supplied all = supplied;
    if (passwords.isPresent()) {
      all = added(all, DigestUsers.class, digestUsers(passwords.get()));
    }
    if (!tokens.isEmpty()) {
      all = added(all, HostTokens.class, new HostTokens(tokens));
    }
    return Configuration.parse("builder", text(), Path.of(""), clock, all);
  }

  private static <T> Supplied added(Supplied all, Class<T> type, T instance) {
    if (all.instances().containsKey(type)) {
      throw twice(type.getSimpleName());
    }
    return all.with(type, instance);
  }

  private Set<String> taken() {
    Set<String> names = new TreeSet<>(Set.of("authentication", "none", "pages", "rules", "server"));
    Stream.concat(
            ServiceLoader.load(AuthenticatorFactory.class).stream()
                .map(ServiceLoader.Provider::get),
            supplied.factories().stream())
        .flatMap(
            factory -> Stream.concat(Stream.of(factory.section()), factory.alsoReads().stream()))
        .forEach(section -> {
          names.add(section.name());
          names.addAll(section.aliases());
        });
    return names;
  }

  private VestibuleBuilder tokens(
      String key, String name, Function<Secret, Optional<String>> ownerOf) {
    String section = "bearer." + name.toLowerCase(Locale.ROOT);
    addTokens(section, ownerOf);
    return set(section, key, name).type(section);
  }

  private void addTokens(String section, Function<Secret, Optional<String>> ownerOf) {
    if (tokens.putIfAbsent(section, ownerOf) != null) {
      throw twice("[" + section + "]");
    }
  }

  private static IllegalStateException twice(String what) {
    return new IllegalStateException(what + " is there already; keep one");
  }

  private DigestUsers digestUsers(Function<String, Optional<Secret>> passwordOf) {
    return name -> passwordOf
        .apply(name)
        .map(password -> DigestUser.ofPassword(name, Set.of(), realmOf("digest"), password));
  }

  private static boolean namesRealm(String type) {
    return type.equals("basic")
        || type.equals("digest")
        || type.equals("bearer")
        || type.startsWith("bearer.");
  }

  private void setRealm(String type) {
    sections.computeIfAbsent(type, any -> new LinkedHashMap<>()).put("realm", realmOf(type));
  }

  private String realmOf(String type) {
    return sections.getOrDefault(type, Map.of()).getOrDefault("realm", realm);
  }

  private String text() {
    StringBuilder text = new StringBuilder("[authentication]\n");
    if (!types.isEmpty()) {
      text.append("type = ").append(String.join(", ", types)).append('\n');
    }
    sections
        .getOrDefault("authentication", Map.of())
        .forEach((key, value) -> line(text, key, value));
    sections.forEach((section, keys) -> {
      if (!section.equals("authentication")) {
        text.append('[').append(section).append("]\n");
        keys.forEach((key, value) -> line(text, key, value));
      }
    });
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    String literal = value.replace("${", "$${");
    boolean bare = literal.equals(literal.strip()) && !literal.startsWith("\"");
    text.append(key).append(" = ").append(bare ? literal : '"' + literal + '"').append('\n');
  }

  private static String writable(String key) {
    if (key.isBlank()
        || !key.equals(key.strip())
        || "#;[".indexOf(key.charAt(0)) >= 0
        || key.contains("=")) {
      throw new IllegalArgumentException("a configuration cannot have the key \"" + key
          + "\": a key begins with none of # ; [, has no =, and no blanks around it");
    }
    return key;
  }

  private static String oneLine(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a control character cannot stand in a configuration");
    }
    return text;
  }
}
