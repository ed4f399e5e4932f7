package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The shape that CONTRIBUTING describes. What it finds too large is usually two things. */
class CodeShapeTest {
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 60;

  /** Longer for a reason. Salsa20: its sixteen words stay in registers only when written out. */
  private static final Set<String> LONG_METHODS = Set.of("Scrypt.salsa");

  @Test
  void filesStayShort() {
    List<String> long_ = new ArrayList<>();
    for (Path source : Project.javaSources()) {
      long lines = Project.read(source).lines().count();
      if (lines > FILE_LINES) {
        long_.add(Project.ROOT.relativize(source) + ": " + lines + " lines");
      }
    }
    assertThat(long_).as("files of more than " + FILE_LINES + " lines").isEmpty();
  }

  @Test
  void methodsStayShort() {
    assertThat(longMethods(Project.mainSources()))
        .as("methods of more than " + METHOD_LINES + " lines")
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    List<String> wrong = new ArrayList<>();
    Project.mainSources().stream()
        .map(Path::getParent)
        .distinct()
        .forEach(
            folder -> {
              Path info = folder.resolve("package-info.java");
              String text = Files.exists(info) ? Project.read(info) : "";
              if (!text.startsWith("/**") || !text.contains("@NullMarked")) {
                wrong.add(Project.ROOT.relativize(folder).toString());
              }
            });
    assertThat(wrong).as("packages without a described, null-marked package-info").isEmpty();
  }

  @Test
  void nothingIsLeftForLaterOrSwitchedOff() {
    Pattern marker =
        Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|@Dis" + "abled");
    List<String> found = new ArrayList<>();
    for (Path source : Project.javaSources()) {
      if (marker.matcher(Project.read(source)).find()) {
        found.add(Project.ROOT.relativize(source).toString());
      }
    }
    assertThat(found).as("left-over markers and disabled tests").isEmpty();
  }

  private static List<String> longMethods(List<Path> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<String> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, positions, found).scan(unit, null);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class MethodScanner extends TreeScanner<Void, String> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
      return super.visitClass(type, type.getSimpleName().toString());
    }

    @Override
    public Void visitMethod(MethodTree method, String type) {
      long start = positions.getStartPosition(unit, method);
      long end = positions.getEndPosition(unit, method);
      if (start >= 0 && end > start) {
        LineMap lines = unit.getLineMap();
        long count = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
        if (count > METHOD_LINES && !LONG_METHODS.contains(type + "." + method.getName())) {
          found.add(type + "." + method.getName() + ": " + count + " lines");
        }
      }
      return super.visitMethod(method, type);
    }
  }
}
