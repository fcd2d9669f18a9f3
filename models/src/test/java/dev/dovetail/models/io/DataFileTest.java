package dev.dovetail.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {
  private static DataNode yaml(String text) {
    return DataFile.parse(text, "a.yaml");
  }

  @Test
  void valuesKnowTheirLine() {
    DataNode root = yaml("# comment\nname: x\ncores:\n  - {name: c0, bytes: 2 MiB}\n  - name: c1\n    bytes: 3\n");
    assertThat(root.required("name").where()).isEqualTo("a.yaml:2");
    List<DataNode> cores = root.required("cores").items();
    assertThat(cores.get(0).required("bytes").byteSize(1)).isEqualTo(2_097_152);
    assertThat(cores.get(1).required("bytes").where()).isEqualTo("a.yaml:6");
    assertThat(cores.get(1).required("bytes").path()).isEqualTo("cores[1].bytes");
    assertThat(root.entries().keySet()).containsExactly("name", "cores");
  }

  @Test
  void anEmptyNameIsNoDirectory() {
    assertThatThrownBy(() -> DataFile.read(Path.of("")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The name of the file is empty.")
        .hasMessageContaining("Maybe ");
  }

  @Test
  void numbersAreExact() {
    DataNode root = yaml("a: 0.1\nb: 9223372036854775807\nc: -3\nd: true\ne: 1e3\nf: 1_000\n");
    assertThat(root.required("a").decimal()).isEqualByComparingTo(new BigDecimal("0.1"));
    assertThat(root.required("b").longValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(root.required("c").intValue(-3, 0)).isEqualTo(-3);
    assertThat(root.required("d").bool()).isTrue();
    assertThat(root.required("e").decimal()).isEqualByComparingTo("1000");
    assertThat(root.required("f").longValue()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "True,true", "on,true", "yes,true", "false,false", "FALSE,false", "off,false", "no,false"})
  void whateverYamlTakesForTrueIsTrue(String written, boolean meant) {
    // The words for which the parser itself says true or false; other words are texts, and then no truth values.
    DataNode node = yaml("x: " + written).required("x");
    if (node.isText()) {
      assertThatThrownBy(node::bool).hasMessageContaining("must be true or false");
    } else {
      assertThat(node.bool()).isEqualTo(meant);
    }
  }

  @ParameterizedTest
  @CsvSource({"7,7", "64 KiB,65536", "1.5 MiB,1572864", "2mib,2097152", "1 GB,1000000000", "16 B,16"})
  void sizesTakeUnits(String written, long bytes) {
    assertThat(yaml("x: " + written).required("x").byteSize(1)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "x: -1|a.yaml:1: The value (-1) of 'x' must be at least 1.",
      "x: 0|must be at least 1",
      "x: 2 Mbit|must be a size in bytes",
      "x: 0.3 KiB|must be a whole number",
      "x: 1e99999999|too many digits",
      "x: 99999999999999999999|below 2^63",
      "x: [1]|The value of 'x', a list, must be a size in bytes",
      "x: 1.5|must be a whole number",
  })
  void wrongSizesAreRefused(String text, String message) {
    assertThatThrownBy(() -> yaml(text).required("x").byteSize(1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void unknownKeysComeWithASuggestion() {
    assertThatThrownBy(() -> yaml("name: x\nlatancy: 3\n").onlyKeys("name", "latency"))
        .hasMessageContaining("a.yaml:2: The key (latancy) is not known in the file.")
        .hasMessageContaining("Maybe you meant 'latency'.");
    assertThatThrownBy(() -> yaml("qqqqqqq: 3\n").onlyKeys("name", "latency")).hasMessageContaining("use one of: name, latency");
  }

  @Test
  void missingKeysAndEmptyValuesAreNamed() {
    assertThatThrownBy(() -> yaml("a:\n  b: 1\n").required("a").required("c"))
        .hasMessageContaining("The key (c) is missing in 'a'");
    assertThatThrownBy(() -> yaml("nmae: x\n").required("name")).hasMessageContaining("'nmae' was meant to be it");
    assertThatThrownBy(() -> yaml("a:\nb: 1\n").required("a")).hasMessageContaining("The key (a) of the file has no value");
  }

  @Test
  void wrongTypesAreNamed() {
    DataNode root = yaml("a: x\nb: [1]\nc: {d: 1}\ne: true\n");
    assertThatThrownBy(() -> root.required("a").longValue()).hasMessageContaining("The value (x) of 'a' must be a whole number");
    assertThatThrownBy(() -> root.required("a").items()).hasMessageContaining("must be a list");
    assertThatThrownBy(() -> root.required("b").entries()).hasMessageContaining("must be a mapping");
    assertThatThrownBy(() -> root.required("c").text()).hasMessageContaining("must be a text");
    assertThatThrownBy(() -> root.required("e").text()).hasMessageContaining("put it in quotes");
    assertThatThrownBy(() -> root.required("a").bool()).hasMessageContaining("must be true or false");
    assertThatThrownBy(() -> yaml("just words").required("a")).hasMessageContaining("The file, a text, must be a mapping");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "a: 1{nl}b: 2{nl}a: 3|a.yaml:3: The key (a) was already given in line 1.",
      "a: [1, 2{nl}b: 2|a.yaml:2",
      "a: 'x{nl}|well-formed YAML",
      "a: &x 1{nl}b: *x|anchor or alias (x)",
      "a: 1{nl}---{nl}b: 2|two documents",
      "a: 1{nl}{tab}b: 2|a.yaml:2",
      "a: b: c|a.yaml:1: This is not well-formed YAML",
      "'# only a comment'|The file is empty",
  })
  void malformedYamlIsRefusedWithItsLine(String text, String message) {
    String body = text.replace("{nl}", "\n").replace("{tab}", "\t");
    assertThatThrownBy(() -> yaml(body)).isInstanceOf(BadInputException.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"a\": 1, \"a\": 2}|already given",
      "{\"a\": 1|a.json:1",
      "{\"a\": 1} {}|two documents",
      "{\"a\": 1,}|a.json:1: This is not well-formed JSON",
  })
  void malformedJsonIsRefusedWithItsLine(String text, String message) {
    assertThatThrownBy(() -> DataFile.parse(text, "a.json")).isInstanceOf(BadInputException.class).hasMessageContaining(message);
  }

  @Test
  void whatParsersSayToTheirOwnDevelopersIsLeftOut() {
    assertThatThrownBy(() -> DataFile.parse("{\"a\": x}", "a.json"))
        .message().startsWith("a.json:1: This is not well-formed JSON: Unrecognized token 'x'." + System.lineSeparator());
    assertThatThrownBy(() -> yaml("? [a]\n: 1"))
        .message().contains("a.yaml:1: This is not well-formed YAML: Expected a field name").doesNotContain("snakeyaml");
  }

  @Test
  void aNumberOfThousandsOfDigitsIsRefusedAtOnce() {
    String digits = "9".repeat(100_000);
    assertThatThrownBy(() -> CsvFile.parse("n\n" + digits, "t.csv").items().get(0).required("n").longValue())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("t.csv:2: The value of '[0].n' is a number of 100000 characters");
  }

  @Test
  void hugeNestingIsRefused() {
    for (String name : List.of("a.json", "a.yaml")) {
      assertThatThrownBy(() -> DataFile.parse("[".repeat(100_000), name)).isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> DataFile.parse("[".repeat(100) + "]".repeat(100), name))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("deeper than 64");
    }
  }

  @Test
  void filesThatCannotBeReadAreRefused(@TempDir Path dir) throws IOException {
    assertThatThrownBy(() -> DataFile.read(dir)).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> DataFile.read(dir.resolve("no.yaml"))).hasMessageContaining("does not exist");
    Path empty = Files.writeString(dir.resolve("empty.yaml"), "");
    assertThatThrownBy(() -> DataFile.read(empty)).hasMessageContaining("The file is empty");
    Path binary = Files.write(dir.resolve("binary.yaml"), new byte[] {(byte) 0x80, (byte) 0xFE, 0, 1});
    assertThatThrownBy(() -> DataFile.read(binary)).hasMessageContaining("not text in UTF-8");
    Path nul = Files.write(dir.resolve("nul.yaml"), new byte[] {0, 1, 2, 3});
    assertThatThrownBy(() -> DataFile.read(nul)).isInstanceOf(BadInputException.class);
    Path good = Files.writeString(dir.resolve("good.json"), "{\"a\":\n [1, true, \"x\"]}");
    assertThat(DataFile.read(good).required("a").items().get(2).where()).isEqualTo(good + ":2");
  }

  @Test
  void suggestionsFindTheNearestWord() {
    assertThat(Suggestions.nearest("quadcore", List.of("quad-core", "metro-16x16"))).contains("quad-core");
    assertThat(Suggestions.nearest("Quad-Core", List.of("quad-core"))).contains("quad-core");
    assertThat(Suggestions.nearest("zebra", List.of("quad-core", "metro-16x16"))).isEmpty();
    assertThat(Suggestions.distance("ab", "ba")).isEqualTo(1);
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
  }
}
