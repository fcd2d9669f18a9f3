package dev.dovetail.models.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DramScheduleMappingTest {
  private static final DramScheduleKind KIND = new DramScheduleKind();

  @TempDir
  private Path dir;

  private Evaluation check(JsonNode tree) throws IOException {
    Path file = Files.writeString(dir.resolve("m.json"), MappingText.of(tree));
    return MappingCheck.check(KIND, DramExamples.three(), file);
  }

  private static ObjectNode good() {
    return DramScheduleMapping.write(DramExamples.three(), DefaultSchedule.of(DramExamples.three()));
  }

  @Test
  void aMappingIsReadAsItWasWritten() throws IOException {
    DramSchedule schedule = DefaultSchedule.of(DramExamples.three());
    assertThat(DramScheduleMapping.read(DataFile.parse(MappingText.of(good()), "m.json"))).isEqualTo(schedule);
    assertThat(check(good()).violations()).isEmpty();
    assertThat(check(good()).objective()).isEqualTo(56);
  }

  @Test
  void everySingleChangedNumberIsNoticed() throws IOException {
    List<Consumer<ObjectNode>> changes = new ArrayList<>();
    collect(good(), List.of(), changes);
    // 4 costs, 4 in the order, 4 times, 4 transfers of 6, 3 tiles of 3, 4 occupancies.
    assertThat(changes).hasSize(4 + 4 + 4 + 24 + 9 + 4);
    for (Consumer<ObjectNode> change : changes) {
      ObjectNode tree = good();
      change.accept(tree);
      assertThat(check(tree).violations()).as(tree.toString()).isNotEmpty();
    }
  }

  private static void collect(JsonNode node, List<String> path, List<Consumer<ObjectNode>> changes) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> e : node.properties()) {
        collect(e.getValue(), with(path, e.getKey()), changes);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), with(path, String.valueOf(i)), changes);
      }
    } else if (node.isIntegralNumber()) {
      changes.add(root -> {
        JsonNode parent = root.at("/" + String.join("/", path.subList(0, path.size() - 1)));
        String last = path.get(path.size() - 1);
        if (parent instanceof ArrayNode array) {
          array.set(Integer.parseInt(last), array.numberNode(node.asLong() + 1));
        } else {
          ((ObjectNode) parent).put(last, node.asLong() + 1);
        }
      });
    }
  }

  private static List<String> with(List<String> path, String last) {
    List<String> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  @Test
  void aFileOfAnotherFormatIsRefused() {
    assertThatThrownBy(() -> DramScheduleMapping.read(DataFile.parse("format: x\n", "m.yaml")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The format (x) must be (dram-schedule-mapping/1).");
  }
}
