package io.vestibule.auth.config;

import io.vestibule.auth.Requirement;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a configuration from end to end, and gives up only after everything that is wrong has been found. */
final class Loader {
  private final Catalog catalog;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Supplied supplied;
  private final Problems problems = new Problems();

  Loader(
      List<AuthenticatorFactory> factories, Map<String, String> environment, InstantSource clock) {
    this(factories, environment, clock, Supplied.nothing());
  }

  Loader(
      List<AuthenticatorFactory> factories,
      Map<String, String> environment,
      InstantSource clock,
      Supplied supplied) {
    this.catalog = new Catalog(
        Stream.concat(factories.stream(), supplied.factories().stream()).toList());
    this.supplied = supplied;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  Configuration load(Path file) {
    Optional<SourceText> source = new ConfigurationFile(file, problems).read();
    if (source.isEmpty()) {
      throw new ConfigurationException(problems.all(Mask.none(), Set.of()), problems.errors());
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return load(source.get(), folder, Optional.of(file));
  }

  Configuration parse(SourceText source, Path folder) {
    return load(source, folder, Optional.empty());
  }

  private Configuration load(SourceText source, Path folder, Optional<Path> file) {
    Reading reading = reading(source, folder);
    SectionNames names = new SectionNames(reading);
    FirstSection first = new FirstSection(reading);
    AuthenticatorLoader authenticatorLoader = new AuthenticatorLoader(reading, clock, supplied);
    names.unknownSections();
    boolean sectionsKnown = problems.errors() == 0;
    CheckedSection authentication = first.check();
    Set<String> silenced = silenced(authentication);
    TypeLine type = TypeLineBuilder.read(reading, authentication);
    boolean inPlace = first.foreignKeys(type);
    names.unusedSections(type);
    CheckedSection server = authenticatorLoader.checkCommon();
    authenticatorLoader.check(type);
    RulesSection.FileRules rules = RulesSection.read(reading, type);
    file.ifPresent(path -> new SecretFiles(problems).check(path, authenticatorLoader.sections()));
    List<Configuration.Named> made = authenticatorLoader.make(type, sectionsKnown && inPlace);
    if (problems.errors() == 0 && !type.open()) {
      UnmetConditions unmet = new UnmetConditions(
          type.ways(),
          authenticatorLoader.givenRoles(),
          authenticatorLoader.givenFactors(),
          problems);
      rules.written().forEach(unmet::check);
    }
    Draft draft = new Draft(
        source.name(),
        made,
        type.open(),
        server.find("cors_preflight").flatMap(value -> Types.flag(value.text())).orElse(false),
        server
            .find(ServerSection.ANNOTATIONS)
            .flatMap(v -> Types.flag(v.text()))
            .orElse(false),
        clock,
        List.copyOf(reading.overrides().names()),
        authenticatorLoader.look(),
        authenticatorLoader.trustedProxies(),
        authenticatorLoader.allowedOrigins(),
        authenticatorLoader.shared(),
        authenticatorLoader.audit(),
        supplied);
    checkEndpoints(draft, authentication.place("type"));
    checkPages(draft, rules);
    return finish(reading.document(), draft, rules, silenced);
  }

  private Configuration finish(
      Document document, Draft draft, RulesSection.FileRules rules, Set<String> silenced) {
    Findings findings = new Findings(problems, Mask.of(document, catalog), silenced);
    findings.refuseErrors();
    return new Configuration(
        draft, rules.compiled(), rules.listed(), !rules.listed().isEmpty(), findings);
  }

  /** Two authenticators that answer the same path would be a riddle at run time. */
  private void checkEndpoints(Draft draft, Place type) {
    try {
      draft.auth((method, path) -> Requirement.CLOSED);
    } catch (IllegalArgumentException conflict) {
      problems.add(
          Code.CANNOT_BE_MADE,
          type,
          "These ways of signing in do not go together: " + conflict.getMessage(),
          "Change the path of one of them.");
    }
  }

  /** Where the file has no rules, the application may have some: then it is checked when it starts. */
  private static void checkPages(Draft draft, RulesSection.FileRules rules) {
    if (!rules.listed().isEmpty()
        && draft.shared().get(PublicPages.class) instanceof PublicPages pages) {
      pages.check(rules.compiled());
    }
  }

  /** All warnings can be silenced, save those that say that there is no door, or a weak one. */
  private Set<String> silenced(CheckedSection authentication) {
    Set<String> known = Stream.of(Code.values())
        .filter(code -> code.severity() == Problem.Severity.WARNING)
        .filter(code -> code != Code.OPEN_TO_EVERYBODY && code != Code.INSECURE)
        .map(Code::id)
        .collect(Collectors.toCollection(TreeSet::new));
    authentication.find("silence").ifPresent(value -> Types.elements(value.text()).stream()
        .filter(element -> !known.contains(element.text()))
        .forEach(element -> problems.add(
            Code.NOT_A_CHOICE,
            value.place(element.from(), element.text().length()),
            Text.quoted(element.text()) + " is not the code of a warning that can be silenced",
            "Allowed: " + String.join(", ", known))));
    return authentication
        .find("silence")
        .map(value -> Set.copyOf(Types.list(value.text())))
        .orElse(Set.of());
  }

  private Reading reading(SourceText source, Path folder) {
    boolean properties = source.name().toLowerCase(Locale.ROOT).endsWith(".properties");
    Document document = properties
        ? PropertiesDocument.parse(source, catalog, problems)
        : IniParser.parse(source, problems);
    References references = new References(folder, environment, problems);
    Overrides overrides = Overrides.of(document, catalog, environment, references, problems);
    return new Reading(document, catalog, overrides, references, folder, problems);
  }
}
