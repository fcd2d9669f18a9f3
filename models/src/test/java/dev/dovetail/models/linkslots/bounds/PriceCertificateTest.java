package dev.dovetail.models.linkslots.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceCertificateTest {
  /** Three messages of 10 flits from the left half of a 2 x 2 mesh to the right half. */
  private static LinkSlotsProblem halves() {
    List<Flow> flows = List.of(Flow.unicast("a", 0, 1, 10), Flow.unicast("b", 2, 3, 10), Flow.unicast("c", 0, 3, 10));
    return new LinkSlotsProblem("halves", Topologies.mesh(2, 2, LocalPorts.BOTH), flows, SlotRules.DEFAULT);
  }

  private static long[][] prices(LinkSlotsProblem problem, int edge, List<String> channels, long early, long middle, long late) {
    long[][] blocks = new long[problem.network().links().channels().size()][2 * edge + 1];
    for (int c = 0; c < blocks.length; c++) {
      if (channels.contains(problem.network().links().channels().get(c).name())) {
        for (int b = 0; b < blocks[c].length; b++) {
          blocks[c][b] = b < edge ? early : b == edge ? middle : late;
        }
      }
    }
    return blocks;
  }

  @Test
  void aCutHasPriceOneInTheSlotsInWhichItCanBeUsed() {
    LinkSlotsProblem problem = halves();
    long[][] blocks = prices(problem, 1, List.of("0->1", "2->3"), 0, 1, 0);
    PriceCertificate certificate = new PriceCertificate(problem);

    // Each message pays 10; two links cost 2 * (16 - 2) = 28 < 30 by slot 16, and 2 * (17 - 2) = 30 by slot 17.
    assertThat(certificate.refutes(new SlotPrices(problem, 16, 1, blocks))).isTrue();
    assertThat(certificate.refutes(new SlotPrices(problem, 17, 1, blocks))).isFalse();
  }

  @Test
  void aMessageThatCannotFinishInTimeNeedsNoPrices() {
    LinkSlotsProblem problem = halves();
    PriceCertificate certificate = new PriceCertificate(problem);

    // Message c: inject port, two links, eject port, 10 flits: 3 + 10 = 13 slots.
    assertThat(certificate.refutes(new SlotPrices(problem, 12, 0, prices(problem, 0, List.of(), 0, 0, 0)))).isTrue();
    assertThat(certificate.refutes(new SlotPrices(problem, 13, 0, prices(problem, 0, List.of(), 0, 0, 0)))).isFalse();
  }

  @Test
  void aWayKeepsToItsSlotsAndCostsWhatItSays() {
    LinkSlotsProblem problem = halves().with(SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST));
    // Message a has no other shortest way. The way of message c over tile 1 is dear, so it goes over tile 2.
    SlotPrices prices = new SlotPrices(problem, 40, 0, prices(problem, 0, List.of("0->1"), 0, 5, 0));
    CheapestHolds cheapest = new CheapestHolds(problem, prices);

    assertThat(cheapest.cost(problem.messages().get(0))).isEqualTo(50);
    assertThat(cheapest.cost(problem.messages().get(2))).isZero();
    assertThat(cheapest.way(problem.messages().get(2)).stream()
        .map(h -> problem.network().links().edges().get(h.edge()).name())).containsExactly("inj(0)", "0->2", "2->3", "ej(3)");
  }

  @Test
  void pricesMustNotBeNegativeAndMustFit() {
    LinkSlotsProblem problem = halves();

    assertThatThrownBy(() -> new SlotPrices(problem, 20, 0, prices(problem, 0, List.of("0->1"), 0, -1, 0)))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new SlotPrices(problem, 20, 11, prices(problem, 11, List.of(), 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PriceCertificate(problem.with(SlotRules.DEFAULT.withGoal(Goal.PERIOD))))
        .hasMessageContaining("PERIOD");
  }

  /** Whatever the prices, they refute no horizon at which there is a mapping. */
  @Test
  void noPricesRefuteAHorizonThatIsReached() {
    int refuted = 0;
    int tried = 0;
    for (int seed = 0; seed < Integer.getInteger("bounds.problems", 120); seed++) {
      LinkSlotsProblem problem = new TinyProblems(seed).next(Goal.MAKESPAN);
      long reached = reached(problem);
      if (reached > 0) {
        PriceCertificate certificate = new PriceCertificate(problem);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
          int edge = random.nextInt((int) reached / 2 + 1);
          assertThat(certificate.refutes(new SlotPrices(problem, reached, edge, random(problem, edge, random))))
              .as("problem %d reaches %d", seed, reached).isFalse();
          int before = Math.min(edge, (int) (reached - 1) / 2);
          tried++;
          refuted += reached > 1
              && certificate.refutes(new SlotPrices(problem, reached - 1, before, random(problem, before, random))) ? 1 : 0;
        }
      }
    }
    assertThat(refuted).isBetween(tried / 10, tried); // one slot earlier, prices often prove something
  }

  private static long[][] random(LinkSlotsProblem problem, int edge, Random random) {
    long[][] blocks = new long[problem.network().links().channels().size()][2 * edge + 1];
    for (long[] row : blocks) {
      if (random.nextInt(3) == 0) {
        int sort = random.nextInt(3);
        for (int b = 0; b < row.length; b++) {
          row[b] = sort == 0 ? 1 : random.nextInt(sort == 1 ? 2 : 4);
        }
      }
    }
    return blocks;
  }

  /** The least makespan; 0 if there is none or the search was given up. */
  private static long reached(LinkSlotsProblem problem) {
    TinyOracle oracle = new TinyOracle(problem, 20_000);
    try {
      long bound = new LinkSlotsBounds().best(problem).value();
      for (long most = bound; most < bound + 30; most++) {
        if (oracle.find(most).isPresent()) {
          return most;
        }
      }
    } catch (InfeasibleException | TinyOracle.TooLarge e) {
      return 0;
    }
    return 0;
  }
}
