package dev.dovetail.benchmarks.soma;

import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the public program reached at a point.
 *
 * @param seeds how many runs there are
 * @param doubleBufferCycles latency after its first stage
 * @param stage2Cycles its final latency, the best of all runs
 * @param energyPicojoules of that plan
 * @param cpuSecondsLeast user time of one run, the least of all runs
 * @param cpuSecondsMost the most
 */
record Recorded(
    int seeds, long doubleBufferCycles, long stage2Cycles, double energyPicojoules, double cpuSecondsLeast,
    double cpuSecondsMost) {
  private static final String RESOURCE = "reference.csv";

  /** The public points, by their names. */
  static Map<String, Recorded> published() {
    try (InputStream in = Recorded.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The points of a file of the same columns.
   *
   * @throws dev.dovetail.models.BadInputException if it is none
   */
  static Map<String, Recorded> read(Path file) {
    return parse(DataFile.text(file), file.toString());
  }

  private static Map<String, Recorded> parse(String text, String name) {
    Map<String, Recorded> points = new LinkedHashMap<>();
    for (DataNode row : CsvFile.parse(text, name).items()) {
      row.onlyKeys("point", "seeds", "doubleBufferCycles", "stage2Cycles", "energyPicojoules", "cpuSecondsLeast",
          "cpuSecondsMost");
      points.put(row.required("point").text(),
          new Recorded(row.required("seeds").intValue(1, Integer.MAX_VALUE), row.required("doubleBufferCycles").longValue(),
              row.required("stage2Cycles").longValue(), row.required("energyPicojoules").decimal().doubleValue(),
              row.required("cpuSecondsLeast").decimal().doubleValue(), row.required("cpuSecondsMost").decimal().doubleValue()));
    }
    return points;
  }
}
