package org.hevelius.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls of docs/architecture.md. */
class ArchitectureTest {
  private static final String OURS = "org.hevelius..";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              Stream.of("repository", "core", "catalog", "providers", "server", "simulator", "app")
                  .map(module -> Project.ROOT.resolve(module).resolve("target/classes"))
                  .filter(Files::isDirectory)
                  .toArray(Path[]::new));

  private static void check(ArchRule rule) {
    // A wall stands before the room behind it is furnished.
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... packages) {
    return resideInAPackage(OURS).and(DescribedPredicate.not(resideInAnyPackage(packages)));
  }

  @Test
  void sawTheWholeProgram() {
    List<String> modules =
        CLASSES.stream().map(type -> type.getPackageName().split("\\.", -1)[2]).distinct().toList();
    assertThat(modules).contains("repository", "core", "app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "repository", "simulator"})
  void coreRepositoryAndSimulatorDependOnNothingOfOurs(String module) {
    String own = "org.hevelius." + module + "..";
    check(noClasses().that().resideInAPackage(own).should().dependOnClassesThat(oursOutside(own)));
  }

  @Test
  void theCatalogSeesTheCoreOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.hevelius.catalog..")
            .should()
            .dependOnClassesThat(oursOutside("org.hevelius.catalog..", "org.hevelius.core..")));
  }

  @Test
  void theServerSeesTheCoreOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.hevelius.server..")
            .should()
            .dependOnClassesThat(oursOutside("org.hevelius.server..", "org.hevelius.core..")));
  }

  @Test
  void onlyTheHttpRoomsKnowTheLibraryThatSpeaksHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.hevelius.server.http..", "org.hevelius.simulator.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));
  }

  @Test
  void onlyTheWiringKnowsTheStandIn() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.hevelius.simulator..")
            .and(DescribedPredicate.not(wiring()))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hevelius.simulator.."));
  }

  @Test
  void noProviderSeesAnother() {
    check(
        slices()
            .matching("org.hevelius.providers.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                alwaysTrue(),
                resideInAnyPackage(
                    "org.hevelius.providers.process..", "org.hevelius.providers.files..")));
  }

  @Test
  void onlyTheDirectoryProviderAndTheWiringUseTheRepository() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "org.hevelius.repository..",
                "org.hevelius.providers.directory..",
                "org.hevelius.providers.files..")
            .and(DescribedPredicate.not(wiring()))
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.hevelius.repository..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage(
                                "org.hevelius.repository.fs..",
                                "org.hevelius.repository.restore..",
                                "org.hevelius.repository.format..")))
                    // What a process is handed: files, threads, a clock, a way to wait.
                    .and(
                        DescribedPredicate.not(
                            name("org.hevelius.repository.Environment")
                                .or(name("org.hevelius.repository.Sleeper"))))));
  }

  @Test
  void onlyProvidersUseTheFileSystemsAndTheRestoreOfTheEngine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.hevelius.repository..", "org.hevelius.providers..")
            .and(DescribedPredicate.not(wiring()))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hevelius.repository.."));
  }

  @Test
  void theCommandLineSeesTheCoreAndTheDemoOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.hevelius.app.cli..")
            .should()
            .dependOnClassesThat(
                oursOutside(
                    "org.hevelius.app.cli..", "org.hevelius.app.demo..", "org.hevelius.core..")));
  }

  @Test
  void theClientOfAServiceSeesTheCoreOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.hevelius.app.remote..")
            .should()
            .dependOnClassesThat(oursOutside("org.hevelius.app.remote..", "org.hevelius.core..")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"repository", "core", "catalog", "providers", "server", "simulator", "app"})
  void roomsFormNoCycles(String module) {
    check(slices().matching("org.hevelius." + module + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void theOnDiskFormatStandsAlone() {
    seesNothingButOf("format");
  }

  @Test
  void theEngineIsBuiltInLayers() {
    seesNothingButOf("crypto", "format");
    seesNothingButOf("chunk", "format");
    seesNothingButOf("storage", "format", "crypto");
    seesNothingButOf("fs", "format");
    seesNothingButOf("lock", "format", "crypto", "storage", "work", "pack");
    seesNothingButOf("pack", "format", "crypto", "storage", "work", "index");
    seesNothingButOf("index", "format", "crypto", "storage", "work", "pack");
  }

  /**
   * A room of the engine sees the rooms named, the engine's exception and its way to wait, and no
   * others.
   */
  private static void seesNothingButOf(String room, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(room), Stream.of(others))
            .map(name -> "org.hevelius.repository." + name + "..")
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage("org.hevelius.repository." + room + "..")
            .should()
            .dependOnClassesThat(
                oursOutside(allowed)
                    .and(
                        DescribedPredicate.not(
                            nameStartingWith("org.hevelius.repository.RepositoryException")
                                .or(name("org.hevelius.repository.Sleeper"))))));
  }

  @Test
  void onlyTheWiringAsksTheClockOfTheMachine() {
    check(
        noClasses()
            .that(DescribedPredicate.not(wiring()))
            .should()
            .callMethodWhere(
                target(owner(assignableTo(java.time.temporal.Temporal.class)))
                    .and(target(name("now"))))
            .orShould()
            .callMethodWhere(
                target(owner(assignableTo(java.time.Clock.class)))
                    .and(target(nameStartingWith("system"))))
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  private static DescribedPredicate<JavaClass> wiring() {
    return nameStartingWith("org.hevelius.app.Wiring").forSubtype();
  }

  @Test
  void onlyTheCommandLineWritesToTheTerminal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.hevelius.app.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void everyExceptionIsOneOfTheRoots() {
    check(
        classes()
            .that()
            .areAssignableTo(Throwable.class)
            // A private one is a carrier within its class.
            .and()
            .doNotHaveModifier(JavaModifier.PRIVATE)
            .should()
            .beAssignableTo(HeveliusException.class)
            .orShould()
            .haveFullyQualifiedName("org.hevelius.repository.RepositoryException")
            .orShould()
            .haveFullyQualifiedName("org.hevelius.repository.fs.FileSystemException")
            // What the stand-in answers in place of what was asked for.
            .orShould()
            .haveFullyQualifiedName("org.hevelius.simulator.state.Refusal")
            // Stands for kill -9, which nothing may handle.
            .orShould()
            .haveFullyQualifiedName(
                "org.hevelius.repository.storage.FaultInjectingStorage$ProcessDied"));
  }
}
