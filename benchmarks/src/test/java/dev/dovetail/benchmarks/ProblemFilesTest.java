package dev.dovetail.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class ProblemFilesTest {
  private static final CommandSpec COMMAND = new CommandLine(CommandSpec.create()).getCommandSpec();

  @TempDir
  Path folder;

  @Test
  void aDirectoryStandsForItsFilesWithAnyOfTheEndings() throws Exception {
    Path b = Files.createFile(folder.resolve("b.yaml"));
    Path a = Files.createFile(folder.resolve("a.json"));
    Path notes = Files.createFile(folder.resolve("notes.md"));

    assertThat(ProblemFiles.of(List.of(notes, folder), List.of(".yaml", ".json"), COMMAND)).containsExactly(notes, a,
        b);
    assertThat(ProblemFiles.of(List.of(folder), List.of(".yaml"), COMMAND)).containsExactly(b);
  }

  @Test
  void refusesWhatDoesNotExist() {
    assertThatThrownBy(() -> ProblemFiles.of(List.of(folder.resolve("none.yaml")), List.of(".yaml"), COMMAND))
        .isInstanceOf(ParameterException.class).hasMessageContaining("none.yaml");
  }
}
