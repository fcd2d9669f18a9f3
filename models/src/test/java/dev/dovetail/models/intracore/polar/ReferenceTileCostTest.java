package dev.dovetail.models.intracore.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every row of the reference program's tile costs: cycles exactly, energy within 1e-9. */
class ReferenceTileCostTest {
  private static final int ROWS = 5358;
  private static final double RELATIVE = 1e-9;

  @Test
  void every_row_of_the_reference_program_is_met() throws IOException {
    List<String> lines = lines();
    Map<PolarCore, TileCostMemo> models = new HashMap<>();
    SoftAssertions soft = new SoftAssertions();
    for (String line : lines.subList(1, lines.size())) {
      String[] v = line.split(",");
      PolarCore core = new PolarCore(integer(v, 2), integer(v, 1), Long.parseLong(v[3]), Long.parseLong(v[4]));
      PolarLayer layer = new PolarLayer(PolarLayer.Kind.valueOf(v[5].toUpperCase(Locale.ROOT)), integer(v, 7), integer(v, 8),
          integer(v, 9), integer(v, 10), integer(v, 11), integer(v, 12), integer(v, 13), integer(v, 14), v[6].equals("1"));
      TileCost cost = models.computeIfAbsent(core, c -> new TileCostMemo(new PolarCostModel(c)))
          .cost(layer, integer(v, 15), integer(v, 16), integer(v, 17), integer(v, 18));
      double expected = Double.parseDouble(v[20]);
      soft.assertThat(cost.cycles()).as("cycles of %s", line).isEqualTo(Long.parseLong(v[19]));
      soft.assertThat(cost.picojoules()).as("energy of %s", line).isCloseTo(expected, within(expected * RELATIVE));
    }
    assertThat(lines).hasSize(ROWS + 1);
    soft.assertAll();
  }

  private static int integer(String[] values, int column) {
    return Integer.parseInt(values[column]);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        ReferenceTileCostTest.class.getResourceAsStream("/reference/soma/tile-cost.csv"), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
