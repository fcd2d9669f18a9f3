package dev.dovetail.solver.report.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.solver.report.layer.StatisticsSheet.Group;
import dev.dovetail.solver.report.layer.StatisticsSheet.Statistic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsSheetTest {
  private static final List<Statistic> ALL =
      StatisticsSheet.of(Views.statistics()).stream().map(Group::statistics).flatMap(List::stream).toList();

  @Test
  void everyStatisticOfTheModelIsThereOnceWithItsUnit() {
    // 57 numbers and words of the public program's output, the exact energy and the true multiply-accumulates
    assertThat(ALL).hasSize(59);
    assertThat(ALL).extracting(Statistic::key).doesNotHaveDuplicates();
    assertThat(ALL)
        .contains(
            new Statistic("runtimeCycles", "runtime", 1219L, "cycles"),
            new Statistic("filterL2Elements", "space in L2", 216L, "elements"),
            new Statistic("egressMaxCycles", "egress, longest", 4L, "cycles"),
            // 5 + 2 + 1 + 1.2394752
            new Statistic("milliwatts", "power", 9.2394752, "mW"),
            new Statistic("bufferWarning", "exceeded capacities", "L2", ""));
  }

  @Test
  void tensorsAreCalledAsEverywhereElse() {
    assertThat(StatisticsSheet.of(Views.statistics())).extracting(Group::heading).contains("input", "weights", "output")
        .doesNotContain("filter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
          "1234567.891|1,234,568", "0.5|0.5", "2.6923087|2.69231", "3|3", "0.000012345|1.23450e-05", "1e18|1.00000e+18",
          "NaN|-", "Infinity|-", "0|0"
      })
  void realsHaveSixDigits(double value, String text) {
    assertThat(new Statistic("key", "name", value, "").text()).isEqualTo(text);
  }
}
