package dev.groundwork.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.groundwork.base.problem.Problem;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Every problem of the program: one sample of each record that implements {@link Problem}. */
final class ProblemCatalog {
  private ProblemCatalog() {}

  /**
   * A problem with made-up details.
   *
   * @param sample texts in it are the names of the record's components, in angle brackets
   */
  record Entry(Class<?> type, Problem sample) {
    /** The sealed family that it belongs to. */
    Class<?> family() {
      return type.getDeclaringClass();
    }

    /** Whether its code is given by somebody else, such as the SQLSTATE of an error. */
    boolean hasForeignCode() {
      return sample.code().startsWith("<");
    }
  }

  /** A problem that is the reason of another one. */
  private record Cause(String code, int status, String message) implements Problem {}

  /** All of them, by family and then as declared. */
  static List<Entry> all() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.groundwork")
            .stream()
            .filter(type -> type.isAssignableTo(Problem.class) && type.isInterface())
            .filter(type -> !type.isEquivalentTo(Problem.class))
            .sorted(Comparator.comparing(JavaClass::getName))
            .map(JavaClass::reflect)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
            .filter(Class::isRecord)
            .map(type -> new Entry(type, (Problem) sample(type)))
            .toList();
  }

  private static Object sample(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(types[i], components[i].getName());
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no sample of " + type, e);
    }
  }

  private static Object value(Class<?> type, String name) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isRecord()) {
      return sample(type);
    }
    return switch (type.getSimpleName()) {
      case "String" -> "<" + name + ">";
      case "int" -> name.equals("status") ? 400 : 1;
      case "long" -> 1L;
      case "boolean" -> false;
      case "Problem" -> new Cause("<code>", 400, "<message>");
      case "Path" -> Path.of("<" + name + ">");
      case "List" -> List.of();
      case "Set" -> Set.of();
      case "Map" -> Map.of();
      case "Optional" -> Optional.empty();
      case "OptionalInt" -> OptionalInt.empty();
      case "OptionalLong" -> OptionalLong.empty();
      default -> throw new IllegalStateException("teach this catalog to make a " + type);
    };
  }
}
