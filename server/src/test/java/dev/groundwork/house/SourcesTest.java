package dev.groundwork.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shape of the sources: sizes, names and words that must not stand in them. */
class SourcesTest {
  private static final int FILE_LINES = 600;
  private static final int METHOD_LINES = 60;
  private static final int LAMBDA_LINES = 6;
  private static final Pattern NAMES =
      Pattern.compile(".*(Impl|Manager|Util|Utils|Helper|Helpers|Processor)");

  /** Written in parts, so that this file does not hold them. */
  private static final List<String> WORDS =
      List.of(
          "@Dis" + "abled", "TO" + "DO", "FIX" + "ME", "X" + "XX", "System.out.print" + "Stack");

  @Test
  void filesAreShort() throws Exception {
    List<String> faults = new ArrayList<>();
    for (Path file : Sources.java()) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES) {
        faults.add(file + " has " + lines + " lines");
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void nothingIsLeftForLaterOrSwitchedOff() throws Exception {
    List<String> faults = new ArrayList<>();
    for (Path file : Sources.java()) {
      String text = Files.readString(file);
      WORDS.stream().filter(text::contains).forEach(word -> faults.add(file + " holds " + word));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everySuppressedWarningGivesItsReason() throws Exception {
    List<String> faults = new ArrayList<>();
    for (Path file : Sources.java()) {
      for (String line : Files.readAllLines(file)) {
        if (line.strip().startsWith("@SuppressWarnings") && !line.contains("//")) {
          faults.add(file + ": " + line.strip());
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIs() throws Exception {
    TreeSet<Path> folders = new TreeSet<>();
    for (Path file : Sources.java()) {
      if (file.startsWith(Sources.project().resolve("server/src/main"))) {
        folders.add(file.getParent());
      }
    }
    assertThat(folders)
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java"))
                .content()
                .contains("@NullMarked")
                .startsWith("/**"));
  }

  @Test
  void methodsAreShortAndNamesSayWhatThingsAre() throws Exception {
    assertThat(new Shape().faults()).isEmpty();
  }

  /** Walks the syntax trees of all sources. */
  private static final class Shape extends TreeScanner<@Nullable Void, CompilationUnitTree> {
    private final List<String> faults = new ArrayList<>();
    private @Nullable SourcePositions positions;

    List<String> faults() throws IOException {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null,
                    files,
                    null,
                    null,
                    null,
                    files.getJavaFileObjectsFromPaths(Sources.java()));
        positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
          scan(unit, unit);
        }
      }
      return faults;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, CompilationUnitTree unit) {
      if (NAMES.matcher(type.getSimpleName()).matches()) {
        faults.add(place(type, unit) + " choose a name that says what it is");
      }
      return super.visitClass(type, unit);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      if (lines(method, unit) > METHOD_LINES) {
        faults.add(place(method, unit) + " is longer than " + METHOD_LINES + " lines");
      }
      String name = method.getName().toString();
      if (name.matches("get[A-Z].*") && !overrides(method)) {
        faults.add(place(method, unit) + " has a name that starts with get");
      }
      return super.visitMethod(method, unit);
    }

    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, CompilationUnitTree unit) {
      if (lambda.getBody() instanceof BlockTree block && lines(block, unit) > LAMBDA_LINES) {
        faults.add(place(lambda, unit) + " is a long lambda: give it a name");
      }
      return super.visitLambdaExpression(lambda, unit);
    }

    private static boolean overrides(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
    }

    private long lines(Tree tree, CompilationUnitTree unit) {
      SourcePositions known = java.util.Objects.requireNonNull(positions);
      long start = unit.getLineMap().getLineNumber(known.getStartPosition(unit, tree));
      return unit.getLineMap().getLineNumber(known.getEndPosition(unit, tree)) - start + 1;
    }

    private String place(Tree tree, CompilationUnitTree unit) {
      SourcePositions known = java.util.Objects.requireNonNull(positions);
      long line = unit.getLineMap().getLineNumber(known.getStartPosition(unit, tree));
      return Path.of(unit.getSourceFile().toUri()).getFileName() + ":" + line;
    }
  }
}
