package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.solver.Outcome.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to files that are there already. */
class OutputDirectoryTest extends SolveFixture {
  @Test
  void anEarlierSolvesFilesAreSetAside() {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));
    solve(10, SHORT, List.of(Toy.counting("nothing", Proof.NONE)));

    assertThat(dir.resolve("mapping.json")).doesNotExist();
    assertThat(file("previous-mapping.json").get("number").asLong()).isEqualTo(120);
    assertThat(file("previous-result.json").get("objective").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("status").asText()).isEqualTo("unknown");
  }

  @Test
  void filesOfOthersAreNeverReplaced() throws IOException {
    Files.writeString(dir.resolve("result.json"), "{\"answer\": 42}");

    assertThatThrownBy(() -> OutputDirectory.open(dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no result of Dovetail")
        .hasMessageContaining("Maybe");
    assertThat(file("result.json").get("answer").asInt()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"report.html", "mapping.json", "rejected-mapping.json", "previous-mapping.json", "previous-result.json"})
  void aFileOfThatNameWithoutAResultBesideItIsSomebodyElses(String name) throws IOException {
    Files.writeString(dir.resolve(name), "mine");

    assertThatThrownBy(() -> OutputDirectory.open(dir)).hasMessageContaining(name).hasMessageContaining("Maybe pass another one");
    assertThat(dir.resolve(name)).hasContent("mine");
  }

  @Test
  void aProblemFileOfSomebodyElseIsNotReplaced() throws IOException {
    Files.writeString(dir.resolve("problem.yaml"), "format: mine/1\n");

    assertThatThrownBy(() -> OutputDirectory.open(dir).writeProblem("format: toy/1\n"))
        .hasMessageContaining("problem.yaml that Dovetail did not write")
        .hasMessageContaining("Maybe pass another one");
    assertThat(dir.resolve("problem.yaml")).hasContent("format: mine/1");
  }

  @Test
  void aProblemFileOfAnEarlierSolveIsReplaced() throws IOException {
    OutputDirectory.open(dir).writeProblem("format: toy/1\n");
    OutputDirectory.open(dir).writeProblem("format: toy/2\n");

    assertThat(dir.resolve("problem.yaml")).content().endsWith("\nformat: toy/2\n");
  }

  @Test
  void anOldProblemNeverStandsBesideTheMappingOfAnother() throws IOException {
    OutputDirectory.open(dir).writeProblem("format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(dir.resolve("problem.yaml"));
    assertThat(dir.resolve("problem.yaml")).exists();

    Path other = Files.writeString(dir.resolve("other.yaml"), "format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(other);
    assertThat(dir.resolve("problem.yaml")).doesNotExist();
    assertThat(dir.resolve("previous-problem.yaml")).exists();
  }

  @Test
  void aProblemOfSomebodyElseIsNotSetAside() throws IOException {
    Path mine = Files.writeString(dir.resolve("problem.yaml"), "format: mine/1\n");
    Path other = Files.writeString(dir.resolve("other.yaml"), "format: toy/1\n");
    OutputDirectory.open(dir).setProblemAside(other);
    assertThat(mine).exists();
  }

  @Test
  void anOldPictureNeverStandsBesideANewResult() throws IOException {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120)));
    Files.writeString(dir.resolve("report.html"), "old");
    solve(10, SHORT, List.of(Toy.counting("nothing", Proof.NONE)));

    assertThat(dir.resolve("report.html")).doesNotExist();
    assertThat(dir.resolve("previous-report.html")).hasContent("old");
  }

  @Test
  void anOutputDirectoryThatIsAFileIsRefused() throws IOException {
    Path occupied = Files.writeString(dir.resolve("occupied"), "x");

    assertThatThrownBy(() -> OutputDirectory.open(occupied)).hasMessageContaining("is a file").hasMessageContaining("Maybe");
    assertThatThrownBy(() -> OutputDirectory.open(occupied.resolve("below"))).hasMessageContaining("cannot be written");
  }

  @Test
  void noTemporaryFileIsLeftBehind() throws IOException {
    solve(10, LIMITS, List.of(Toy.counting("counter", Proof.NONE, 120, 110)));

    try (var files = Files.list(dir)) {
      assertThat(files.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("mapping.json", "result.json");
    }
  }
}
