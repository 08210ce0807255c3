package io.vestibule.auth.config;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Rules;
import io.vestibule.auth.rules.Rule;
import io.vestibule.auth.rules.RuleParser;
import io.vestibule.auth.rules.RuleSet;
import io.vestibule.auth.server.AllowedOrigins;
import io.vestibule.auth.server.TrustedProxies;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration that was read and found sound. Immutable and thread-safe.
 *
 * <p>A file whose name ends with {@code .properties} is read as Java's properties, any other as INI. Whatever is wrong
 * stops the start: all faults come in one {@link ConfigurationException}, whose message is made to be printed.
 */
public final class Configuration {
  private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

  private final Draft draft;
  private final RuleSet rules;
  private final List<Rule> listed;
  private final boolean hasRules;
  private final List<Problem> warnings;
  private final Findings findings;
  private final Auth auth;
  private final AtomicBoolean told = new AtomicBoolean();

  Configuration(
      Draft draft, RuleSet rules, List<Rule> listed, boolean hasRules, Findings findings) {
    this.draft = draft;
    this.rules = rules;
    this.listed = List.copyOf(listed);
    this.hasRules = hasRules;
    this.findings = findings;
    this.warnings = findings.all();
    this.auth = draft.auth(rules);
  }

  /**
   * An authenticator of the file.
   *
   * @param name as {@code type} and {@code via:} know it
   */
  public record Named(String name, Authenticator authenticator) {}

  /**
   * Reads a file, with the environment of this process and the clock of this machine.
   *
   * @throws ConfigurationException when anything is wrong with it
   */
  public static Configuration load(Path file) {
    return load(file, System.getenv(), InstantSource.system());
  }

  /**
   * Reads a file; references and overrides are looked up in this environment.
   *
   * @throws ConfigurationException when anything is wrong with it
   */
  public static Configuration load(
      Path file, Map<String, String> environment, InstantSource clock) {
    return new Loader(factories(), environment, clock).load(file);
  }

  /**
   * Reads a file whose rest the host supplies in Java; environment and clock are those of this process.
   *
   * @throws ConfigurationException when anything is wrong with it
   */
  public static Configuration load(Path file, Supplied supplied) {
    return new Loader(factories(), System.getenv(), InstantSource.system(), supplied).load(file);
  }

  /**
   * Reads a text whose rest the host supplies in Java, as if it stood in a file of this name.
   *
   * @param folder where relative paths begin
   * @throws ConfigurationException when anything is wrong with it
   */
  public static Configuration parse(
      String fileName, String text, Path folder, InstantSource clock, Supplied supplied) {
    return new Loader(factories(), System.getenv(), clock, supplied)
        .parse(new SourceText(fileName, text), folder);
  }

  /**
   * Reads a text as if it stood in a file of this name.
   *
   * @param folder where relative paths begin
   * @throws ConfigurationException when anything is wrong with it
   */
  public static Configuration parse(
      String fileName,
      String text,
      Path folder,
      Map<String, String> environment,
      InstantSource clock) {
    return new Loader(factories(), environment, clock)
        .parse(new SourceText(fileName, text), folder);
  }

  /** All ways of authenticating on the class path, in its order. */
  static List<AuthenticatorFactory> factories() {
    return ServiceLoader.load(AuthenticatorFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * The same configuration with these rules, such as {@code "/admin/** = role:admin"}, where the file has none; itself
   * where it has some.
   *
   * @throws IllegalArgumentException when a rule cannot be read
   */
  public Configuration orRules(String... lines) {
    if (hasRules) {
      return this;
    }
    List<Rule> others = Stream.of(lines).map(Configuration::rule).toList();
    return new Configuration(draft, RuleSet.compile(others), others, false, findings);
  }

  private static Rule rule(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "a rule is \"PATTERN = REQUIREMENT\", but this is " + line);
    }
    return RuleParser.parse(
        line.substring(0, equals).strip(), line.substring(equals + 1).strip(), "");
  }

  /** What decides about requests. */
  public Auth auth() {
    return auth;
  }

  /** The same under other rules, for a door that knows more than the file. */
  public Auth auth(Rules others) {
    return draft.auth(others);
  }

  /** Whether the annotations of the application's servlets count. */
  public boolean servletAnnotations() {
    return draft.servletAnnotations();
  }

  /** The rules by which it decides. */
  public RuleSet rules() {
    return rules;
  }

  /** Whether the file has rules of its own. */
  public boolean hasRules() {
    return hasRules;
  }

  /** The authenticators, in the order in which they are asked; empty with {@code type = none}. */
  public List<Named> authenticators() {
    return draft.authenticators();
  }

  /** Whether {@code type = none} lets everybody in. */
  public boolean insecureOpen() {
    return draft.open();
  }

  /**
   * What several authenticators share, be it made from the file or supplied by the host; empty where none asked for it.
   * Hosts ask for {@link io.vestibule.auth.store.Store}, {@link io.vestibule.auth.password.UserStore}, {@link
   * io.vestibule.auth.audit.Audit}, {@link io.vestibule.auth.token.TokenBook}, {@link
   * io.vestibule.auth.throttle.Throttle}, {@link io.vestibule.auth.session.Setup}, {@link
   * io.vestibule.auth.oauth.ProviderHealth} and {@link io.vestibule.auth.oauth.RedirectUris}.
   */
  public <T> Optional<T> shared(Class<T> type) {
    return draft.find(type);
  }

  /**
   * Tells what was made that the application starts, and the log what holds, warnings as such; the filter does it. May
   * be told more than once; the log is told once.
   *
   * @throws ConfigurationException when something can never work, such as a database that refuses the password
   */
  public void started() {
    synchronized (findings) {
      shared(PublicPages.class).ifPresent(pages -> pages.check(rules));
      findings.refuseErrors();
      tell();
      draft.shared().values().stream()
          .filter(Starting.class::isInstance)
          .map(Starting.class::cast)
          .forEach(Starting::started);
      findings.refuseErrors();
    }
  }

  private void tell() {
    if (!told.getAndSet(true)) {
      Summary summary = new Summary(draft, listed, hasRules, warnings);
      summary.facts().forEach(LOG::info);
      summary.cautions().forEach(LOG::warn);
    }
  }

  /** How the pages look, and where they live. */
  public Look look() {
    return draft.look();
  }

  /** Whom to believe about where a request comes from. */
  public TrustedProxies trustedProxies() {
    return draft.trustedProxies();
  }

  /** The other origins whose pages may send requests that change something, and read why one was refused. */
  public AllowedOrigins allowedOrigins() {
    return draft.allowedOrigins();
  }

  /** What works and is unwise; empty where nothing is. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** What holds, in at most twelve lines for the log of the start; never a secret. */
  public List<String> summary() {
    return new Summary(draft, listed, hasRules, warnings).lines();
  }
}
