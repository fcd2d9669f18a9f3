package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher at the root of the sources, run in a copy of the tree with faked java, javac and mvn commands.
 *
 * <p>The faked java echoes its arguments, the faked mvn writes the jar and counts its runs.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
  private static final int NOT_BUILT = 40;

  @TempDir
  Path temp;
  private Path home;
  private Path bin;

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void plantATreeWithFakedTools() throws IOException {
    home = Files.createDirectories(temp.resolve("a tree")).toRealPath();
    bin = Files.createDirectories(temp.resolve("bin"));
    Files.copy(Path.of("..", "dovetail"), home.resolve("dovetail"));
    executable(home.resolve("dovetail"));
    write(home.resolve("pom.xml"), "");
    for (String module : List.of("models", "encodings", "solver", "benchmarks")) {
      Files.createDirectories(home.resolve(module).resolve("src/main/java"));
      write(home.resolve(module).resolve("pom.xml"), "");
    }
    age(home, Instant.parse("2020-01-01T00:00:00Z"));
    for (String tool : List.of("dirname", "readlink", "sed", "find", "mkdir", "mv", "rm", "cat", "sleep", "ps")) {
      borrow(tool);
    }
    java("17.0.15");
    fake("javac", "");
    mvn("Apache Maven 3.8.7", "exit 0");
  }

  @Test
  void buildsOnFirstUseAndPassesTheArguments() throws Exception {
    Run run = dovetail("solve", "my problem.yaml", "--seed", "7");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualTo("building Dovetail (first use)...\n");
    assertThat(run.out()).endsWith("<-jar><" + home + "/solver/target/dovetail.jar><solve><my problem.yaml><--seed><7>\n");
    assertThat(builds()).containsExactly("solver");
  }

  @Test
  void doesNotBuildAgainWhileNothingChanged() throws Exception {
    dovetail();
    Run second = dovetail();

    assertThat(second.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    dovetail();
    later(write(home.resolve("models/src/main/java/New.java"), "class New {}"));
    Run second = dovetail();

    assertThat(second.err()).isEqualTo("building Dovetail (a source is newer)...\n");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void buildsAgainWhenAPomIsNewer() throws Exception {
    dovetail();
    later(home.resolve("encodings/pom.xml"));
    dovetail();

    assertThat(builds()).hasSize(2);
  }

  @Test
  void buildsAgainWhenTheJarIsGone() throws Exception {
    dovetail();
    Files.delete(home.resolve("solver/target/dovetail.jar"));
    dovetail();

    assertThat(builds()).hasSize(2);
  }

  @Test
  void sendsBenchToTheBenchmarksModule() throws Exception {
    Run run = dovetail("bench", "sweep");

    assertThat(run.out()).endsWith("<-jar><" + home + "/benchmarks/target/dovetail-benchmarks.jar><sweep>\n");
    assertThat(builds()).containsExactly("benchmarks");
  }

  @Test
  void runsThroughASymbolicLinkFromAnotherDirectory() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("linked"), Path.of("a tree", "dovetail"));
    Run run = run(link, Map.of());

    assertThat(run.out()).contains(home + "/solver/target/dovetail.jar");
  }

  @Test
  void returnsTheExitCodeOfTheProgram() throws Exception {
    fake("java", "case \"$*\" in *-version*) echo 'openjdk version \"21\" 2023-09-19' >&2 ;; *) exit 10 ;; esac");

    assertThat(dovetail().exitCode()).isEqualTo(10);
  }

  @Test
  void addsTheUsersJvmOptionsAfterItsOwn() throws Exception {
    Run run = run(home.resolve("dovetail"), Map.of("DOVETAIL_JAVA_OPTS", "-Xmx2g -ea"), "x");

    assertThat(run.out()).contains("<-Xmx768m><-Xmx2g><-ea><-jar>");
  }

  @Test
  void runsTheJavaOfJavaHome() throws Exception {
    Path other = Files.createDirectories(temp.resolve("jdk/bin"));
    script(other.resolve("java"), "case \"$*\" in *-version*) echo 'openjdk version \"25.0.3\"' >&2 ;; *) echo other ;; esac");
    script(other.resolve("javac"), "");
    Run run = run(home.resolve("dovetail"), Map.of("JAVA_HOME", temp.resolve("jdk").toString()));

    assertThat(run.out()).isEqualTo("other\n");
  }

  @Test
  void refusesAJavaHomeWithoutJava() throws Exception {
    Run run = run(home.resolve("dovetail"), Map.of("JAVA_HOME", "/no/such/jdk"));

    assertRefused(run, "JAVA_HOME (/no/such/jdk) has no bin/java.");
  }

  @Test
  void refusesAnOldJava() throws Exception {
    java("11.0.22");

    assertRefused(dovetail(), "The Java release (11) of " + bin + "/java must be at least 17.");
  }

  @Test
  void readsTheOldNumberingOfJavaEight() throws Exception {
    java("1.8.0_402");

    assertRefused(dovetail(), "The Java release (8) of " + bin + "/java must be at least 17.");
  }

  @Test
  void refusesAMissingJava() throws Exception {
    Files.delete(bin.resolve("java"));

    assertRefused(dovetail(), "There is no java command; Dovetail needs a JDK 17 or newer.");
  }

  @Test
  void refusesARuntimeWithoutCompiler() throws Exception {
    Files.delete(bin.resolve("javac"));

    assertRefused(dovetail(), "There is no javac beside " + bin + "/java");
  }

  @Test
  void refusesAMissingMaven() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertRefused(dovetail(), "There is no mvn command; building Dovetail needs Maven 3.8 or newer.");
  }

  @Test
  void refusesAnOldMaven() throws Exception {
    mvn("Apache Maven 3.6.3", "exit 0");

    assertRefused(dovetail(), "The Maven version (3.6) of " + bin + "/mvn must be at least 3.8.");
  }

  @Test
  void needsNoMavenOnceBuilt() throws Exception {
    dovetail();
    Files.delete(bin.resolve("mvn"));

    assertThat(dovetail().exitCode()).isZero();
  }

  @Test
  void showsTheErrorsOfABrokenBuildAndTriesAgainNextTime() throws Exception {
    mvn("Apache Maven 3.9.9", "echo '[ERROR] Foo.java:[3,1] cannot find symbol'; exit 1");
    Run broken = dovetail();

    assertThat(broken.exitCode()).isEqualTo(NOT_BUILT);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).contains("[ERROR] Foo.java:[3,1] cannot find symbol", "The build of Dovetail failed");

    mvn("Apache Maven 3.9.9", "exit 0");
    assertThat(dovetail().exitCode()).isZero();
    assertThat(builds()).hasSize(2);
  }

  @Test
  void letsOneOfTwoFirstUsesBuild() throws Exception {
    mvn("Apache Maven 3.8.7", "sleep 1");
    Process first = start(home.resolve("dovetail"), Map.of());
    Process second = start(home.resolve("dovetail"), Map.of());

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isZero();
    assertThat(second.exitValue()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(home.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void takesTheLockOfABuilderThatDied() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectories(home.resolve("target/build.lock"));
    write(lock.resolve("pid"), gone.pid() + "\n");

    assertThat(dovetail().exitCode()).isZero();
    assertThat(builds()).hasSize(1);
  }

  private static void assertRefused(Run run, String message) {
    assertThat(run.err()).startsWith(message).contains("\nMaybe ");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(NOT_BUILT);
  }

  private List<String> builds() throws IOException {
    Path log = home.resolve("builds.txt");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private Run dovetail(String... args) throws Exception {
    return run(home.resolve("dovetail"), Map.of(), args);
  }

  private Run run(Path launcher, Map<String, String> environment, String... args) throws Exception {
    Process process = start(launcher, environment, args);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(temp.resolve("out-" + process.pid())),
        Files.readString(temp.resolve("err-" + process.pid())));
  }

  private Process start(Path launcher, Map<String, String> environment, String... args) throws IOException {
    // The shell renames its own output files to its process number, so that two runs can go side by side.
    List<String> command = new ArrayList<>(
        List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" >\"$OUT_DIR/out-$$\" 2>\"$OUT_DIR/err-$$\"", launcher.toString()));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("OUT_DIR", temp.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void java(String version) throws IOException {
    fake("java", """
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2025-04-15' >&2
        else
          for arg in "$@"; do printf '<%%s>' "$arg"; done
          echo
        fi
        """.formatted(version));
  }

  /** A Maven that says its version, notes the module it is asked to build, does {@code then}, and writes the jars when that went well. */
  private void mvn(String version, String then) throws IOException {
    fake("mvn", """
        if [ "$1" = -v ]; then echo '%s (abc)'; exit 0; fi
        case "$*" in *'-pl benchmarks '*) echo benchmarks ;; *) echo solver ;; esac >>builds.txt
        (%s) || exit 1
        mkdir -p solver/target benchmarks/target
        : >solver/target/dovetail.jar
        : >benchmarks/target/dovetail-benchmarks.jar
        """.formatted(version, then));
  }

  private void fake(String command, String body) throws IOException {
    script(bin.resolve(command), body);
  }

  private static void script(Path file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body + "\n");
    executable(file);
  }

  /** Makes a tool of this machine reachable on the otherwise empty PATH, where the machine has it. */
  private void borrow(String tool) throws IOException {
    for (String directory : List.of("/usr/bin", "/bin")) {
      Path real = Path.of(directory, tool);
      if (Files.exists(real) && Files.notExists(bin.resolve(tool))) {
        script(bin.resolve(tool), "exec %s \"$@\"".formatted(real));
      }
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return file;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Dates a file after every stamp of this test, so that no clock's resolution matters. */
  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3_600)));
  }

  private static void age(Path tree, Instant time) throws IOException {
    try (var paths = Files.walk(tree)) {
      paths.forEach(
          path -> {
            try {
              Files.setLastModifiedTime(path, FileTime.from(time));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
