package dev.dovetail.benchmarks.wormhole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The completion of every flow set against BookSim 2's, from reference/metro/results.csv. */
class CalibrationTest {
  private static final String REFERENCE = "/reference/metro/results.csv";
  private static final int SEEDS = 24;

  record Row(String name, WormholeSettings settings, List<WormholeMessage> messages, DataNode values) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    try (InputStream in = CalibrationTest.class.getResourceAsStream(REFERENCE)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return CsvFile.parse(text, REFERENCE).items().stream().map(CalibrationTest::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(DataNode values) {
    String name = values.required("name").text();
    LinkSlotsProblem problem = FlowsFile.read(Path.of("instances", "link-slots", name + ".json"));
    int packetFlits = values.required("packet_flits").intValue(1, 1_000);
    return new Row(name, WormholeSettings.usual(problem.network().columns(), problem.network().rows(), packetFlits),
        WormholeTraffic.of(problem), values);
  }

  /** The routing is deterministic, and so is everything else: every column agrees to the cycle. */
  @ParameterizedTest
  @MethodSource("rows")
  void withXyAndAnyNumberOfVirtualChannelsCompletionIsThatOfTheReference(Row row) {
    for (int channels : List.of(1, 2, 4, 8)) {
      String expected = row.values().optional("wormhole_xy_vc" + channels).map(DataNode::text).orElse("");
      if (!expected.isEmpty()) {
        assertThat(WormholeSimulator.run(row.settings().withVirtualChannels(channels), row.messages()).completionCycles())
            .as("%d virtual channels", channels).isEqualTo(Long.parseLong(expected));
      }
    }
  }

  /** What is drawn differs, so the reference is one more draw: it lies among those of 24 seeds, or at most a tenth beside them. */
  @ParameterizedTest
  @MethodSource("drawnRows")
  void withRoutesThatAreDrawnTheReferenceLiesAmongSeeds(Row row) {
    long[] xyYx = draws(row, PacketRouting.XY_YX);
    long[] romm = draws(row, PacketRouting.ROMM);

    assertThat(reference(row, "wormhole_xyyx_vc4")).isBetween(xyYx[0] * 9 / 10, xyYx[SEEDS - 1] * 11 / 10);
    assertThat(reference(row, "wormhole_romm_vc4")).isBetween(romm[0] * 9 / 10, romm[SEEDS - 1] * 11 / 10);
  }

  static Stream<Row> drawnRows() {
    return rows().stream().filter(r -> List.of("m8-transpose", "m8-uniform", "m8-regions").contains(r.name()));
  }

  private static long reference(Row row, String column) {
    return row.values().required(column).longValue();
  }

  private static long[] draws(Row row, PacketRouting routing) {
    return LongStream.range(0, SEEDS)
        .map(seed -> WormholeSimulator.run(row.settings().withRouting(routing, seed), row.messages()).completionCycles()).sorted()
        .toArray();
  }

  /** Section on packets: m8-uniform with 1, 2, 4, 8 virtual channels. */
  @ParameterizedTest
  @CsvSource({"4,1728,1301,1254,1028", "16,1562,1332,1131,1050", "64,1588,1259,1015,994"})
  void packetsOfAnyLengthCompleteAsInTheReference(int packetFlits, long one, long two, long four, long eight) {
    Row row = rows().stream().filter(r -> r.name().equals("m8-uniform")).findFirst().orElseThrow();
    WormholeSettings settings = row.settings().withPacketFlits(packetFlits);

    assertThat(Stream.of(1, 2, 4, 8)
        .map(v -> WormholeSimulator.run(settings.withVirtualChannels(v), row.messages()).completionCycles()))
            .containsExactly(one, two, four, eight);
  }
}
