package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Environment;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Toy;
import dev.dovetail.solver.registry.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir
  Path dir;
  private Path problem;
  private Path out;
  private String stdout = "";
  private String stderr = "";
  private final AtomicLong clock = new AtomicLong();

  @BeforeEach
  void writeProblem() throws IOException {
    problem = Files.writeString(dir.resolve("toy.json"), "{\"format\": \"toy/1\", \"floor\": 100}");
    out = dir.resolve("out");
  }

  private int run(String... args) {
    List<Method<Toy.Ask, Toy.Answer>> methods =
        List.of(
            Toy.counting("good", Proof.NONE, 130, 110),
            Toy.counting("best", Proof.OPTIMAL, 100),
            Toy.counting("liar", Proof.NONE, 90),
            Toy.counting("empty", Proof.NONE),
            Toy.counting("denier", Proof.INFEASIBLE),
            Toy.method(
                "bomb",
                (p, l, listener) -> {
                  throw new IllegalStateException("boom");
                }));
    KindMethods<?, ?> toy = Toy.methods(Toy.kind(5), methods);
    Toolbox toolbox =
        new Toolbox() {
          @Override
          public List<KindMethods<?, ?>> kinds() {
            return List.of(toy);
          }

          @Override
          public KindMethods<MappingProblem, NetworkMapping> mapping() {
            return Methods.mapping();
          }

          @Override
          public Environment environment() {
            return new Environment(clock::get, a -> () -> {}, Duration.ofMillis(100), Duration.ofSeconds(5));
          }
        };
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(o, true, StandardCharsets.UTF_8),
            new PrintStream(e, true, StandardCharsets.UTF_8),
            toolbox);
    stdout = o.toString(StandardCharsets.UTF_8);
    stderr = e.toString(StandardCharsets.UTF_8);
    return code;
  }

  private int solve(String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "solve";
    args[1] = problem.toString();
    args[2] = "--out";
    args[3] = out.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return run(args);
  }

  private JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource({"good,0", "best,0", "liar,30", "empty,11", "denier,10", "bomb,20"})
  void eachEndHasItsExitCode(String solver, int code) {
    assertThat(solve("--solver", solver)).isEqualTo(code);
  }

  @Test
  void aKindWithoutACriticalChainSaysSo() {
    assertThat(solve("--why")).isEqualTo(2);
    assertThat(stderr).contains("is of kind toy, whose mappings have no critical chain.").contains("Maybe leave out '--why'.");
  }

  @Test
  void aRequiredGapThatIsNotMetEndsWith12() {
    assertThat(solve("--gap", "1%")).isEqualTo(12);
    assertThat(stderr)
        .containsPattern("The gap \\(.*\\) is larger than the one asked for \\(1 %\\)\\.\\RMaybe raise --time-limit");
    assertThat(solve("--gap", "0.0001%")).isEqualTo(12);
    assertThat(stderr).contains("(0.0001 %)");
    assertThat(solve("--gap", "20%")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"101%,1%", "5,5%", "500,1%"})
  void aGapAboveAllIsRefusedWithOneThatIsNot(String gap, String instead) {
    assertThat(solve("--gap", gap)).isEqualTo(2);
    assertThat(stderr).contains("'" + gap + "' is more than 100 %.").contains("Maybe write " + instead + ".");
  }

  @ParameterizedTest
  @CsvSource({"liar,30", "empty,11", "denier,10", "bomb,20"})
  void whateverGoesWrongHasAWayOut(String solver, int code) {
    assertThat(solve("--solver", solver)).isEqualTo(code);
    assertThat(stderr.lines()).anyMatch(line -> line.startsWith("Maybe "));
  }

  @Test
  void theSummaryNamesCostBoundGapPictureAndFiles() {
    assertThat(solve()).isZero();

    assertThat(stdout)
        .contains("toy-100: feasible")
        .contains("110 units, verified, found by good")
        .contains("95 units, proved by floor")
        // (110 - 95) / 110 = 13.636... %, rounded up
        .contains("13.64 %")
        .contains("#####")
        .contains("mapping.json, result.json, report.html in " + out);
    assertThat(out.resolve("report.html")).hasContent("<p>110 feasible</p>");
  }

  @Test
  void theProgressTableIsTheSameForEveryMethod() {
    assertThat(solve("--solver", "best")).isZero();

    assertThat(stderr)
        .isEqualToNormalizingNewlines(
            """
                  time  method                  best           bound        gap  verified  bound proved by         found by
                0.00 s  best                       -              95          -  -         floor                   bound
                0.00 s  best                     100              95     5.00 %  yes       floor                   counting
            """);
  }

  @Test
  void jsonIsOneObjectOnStandardOutput() {
    assertThat(solve("--json", "--solver", "best", "--seed", "7", "--threads", "2")).isZero();

    JsonNode o = json(stdout);
    assertThat(o.fieldNames())
        .toIterable()
        .contains(
            "kind", "problem", "method", "status", "evidence", "objective", "bound", "boundSource", "gap",
            "timeToFirstSeconds", "timeSeconds", "verified", "seed", "threads", "versions", "sha256", "bounds", "cost", "curve",
            "costModel", "directory", "files");
    assertThat(o.get("status").asText()).isEqualTo("optimal");
    assertThat(o.get("evidence").asText()).isEqualTo("claimed");
    assertThat(o.get("seed").asInt()).isEqualTo(7);
    assertThat(o.get("threads").asInt()).isEqualTo(2);
    // sha256sum of the problem file written above
    assertThat(o.get("sha256").get(problem.toString()).asText()).isEqualTo(Inputs.sha256(problem)).hasSize(64);
  }

  @Test
  void aComparisonPrintsOneRowForEachMethod() {
    assertThat(solve("--solver", "good,best")).isZero();

    assertThat(stdout).containsPattern("method +best +bound").containsPattern("good +110").containsPattern("best +100 .*optimal");
    assertThat(stdout).contains("optimal (claimed)").contains("found by best");
  }

  @Test
  void checkAcceptsWhatSolveWroteAndNamesEveryViolationOfAnother() throws IOException {
    solve();
    assertThat(run("check", problem.toString(), out.resolve("mapping.json").toString())).isZero();
    assertThat(stdout).contains("is an executable mapping of toy-100: number 110 units");

    Path bad = Files.writeString(dir.resolve("bad.json"), "{\"number\": 99}");
    assertThat(run("check", problem.toString(), bad.toString())).isEqualTo(30);
    assertThat(stdout).contains("breaks 1 rule of toy-100").contains("below-floor at number: 99 is below 100");

    assertThat(run("check", problem.toString(), bad.toString(), "--json")).isEqualTo(30);
    assertThat(json(stdout).get("verified").asBoolean()).isFalse();
    assertThat(json(stdout).get("violations").get(0).get("where").asText()).isEqualTo("number");
  }

  @Test
  void boundListsAllBoundsAndWhichOneBinds() {
    assertThat(run("bound", problem.toString())).isZero();
    assertThat(stdout).containsPattern("binds +floor +95 +given").containsPattern("\n +zero +0 +numbers");

    assertThat(run("bound", problem.toString(), "--json")).isZero();
    assertThat(json(stdout).get("boundSource").asText()).isEqualTo("floor");
  }

  @Test
  void solversListsMethodsAndVersions() {
    assertThat(run("solvers")).isZero();
    assertThat(stdout).containsPattern("toy +good \\(default\\) +a fake").contains("java");

    assertThat(run("solvers", "--json")).isZero();
    assertThat(json(stdout).get("solvers")).hasSize(6);
    assertThat(json(stdout).get("backends").findValuesAsText("name")).containsExactly("cp-sat", "choco", "exhaustive");
    assertThat(json(stdout).get("backends").get(0).get("native").toString()).contains("no-overlap");
  }

  @Test
  void networksAndAcceleratorsAreListedByName() {
    assertThat(run("networks")).isZero();
    assertThat(stdout).contains("resnet18(");
    assertThat(run("networks", "--json")).isZero();
    assertThat(json(stdout).get("networks").findValuesAsText("name")).contains("resnet18", "resnet50");
    assertThat(run("accelerators")).isZero();
    assertThat(stdout).containsPattern("quad-core +6");
    assertThat(run("accelerators", "--json")).isZero();
    assertThat(json(stdout).get("accelerators").findValuesAsText("name")).contains("quad-core", "quad-core-mesh");
  }

  @Test
  void exportWritesTheConstraintModelWithReadableNames() {
    assertThat(run("export", problem.toString())).isZero();
    assertThat(stdout)
        .isEqualToNormalizingNewlines(
            """
            model toy-100
              var number in 100..1100
              minimize number
            """);
    assertThat(run("export", problem.toString(), "--to", dir.resolve("m.txt").toString(), "--json")).isZero();
    assertThat(dir.resolve("m.txt")).content().contains("var number");
    assertThat(json(stdout).get("statistics").get("integer variables").asInt()).isEqualTo(1);
    assertThat(run("export", problem.toString(), "--encoding", "toy/nmber")).isEqualTo(2);
    assertThat(stderr).contains("Maybe you meant 'toy/number'");
    assertThat(run("export", problem.toString(), "--format", "mps")).isEqualTo(2);
  }

  @Test
  void usageErrorsEndWith2AndSuggestTheNearestWord() {
    assertThat(run("solv")).isEqualTo(2);
    assertThat(stderr).contains("The command (solv) is unknown.").contains("Maybe you meant 'solve'");
    assertThat(solve("--tme-limit", "3s")).isEqualTo(2);
    assertThat(stderr).contains("The option (--tme-limit) is unknown.").contains("Maybe you meant '--time-limit'");
    assertThat(solve("--solver", "goof")).isEqualTo(2);
    assertThat(stderr).contains("The solver (goof)").contains("Maybe you meant 'good'");
    assertThat(solve("--time-limit", "5 parsecs")).isEqualTo(2);
    assertThat(stderr).contains("'5 parsecs' is no duration").contains("Maybe write 500ms");
    assertThat(solve("--gap", "200%")).isEqualTo(2);
    assertThat(stderr).contains("more than 100 %");
    assertThat(solve("--threads", "0")).isEqualTo(2);
    assertThat(run("solve")).isEqualTo(2);
    assertThat(stderr).contains("Missing required parameter").contains("Maybe");
    assertThat(run()).isEqualTo(2);
    assertThat(run("check", problem.toString())).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  @Test
  void badInputEndsWith3AndSaysWhatToDo() throws IOException {
    assertThat(run("solve", dir.resolve("missing.yaml").toString())).isEqualTo(3);
    assertThat(stderr).contains("missing.yaml").contains("does not exist").contains("Maybe");
    Path wrong = Files.writeString(dir.resolve("wrong.yaml"), "format: toi/1\n");
    assertThat(run("solve", wrong.toString())).isEqualTo(3);
    assertThat(stderr).contains("wrong.yaml:1").contains("toi/1").contains("Maybe you meant 'toy/1'");
    assertThat(run("check", problem.toString(), dir.resolve("none.json").toString())).isEqualTo(3);
    assertThat(stderr).contains("does not exist").contains("Maybe");
    assertThat(run("check", problem.toString(), dir.toString())).isEqualTo(3);
    assertThat(stderr).contains("is a directory").contains("Maybe give the mapping.json inside");
    Path occupied = Files.writeString(dir.resolve("occupied"), "");
    out = occupied;
    assertThat(solve()).isEqualTo(3);
    assertThat(stderr).contains("is a file").contains("Maybe pass another one");
  }

  @Test
  void anErrorIsOneJsonObjectToo() {
    assertThat(run("solve", dir.resolve("missing.yaml").toString(), "--json")).isEqualTo(3);

    assertThat(json(stdout).get("exitCode").asInt()).isEqualTo(3);
    assertThat(json(stdout).get("message").asText()).contains("missing.yaml");
  }

  @Test
  void helpAndVersionAreNoErrors() {
    assertThat(run("--help")).isZero();
    assertThat(stdout).contains("solve").contains("check").contains("130 interrupted");
    assertThat(run("--version")).isZero();
    assertThat(stdout).contains("dovetail");
    assertThat(run("solve", "--help")).isZero();
    assertThat(stdout).contains("--time-limit").contains("1% or 0.01");
  }

  @Test
  void aFailedMethodSaysSoOnStandardError() {
    assertThat(solve("--solver", "bomb")).isEqualTo(20);

    assertThat(stderr).contains("dovetail: bomb failed: IllegalStateException: boom");
  }

  @Test
  void aFloodOfRowsIsThinnedButTheLastOneIsAlwaysPrinted() {
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    ProgressTable table = new ProgressTable(new PrintStream(e, true, StandardCharsets.UTF_8));

    for (int ms = 0; ms <= 1000; ms += 10) {
      table.row(row(ms, 5000L - ms));
    }
    table.flush();

    List<String> lines = e.toString(StandardCharsets.UTF_8).lines().toList();
    // heading, then the rows of 0, 250, 500, 750 and 1000 ms
    assertThat(lines).hasSize(6);
    assertThat(lines.get(5)).contains("1.00 s").contains("4,000");
  }

  private static dev.dovetail.solver.ProgressRow row(long millis, long best) {
    return new dev.dovetail.solver.ProgressRow(TimeUnit.MILLISECONDS.toNanos(millis), "m", best, 1000L, "b", "search");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "30,30000", "1.5m,90000", "2min,120000", "1h,3600000", "0.25,250"})
  void durationsAreReadWithTheirUnits(String text, long millis) throws Exception {
    assertThat(new Durations().convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void gapsAreReadInPercentOrAsFractions() {
    assertThat(new Gaps().convert("1%")).isEqualTo(0.01);
    assertThat(new Gaps().convert("0.05")).isEqualTo(0.05);
    assertThat(new Gaps().convert("0")).isZero();
  }
}
