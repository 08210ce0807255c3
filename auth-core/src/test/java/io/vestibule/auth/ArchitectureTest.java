package io.vestibule.auth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.AuthenticatorFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What must never be: docs/architecture.md says why. */
@AnalyzeClasses(
    packages = "io.vestibule.auth",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HERE = "io.vestibule.auth";

  @ArchTest
  static final ArchRule the_vocabulary_needs_nothing = classes()
      .that()
      .resideInAPackage(HERE)
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..", HERE, HERE + ".internal");

  @ArchTest
  static final ArchRule core_knows_no_servlet =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("jakarta.servlet..");

  @ArchTest
  static final ArchRule packages_form_no_cycle =
      slices().matching(HERE + ".(*)..").should().beFreeOfCycles();

  /** All of them: a package with a factory is one. */
  private static final Set<String> WAYS = Set.of(
      "account",
      "basic",
      "bearer",
      "bypass",
      "digest",
      "introspection",
      "issuer",
      "jwt",
      "oauth",
      "proxy",
      "session",
      "ticket",
      "tls",
      "token");

  @ArchTest
  static final ArchRule ways_of_authenticating_do_not_know_each_other = slices()
      .matching(HERE + ".(" + String.join("|", WAYS) + ")..")
      .should()
      .notDependOnEachOther()
      // Whoever signs in with somebody else gets a session of ours, and ID tokens are JWTs.
      .ignoreDependency(
          resideInAPackage(HERE + ".oauth"), resideInAnyPackage(HERE + ".session", HERE + ".jwt"))
      // Tokens of our own are JWTs, and begin with a sign-in on our page.
      .ignoreDependency(
          resideInAPackage(HERE + ".issuer"), resideInAnyPackage(HERE + ".session", HERE + ".jwt"))
      // Accounts are looked after on pages like those of the session, by whoever has one.
      .ignoreDependency(
          resideInAPackage(HERE + ".account"),
          resideInAnyPackage(HERE + ".session", HERE + ".token"))
      // An opaque token is shown, bound and mapped to a user as a signed one is.
      .ignoreDependency(resideInAPackage(HERE + ".introspection"), resideInAPackage(HERE + ".jwt"));

  @ArchTest
  static final ArchRule every_factory_belongs_to_a_way = classes()
      .that()
      .implement(AuthenticatorFactory.class)
      .and()
      .resideOutsideOfPackage(HERE + ".builder")
      .should()
      .resideInAnyPackage(WAYS.stream().map(way -> HERE + "." + way).toArray(String[]::new));

  @ArchTest
  static final ArchRule jbcrypt_has_one_user = noClasses()
      .that()
      .resideOutsideOfPackage(HERE + ".password")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("org.mindrot..");

  /** It is optional: no other class may need it to be loaded. */
  @ArchTest
  static final ArchRule jakarta_mail_has_one_user = noClasses()
      .that()
      .doNotHaveFullyQualifiedName(HERE + ".mail.SmtpMailer")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

  @ArchTest
  static final ArchRule no_foreign_type_shows = methods()
      .that()
      .arePublic()
      .and()
      .areDeclaredInClassesThat()
      .arePublic()
      .should()
      .notHaveRawReturnType(foreign())
      .andShould()
      .notHaveRawParameterTypes(DescribedPredicate.anyElementThat(foreign()));

  @ArchTest
  static final ArchRule classes_are_final = classes()
      .that()
      .areNotInterfaces()
      .and()
      .areNotEnums()
      .and()
      .doNotHaveModifier(JavaModifier.SYNTHETIC)
      .should()
      .haveModifier(JavaModifier.FINAL)
      .because("nobody extends a class of ours, we neither");

  @ArchTest
  static final ArchRule names_say_what_a_thing_is = noClasses()
      .should()
      .haveNameMatching(".*\\.((Abstract|Base)[A-Z]\\w*|\\w*(Impl|Manager|Helper|Utils?))");

  @ArchTest
  static final ArchRule nothing_hangs_on_a_thread =
      noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

  @ArchTest
  static final ArchRule fields_are_final = fields()
      .that()
      .areStatic()
      .or()
      .areDeclaredInClassesThat(isNotBuilder())
      .should()
      .beFinal()
      .orShould()
      .haveModifier(JavaModifier.VOLATILE);

  @ArchTest
  static final ArchRule nobody_reads_the_wall_clock = noClasses()
      .should()
      .callMethod(java.time.Instant.class, "now")
      .orShould()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule nobody_serialises = noClasses()
      .should()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.io.ObjectInputStream")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.io.ObjectOutputStream");

  /** An event that nobody tells of would be looked for in vain; whoever writes events down tells of none. */
  @ArchTest
  static void every_type_of_event_has_somebody_who_records_it(JavaClasses classes) {
    Set<String> recorded = classes.get(AuditType.class).getFieldAccessesToSelf().stream()
        .filter(access -> !access.getOriginOwner().isAssignableTo(AuditListener.class))
        .filter(access -> !access.getOriginOwner().isEquivalentTo(AuditType.class))
        .map(access -> access.getTarget().getName())
        .collect(Collectors.toSet());

    assertThat(recorded).contains(names(AuditType.values()));
  }

  private static String[] names(AuditType... types) {
    return Arrays.stream(types).map(AuditType::name).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> foreign() {
    return DescribedPredicate.describe(
        "of Nimbus or jBCrypt",
        type -> type.getPackageName().startsWith("com.nimbusds")
            || type.getPackageName().startsWith("org.mindrot"));
  }

  private static DescribedPredicate<JavaClass> isNotBuilder() {
    return DescribedPredicate.describe(
        "are no builders", type -> !type.getSimpleName().endsWith("Builder"));
  }
}
