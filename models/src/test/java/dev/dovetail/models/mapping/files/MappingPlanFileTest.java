package dev.dovetail.models.mapping.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.testing.Corruptions;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingPlanFileTest {
  private static final JsonSchema SCHEMA = JsonSchemaFactory
      .getInstance(SpecVersion.VersionFlag.V202012,
          b -> b.schemaMappers(m -> m.mapPrefix("https://dovetail.dev/schema/", "classpath:dev/dovetail/schema/")))
      .getSchema(SchemaLocation.of("https://dovetail.dev/schema/mapping-plan-1.schema.json"));

  @TempDir
  Path directory;

  private final MappingProblem problem = new MappingProblem(
      ThreeLayerExample.problem(16_384, new FixedCosts(1_024, 0), Objective.LATENCY), List.of(), MappingObjective.LATENCY, false);
  private final NetworkMapping mapping =
      new NetworkMapping(FusionGroups.of(problem, ThreeLayerExample.schedule()), ThreeLayerExample.schedule(), 1_328);
  private final MappingKind kind = new MappingKind();

  private ObjectNode good() {
    return kind.writeMapping(problem, mapping).deepCopy();
  }

  /** The rules that a file of this tree breaks; "unreadable" if the reader refuses it. */
  private List<String> faults(JsonNode tree) {
    Path file = directory.resolve("mapping.json");
    try {
      Files.writeString(file, MappingText.of(tree));
      return MappingCheck.check(kind, problem, file).violations().stream().map(Violation::rule).distinct().toList();
    } catch (BadInputException e) {
      return List.of("unreadable");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_is_written_is_valid_and_reads_back() throws IOException {
    JsonNode read = new ObjectMapper().readTree(MappingText.of(good()));
    assertThat(SCHEMA.validate(read)).isEmpty();
    assertThat(faults(good())).isEmpty();
    Path file = directory.resolve("mapping.json");
    assertThat(kind.readMapping(problem, file)).isEqualTo(mapping);
  }

  @Test
  void every_field_of_the_schema_has_a_description() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(getClass().getResource("/dev/dovetail/schema/mapping-plan-1.schema.json"));
    List<String> bare = new ArrayList<>();
    undescribed(schema, schema, "", bare);
    assertThat(bare).isEmpty();
  }

  private static void undescribed(JsonNode root, JsonNode node, String pointer, List<String> bare) {
    for (var property : node.path("properties").properties()) {
      JsonNode value = property.getValue();
      JsonNode target = value.has("$ref") ? root.at(value.path("$ref").asText().substring(1)) : value;
      if (!value.has("description") && !target.has("description") && !value.has("const") && !property.getKey().equals("op")) {
        bare.add(pointer + "/" + property.getKey());
      }
    }
    node.properties().forEach(e -> undescribed(root, e.getValue(), pointer + "/" + e.getKey(), bare));
    if (node.isArray()) {
      node.forEach(n -> undescribed(root, n, pointer, bare));
    }
  }

  @Test
  void the_schema_refuses_what_no_writer_writes() throws IOException {
    for (String[] change : new String[][] {{"\"op\":\"WAIT\"", "\"op\":\"REST\""}, {"\"kind\":\"load\"", "\"kind\":\"fetch\""},
        {"\"buffers\"", "\"bufers\""}, {"\"signals\":\"task0\"", "\"signals\":\"0\""}}) {
      String text = MappingText.of(good());
      assertThat(text).contains(change[0]);
      assertThat(SCHEMA.validate(new ObjectMapper().readTree(text.replaceFirst(change[0], change[1])))).as(change[1])
          .isNotEmpty();
    }
  }

  @Test
  void every_single_change_of_a_good_file_is_found() {
    JsonNode good = good();
    List<Corruptions.Corruption> corruptions = Corruptions.of(good, "tasks", "buffers", "transfers", "groups", "periodCycles");
    assertThat(corruptions).hasSizeGreaterThan(1_500);
    List<String> missed = new ArrayList<>();
    int derived = 0;
    for (Corruptions.Corruption c : corruptions) {
      // The reader skips what follows from the mapping: there the comparison of the trees decides, and a few go the whole way.
      boolean whole = c.isOfMapping() || c.what().startsWith("/addresses") || derived++ % 40 == 0;
      if (whole ? faults(c.tree()).isEmpty() : MappingCheck.differences(good, c.tree()).isEmpty()) {
        missed.add(c.what());
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void addresses_of_anyones_own_are_accepted_where_they_are_sound() {
    // The memory of the vector core is mirrored: what stood at a with b bytes stands at 16,384 - a - b.
    ObjectNode tree = good();
    long capacity = 16_384;
    JsonNode buffers = tree.path("buffers");
    for (JsonNode entry : tree.at("/addresses/simd/buffers")) {
      ((ArrayNode) entry).set(1,
          LongNode.valueOf(capacity - entry.get(1).asLong() - buffers.get(entry.get(0).asInt()).path("bytes").asLong()));
    }
    for (JsonNode entry : tree.at("/addresses/simd/scratch")) {
      ((ArrayNode) entry).set(1, LongNode.valueOf(capacity - entry.get(1).asLong() - 1_024));
    }
    assertThat(faults(tree)).containsExactly("file-differs"); // the programme still names the old ones
    JsonNode follows = kind.expected(problem, mapping, tree);
    assertThat(follows.path("addresses").path("simd").path("buffers")).isEqualTo(tree.at("/addresses/simd/buffers"));
    assertThat(faults(follows)).isEmpty();
  }

  @Test
  void groups_layers_and_repetition_are_summed_up() {
    JsonNode tree = good();
    assertThat(tree.path("tiling").toString()).isEqualTo(
        "[{\"layer\":\"c1\",\"group\":\"group0\",\"tiles\":2,\"largestTile\":[32,4,8],\"cores\":{\"core0\":1,\"core2\":1}},"
            + "{\"layer\":\"c2\",\"group\":\"group0\",\"tiles\":2,\"largestTile\":[32,4,8],\"cores\":{\"core0\":1,\"core2\":1}},"
            + "{\"layer\":\"add\",\"group\":\"group0\",\"tiles\":2,\"largestTile\":[32,4,8],\"cores\":{\"simd\":2}}]");
    assertThat(tree.path("borders")).isEmpty();
    assertThat(tree.path("repetition").toString())
        .isEqualTo("{\"latencyCycles\":1328,\"periodCycles\":1328,\"samplesInFlight\":1}");
  }

  @Test
  void tensors_stand_in_dram_one_after_another() {
    // x 1x32x8x8 = 2,048 B at 0; w1 32x32 = 1,024 B; w2 9 times that; z 2,048 B. y1 and y2 are never in DRAM.
    JsonNode tensors = good().path("tensors");
    assertThat(tensors.valueStream().filter(t -> t.has("dramAddress")).mapToLong(t -> t.path("bytes").asLong()).sum())
        .isEqualTo(2_048 + 1_024 + 9_216 + 2_048);
    assertThat(tensors.valueStream().filter(t -> !t.has("dramAddress")).map(t -> t.path("name").asText()).toList())
        .containsExactlyInAnyOrder("y1", "y2");
    // The second load of x is its lower half: rows 4 to 7 begin 32 elements behind its address.
    JsonNode x = tensors.valueStream().filter(t -> t.path("name").asText().equals("x")).findFirst().orElseThrow();
    assertThat(good().path("dramList").get(2).path("firstAddress").asLong()).isEqualTo(x.path("dramAddress").asLong() + 32);
  }
}
