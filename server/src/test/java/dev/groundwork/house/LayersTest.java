package dev.groundwork.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the packages; ARCHITECTURE.md draws them. */
class LayersTest {
  private static final String ROOT = "dev.groundwork";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** The ground floor; each package imports only those before it. */
  private static final List<String> BASE =
      List.of("text", "problem", "config", "observe", "sql", "pg", "schema", "identity", "http");

  /** The stages of a REST request; each imports only those before it. */
  private static final List<String> REST = List.of("parse", "plan", "query", "reply");

  @Test
  void baseKnowsNoRoomAndNoCommand() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".base..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, ROOT + ".cli..", ROOT + ".service..")
        .check(CLASSES);
  }

  @Test
  void baseImportsOnlyUpwards() {
    checkOrder(ROOT + ".base.", BASE);
  }

  @Test
  void everyPackageOfBaseHasItsPlaceInTheOrder() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".base..")
        .should()
        .resideInAnyPackage(
            BASE.stream().map(each -> ROOT + ".base." + each + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void roomsKnowOnlyTheGroundFloor() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".service..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, ROOT + ".cli..")
        .check(CLASSES);
  }

  @Test
  void roomsDoNotKnowEachOther() {
    slices()
        .matching(ROOT + ".service.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theStagesOfARequestNeverLookBack() {
    checkOrder(ROOT + ".service.rest.", REST);
  }

  @Test
  void wordsAreParsedWithoutTheSchema() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".service.rest.parse..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".base.schema..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theStagesOfARequestArePure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            Stream.concat(REST.stream(), Stream.of("batch"))
                .map(each -> ROOT + ".service.rest." + each + "..")
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "org.postgresql..",
                    "java.sql..",
                    "com.zaxxer..",
                    "io.helidon..",
                    "java.util.concurrent..",
                    "java.util.random..",
                    "java.net.http..",
                    "java.nio.file..")
                .or(resideInAPackage("java.time..").and(simpleNameEndingWith("Clock")))
                .or(simpleNameEndingWith("Random")))
        .allowEmptyShould(true)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".service.rest.*..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theHttpServerStaysInItsPackageAndInRoutes() {
    noClasses()
        .that(not(resideInAPackage(ROOT + ".base.http..")).and(not(simpleNameEndingWith("Routes"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.helidon..")
        .check(CLASSES);
  }

  @Test
  void theDatabaseDriverStaysInTwoPackages() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT + ".base.pg..", ROOT + ".base.schema..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql..", "java.sql..", "javax.sql..", "com.zaxxer..")
        .check(CLASSES);
  }

  @Test
  void noPackagesImportEachOtherInARing() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  private static void checkOrder(String prefix, List<String> order) {
    for (int i = 0; i < order.size() - 1; i++) {
      String[] later =
          order.subList(i + 1, order.size()).stream()
              .map(each -> prefix + each + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(prefix + order.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }
}
