package dev.groundwork.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The first sentence about each type, from the comments in the sources. */
final class TypeSentences extends TreePathScanner<@Nullable Void, String> {
  private final Map<String, String> sentences = new HashMap<>();
  private @Nullable DocTrees docs;

  /** By simple name; that of a nested type stands behind its outer one's and a dot. */
  Map<String, String> read() throws IOException {
    Path main = Sources.project().resolve("server/src/main");
    List<Path> files = Sources.java().stream().filter(file -> file.startsWith(main)).toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        scan(unit, "");
      }
    }
    return sentences;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, String outer) {
    String name = outer + type.getSimpleName();
    String comment = Objects.requireNonNull(docs).getDocComment(getCurrentPath());
    if (comment != null) {
      sentences.put(name, firstSentence(comment));
    }
    return super.visitClass(type, name + ".");
  }

  private static String firstSentence(String comment) {
    String text = comment.strip().replaceAll("\\s+", " ");
    int end = text.indexOf(". ");
    int tag = text.indexOf(" @");
    String first = end < 0 ? (tag < 0 ? text : text.substring(0, tag)) : text.substring(0, end + 1);
    return first.replaceAll("\\{@(?:code|link) ([^}]*)\\}", "`$1`").replace("|", "\\|");
  }
}
