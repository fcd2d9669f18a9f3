package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command line on a network small enough for a unit test. */
class MapCommandTest {
  private static final String TINY = "swiglu(16,64,128)";

  @TempDir
  Path dir;
  private String stdout = "";
  private String stderr = "";

  private int run(String... args) {
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(o, true, StandardCharsets.UTF_8),
            new PrintStream(e, true, StandardCharsets.UTF_8),
            new StandardToolbox());
    stdout = o.toString(StandardCharsets.UTF_8);
    stderr = e.toString(StandardCharsets.UTF_8);
    return code;
  }

  private int map(String network, String accelerator, String... more) {
    String[] args = new String[9 + more.length];
    System.arraycopy(
        new String[] {"map", network, "--on", accelerator, "--solver", "list", "--out", dir.resolve("out").toString(),
            "--seed=3"},
        0, args, 0, 9);
    System.arraycopy(more, 0, args, 9, more.length);
    return run(args);
  }

  private JsonNode file(String name) throws IOException {
    return new ObjectMapper().readTree(dir.resolve("out").resolve(name).toFile());
  }

  @Test
  void aNetworkByNameIsMappedVerifiedAndDrawn() throws IOException {
    assertThat(map(TINY, "quad-core")).as(stderr).isZero();

    assertThat(stdout).contains("latency").contains("cycles, verified, found by list").contains("core0").contains("report.html");
    assertThat(dir.resolve("out/report.html")).content().contains("<html");
    JsonNode result = file("result.json");
    assertThat(result.get("network").asText()).startsWith("swiglu");
    assertThat(result.get("objectiveName").asText()).isEqualTo("latency");
    assertThat(result.get("costModel").asText()).isEqualTo("pe-array/1");
    assertThat(result.get("sha256").get("network").asText()).isEqualTo("name: " + TINY);
    assertThat(result.get("sha256").get("accelerator").asText()).isEqualTo("name: quad-core");
    assertThat(result.get("bound").asLong()).isPositive().isLessThanOrEqualTo(result.get("objective").asLong());
  }

  @Test
  void theProblemItWritesIsTheOneItSolved() throws IOException {
    assertThat(map(TINY, "quad-core", "--objective", "energy", "--max-tiles", "4", "--json")).as(stderr).isZero();
    long objective = file("result.json").get("objective").asLong();
    String problem = dir.resolve("out/problem.yaml").toString();
    String mapping = dir.resolve("out/mapping.json").toString();

    assertThat(run("check", problem, mapping, "--json")).as(stderr).isZero();
    assertThat(new ObjectMapper().readTree(stdout).get("objective").asLong()).isEqualTo(objective);
    assertThat(run("check", dir.resolve("out").toString())).isZero();
    assertThat(run("bound", problem)).isZero();
    String ofFile = stdout;
    assertThat(run("bound", TINY, "--on", "quad-core", "--objective", "energy", "--max-tiles", "4")).isZero();
    assertThat(stdout.lines().skip(1)).isEqualTo(ofFile.lines().skip(1).toList());
  }

  @Test
  void fixedTilesAreWrittenToTheProblem() throws IOException {
    assertThat(map(TINY, "quad-core", "--tiles", "2x1x32")).as(stderr).isZero();
    assertThat(Files.readString(dir.resolve("out/problem.yaml"))).contains("tiles: {rows: 2, chunks: 1, granule: 32}");
    assertThat(map(TINY, "quad-core", "--tiles", "2x")).isEqualTo(2);
    assertThat(stderr).contains("tiles (2x)", "Maybe");
  }

  @Test
  void anAcceleratorFileIsNamedRelativeToTheProblem() throws IOException {
    Path library = Path.of("../models/hardware/quad-core.yaml");
    Path copy = Files.copy(library, dir.resolve("mine.yaml"));

    assertThat(map(TINY, copy.toString())).as(stderr).isZero();

    assertThat(file("result.json").get("sha256").get(copy.toString()).asText()).hasSize(64);
    assertThat(run("check", dir.resolve("out").toString())).as(stderr).isZero();
  }

  @Test
  void aPinIsObeyed() throws IOException {
    assertThat(map(TINY, "quad-core")).isZero();
    String layer = file("mapping.json").findValuesAsText("layer").get(0);

    assertThat(map(TINY, "quad-core", "--pin", layer + "=core2")).as(stderr).isZero();

    assertThat(file("mapping.json").get("tasks"))
        .filteredOn(t -> t.get("layer").asText().equals(layer))
        .isNotEmpty()
        .allMatch(t -> t.get("core").asText().equals("core2"));
  }

  @Test
  void aCorruptedMappingIsRefused() throws IOException {
    map(TINY, "quad-core");
    Path mapping = dir.resolve("out/mapping.json");
    String text = Files.readString(mapping);
    long start = file("mapping.json").get("tasks").get(0).get("start").asLong();
    Files.writeString(mapping, text.replaceFirst("\"start\":" + start + "\\b", "\"start\":" + (start + 1)));
    assertThat(Files.readString(mapping)).isNotEqualTo(text);

    assertThat(run("check", dir.resolve("out").toString())).isEqualTo(30);
    assertThat(stdout).contains("breaks");
    assertThat(run("show", dir.resolve("out").toString())).isEqualTo(30);

    Files.writeString(mapping, text.substring(0, text.length() / 2));
    assertThat(run("check", dir.resolve("out").toString())).isEqualTo(3);
    assertThat(stderr).contains("mapping.json").contains("Maybe");
  }

  @Test
  void showDrawsWhatIsThere() {
    map(TINY, "quad-core");
    Path html = dir.resolve("r.html");
    Path trace = dir.resolve("t.json");

    assertThat(run("show", dir.resolve("out").toString(), "--html", html.toString(), "--perfetto", trace.toString())).isZero();

    assertThat(stdout).contains("latency").contains("core0");
    assertThat(html).content().contains("<html");
    assertThat(trace).content().contains("traceEvents");
    assertThat(run("show", dir.toString())).isEqualTo(3);
    assertThat(stderr).contains("does not exist").contains("Maybe");
    assertThat(run("show", dir.resolve("out").toString(), "--html", dir.resolve("no/r.html").toString())).isEqualTo(3);
  }

  @Test
  void costListsEachLayerOnEachTypeOfCore() throws IOException {
    assertThat(run("cost", TINY, "--on", "quad-core")).isZero();
    assertThat(stdout).contains("pe-array/1").contains("tpu-like").contains("simd").contains("MATMUL");

    assertThat(run("cost", TINY, "--on", "quad-core", "--json")).isZero();
    JsonNode layer = new ObjectMapper().readTree(stdout).get("layers").get(0);
    assertThat(layer.get("coreTypes").get("tpu-like").get(0).get("cycles").asLong()).isPositive();
    assertThat(layer.get("coreTypes").get("pool")).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsWritten() {
    assertThat(map("resnt18", "quad-core")).isEqualTo(3);
    assertThat(stderr).startsWith("dovetail: The network (resnt18)").contains("Maybe you meant 'resnet18'");
    assertThat(map(TINY, "quadcore")).isEqualTo(3);
    assertThat(stderr).contains("The accelerator (quadcore)").contains("Maybe you meant 'quad-core'");
    assertThat(map(TINY, "nowhere.yaml")).isEqualTo(3);
    assertThat(stderr).contains("nowhere.yaml");
    assertThat(map(TINY, "quad-core", "--pin", "x=core0")).isEqualTo(3);
    assertThat(stderr).contains("The layer (x)");
    assertThat(map(TINY, "quad-core", "--pin", "x")).isEqualTo(2);
    assertThat(map(TINY, "quad-core", "--objective", "speed")).isEqualTo(2);
    assertThat(stderr).contains("latency, energy, edp").doesNotContain("command line:");
    assertThat(map(TINY, "quad-core", "--max-tiles", "0")).isEqualTo(2);
    assertThat(stderr).contains("The value (0) of 'options.maxTiles' must be from 1 to 4096.");
    assertThat(map(TINY, "quad-core", "--bits", "65")).isEqualTo(2);
    assertThat(map(TINY, "quad-core", "--symbol", "N=0")).isEqualTo(2);
    assertThat(map(TINY, "quad-core", "--symbol", "N=4")).isEqualTo(2);
    assertThat(map(TINY, "quad-core", "--symbol", "N=many")).isEqualTo(2);
    assertThat(stderr).contains("Maybe");
    assertThat(run("map", TINY)).isEqualTo(2);
    assertThat(stderr).contains("Maybe add '--on quad-core'");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aProblemFileOfSomebodyElseStopsTheRunBeforeAnythingIsTouched() throws IOException {
    Path out = Files.createDirectory(dir.resolve("out"));
    Files.writeString(out.resolve("problem.yaml"), "mine");

    assertThat(map(TINY, "quad-core")).isEqualTo(3);
    assertThat(stderr).contains("problem.yaml that Dovetail did not write").contains("Maybe pass another one");
    assertThat(out.resolve("problem.yaml")).hasContent("mine");
    assertThat(out.resolve("mapping.json")).doesNotExist();
  }

  @Test
  void emptyNamesAreUsageErrors() {
    assertThat(map("", "quad-core")).isEqualTo(2);
    assertThat(stderr).contains("The name of the network is empty.").contains("Maybe");
    assertThat(map(TINY, " ")).isEqualTo(2);
    assertThat(stderr).contains("The name of the accelerator is empty.");
  }

  @Test
  void aLayerThatFitsNowhereIsInfeasible() throws IOException {
    assertThat(map("resnet18", "quad-core", "--pin", "conv1=simd")).isEqualTo(10);

    assertThat(stderr).contains("conv1").contains("Maybe");
    assertThat(stdout).contains("infeasible (bounded)");
    assertThat(dir.resolve("out/mapping.json")).doesNotExist();
    assertThat(file("result.json").get("status").asText()).isEqualTo("infeasible");
    assertThat(run("bound", "resnet18", "--on", "quad-core", "--pin", "conv1=simd")).isEqualTo(10);
  }

  @Test
  void bitsAreAParameterOfTheNetwork() throws IOException {
    assertThat(map(TINY, "quad-core", "--bits", "16")).as(stderr).isZero();

    assertThat(dir.resolve("out/problem.yaml")).content().contains("swiglu(16,64,128,bits=16)");
  }
}
