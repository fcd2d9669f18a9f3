package dev.dovetail.models.linkslots.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas accept what the readers accept, and refuse what they can see to be wrong. */
class LinkSlotsSchemaTest {
  private static final String BASE = "https://dovetail.dev/schema/";
  private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
      b -> b.schemaMappers(m -> m.mapPrefix(BASE, "classpath:dev/dovetail/schema/")));
  private static final String HEAD = "format: link-slots/1\nname: tiny\n";
  private static final String FLOWS = "flows:\n- {id: a, src: 0, dsts: 1, flits: 4}\n";

  private static List<String> complaints(String schema, String text) throws IOException {
    return FACTORY.getSchema(SchemaLocation.of(BASE + schema)).validate(new YAMLMapper().readTree(text)).stream()
        .map(Object::toString).toList();
  }

  private static boolean reads(String text) {
    try {
      LinkSlotsReader.read(DataFile.parse(text, "tiny.yaml"), Path.of(""));
      return true;
    } catch (BadInputException e) {
      return false;
    }
  }

  static Stream<Path> instances() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../benchmarks/instances/link-slots"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("instances")
  void everyInstanceIsValid(Path file) throws IOException {
    assertThat(complaints("link-slots-1.schema.json", Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "network: {mesh: {columns: 2, rows: 2}}                        | true",
      "network: {mesh: {columns: 0, rows: 2}}                        | false",
      "network: {mesh: {columns: 2}}                                 | false",
      "network: {mesh: {columns: 2, rows: 2}, ring: {size: 3}}       | false",
      "network: {ring: {size: 3, stations: false, capacity: 2}}      | true",
      "network: {ring: {size: 2}}                                    | false",
      "network: {line: {size: 2, rate: {amount: 3, slots: 2}}}       | true",
      "network: {line: {size: 2, rate: {amount: 3}}}                 | false",
      "network: {graph: {nodes: [0, {name: 1, x: 0, y: 1}], links: [{from: 0, to: 1, bus: b, duplex: true}]}} | true",
      "network: {graph: {nodes: [0, {name: 1, x: 0}], links: [{from: 0, to: 1}]}} | false",
      "network: {graph: {nodes: [0, 1, Local], links: [{from: 0, to: 1}]}} | false",
      "network: {graph: {nodes: [0, 1], links: [{from: 0}]}}         | false",
      "'network: {line: {size: 2}}\ngoal: makspan'                   | false",
      "'network: {line: {size: 2}}\ngoal: weighted-finish'           | true",
      "'network: {line: {size: 2}}\nroutes: {candidates: 3}'         | true",
      "'network: {line: {size: 2}}\nroutes: {candidates: 0}'         | false",
      "'network: {line: {size: 2}}\nroutes: shortest'                | true",
      "'network: {line: {size: 2}}\nlocalPorts: {convention: one, injectCapacity: 2}' | true",
      "'network: {line: {size: 2}}\nlocalPorts: two'                 | false",
      "'network: {line: {size: 2}}\nheader: {linkWidthBits: 8, chunkFlits: 2}' | true",
      "'network: {line: {size: 2}}\nheader: {linkWidthBits: 8, chunkFlits: 2, perFlitBits: 1}' | false",
      "'network: {line: {size: 2}}\nheader: {chunkFlits: 2}'         | false",
      "'network: {line: {size: 2}}\ntsnkit: {tasks: a, topology: b}' | false",
      "'network: {line: {size: 2}}\nmergeSlots: 2\nwaiting: true\nreduce: gather\nmulticast: unicast' | true",
      "'network: {line: {size: 2}}\nrouting: xy'                     | false"})
  void readerAndSchemaAgree(String lines, boolean good) throws IOException {
    String text = HEAD + FLOWS + lines.replace("\\n", "\n") + "\n";

    assertThat(reads(text)).as("reader").isEqualTo(good);
    assertThat(complaints("link-slots-1.schema.json", text).isEmpty()).as("schema").isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{id: b, kind: multicast, src: 0, dsts: [1, 2], flits: 1}      | true",
      "{id: b, kind: broadcast, src: 0, dsts: [1, 2], flits: 1}      | false",
      "{id: b, src: 0, dsts: 1}                                      | false",
      "{id: b, src: 0, dsts: 1, flits: 0}                            | false",
      "{id: b, src: 0, dsts: 1, flits: 1, after: [[a, 2]], weight: 2, deadline: 99, release: 3, chunks: 2, group: g} | true",
      "{id: b, src: 0, dsts: 1, flits: 1, after: [[a]]}              | false",
      "{id: b, src: 0, dsts: [], flits: 1}                           | false",
      "{id: b, src: 0, dsts: 1, flits: 1, dealine: 3}                | false"})
  void readerAndSchemaAgreeOnFlows(String flow, boolean good) throws IOException {
    String text = HEAD + "network: {line: {size: 3}}\n" + FLOWS + "- " + flow + "\n";

    assertThat(reads(text)).as("reader").isEqualTo(good);
    assertThat(complaints("link-slots-1.schema.json", text).isEmpty()).as("schema").isEqualTo(good);
  }

  @Test
  void aPairOfTablesNeedsNoFlows() throws IOException {
    String pair = HEAD + "tsnkit: {tasks: a.csv, topology: b.csv}\nadmission: most\ngoal: deadline\n";

    assertThat(complaints("link-slots-1.schema.json", pair)).isEmpty();
    assertThat(complaints("link-slots-1.schema.json", pair + FLOWS)).isNotEmpty();
    assertThat(complaints("link-slots-1.schema.json", HEAD)).isNotEmpty();
  }
}
