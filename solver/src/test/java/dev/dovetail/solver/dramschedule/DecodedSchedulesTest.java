package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge accepts whatever the decoder makes of any list, and finds the same latency. */
class DecodedSchedulesTest {
  private static final DramScheduleEvaluator JUDGE = new DramScheduleEvaluator();

  static List<String> references() throws IOException {
    return Instances.references();
  }

  private static void decodeRandomLists(DramScheduleProblem problem, Decoder decoder, Random random, int lists) {
    decoder.take(Streams.of(problem));
    List<Integer> shuffled = new ArrayList<>(problem.defaultOrder());
    for (int k = 0; k < lists; k++) {
      Collections.shuffle(shuffled, random);
      int[] list = shuffled.stream().mapToInt(x -> x).toArray();
      boolean[] deviants = null;
      if (k % 2 == 1) {
        deviants = new boolean[list.length];
        for (int x = 0; x < list.length; x++) {
          deviants[x] = random.nextInt(3) == 0;
        }
      }
      long latency = decoder.decode(list, random.nextBoolean(), random.nextBoolean(), deviants, Long.MAX_VALUE);
      assertThat(latency).isNotEqualTo(Long.MAX_VALUE);
      accept(problem, decoder, latency);
    }
  }

  private static void accept(DramScheduleProblem problem, Decoder decoder, long latency) {
    Evaluation evaluation = JUDGE.evaluate(problem, decoder.schedule());
    assertThat(evaluation.violations()).as("%s %s", problem, decoder.schedule()).isEmpty();
    assertThat(evaluation.objective()).as("%s %s", problem, decoder.schedule()).isEqualTo(latency);
  }

  @Test
  void everyListOfARandomInstanceHasASchedule() {
    Decoder decoder = new Decoder();
    for (int seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      decodeRandomLists(Instances.random(random, 9, 10), decoder, random, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void everyListOfAReferenceInstanceHasASchedule(String name) {
    decodeRandomLists(Instances.reference(name), new Decoder(), new Random(7), 6);
  }

  @ParameterizedTest
  @MethodSource("references")
  void theBestStandardListIsWrittenOut(String name) {
    DramScheduleProblem problem = Instances.reference(name);
    Decoder decoder = new Decoder();
    decoder.take(Streams.of(problem));
    accept(problem, decoder, new StandardLists(decoder).bestOf(Long.MAX_VALUE));
  }
}
