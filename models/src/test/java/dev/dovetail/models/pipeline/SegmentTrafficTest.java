package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.Partition.INPUT_SHARED;
import static dev.dovetail.models.pipeline.Partition.WEIGHT_SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Findings;
import dev.dovetail.models.Violation;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.testing.ReferencePipelines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The worked example T4 on a mesh of 2 x 2 chiplets, 4 bytes per cycle on each link and port:
 *
 * <pre>
 *   0 -- 1     layers a, b
 *   |    |
 *   2 -- 3     layer c: I = 1152, skip before it 288
 * </pre>
 */
class SegmentTrafficTest {
  private static final Cluster AB = new Cluster(List.of(0, 1), List.of(WEIGHT_SHARED, INPUT_SHARED), List.of(0, 1));
  private static final Cluster C_INPUT = new Cluster(List.of(2), List.of(INPUT_SHARED), List.of(2, 3));
  private static final Cluster C_WEIGHT = new Cluster(List.of(2), List.of(WEIGHT_SHARED), List.of(2, 3));

  private final PipelineProblem problem = onMesh(ReferencePipelines.worked());
  private final SegmentTraffic traffic = new SegmentTraffic(problem);

  @Test
  void anInputSharedLayerGetsItsInputByMulticastAndItsSkipInParts() {
    // Each sender holds half of the channels: 1152 / 2 = 576 bytes of the input for both chiplets.
    // Each receiver takes 288 / 2 = 144 bytes of the skip, half of them from each sender: 72.
    LinkSlotsProblem slots = slots(1296, AB, C_INPUT);
    assertThat(slots.flows().stream().map(SegmentTrafficTest::words)).containsExactly(
        "0->[2, 3] 576 by 1296", "1->[2, 3] 576 by 1296",
        "0->[2] 72 by 1296", "0->[3] 72 by 1296", "1->[2] 72 by 1296", "1->[3] 72 by 1296");
    assertThat(traffic.tail(segment(1296, AB, C_INPUT), 1)).as("nothing is gathered, no later layer").isZero();
  }

  @Test
  void aWeightSharedLayerGetsItsRowsAndHalfOfItsHaloFromEachSideOrAllFromOneAtTheEnds() {
    // 576 bytes of the input and 2 * 6 * 32 = 384 of halo are [0, 960) and [192, 1152); the senders hold [0, 576) and [576, 1152).
    // Skip: 144 bytes each, from the sender at the same end. Gathering 2304 of 4608 bytes of weights takes 576 cycles.
    Cluster byPositions = new Cluster(List.of(0, 1), List.of(WEIGHT_SHARED, WEIGHT_SHARED), List.of(0, 1));
    LinkSlotsProblem slots = slots(2000, byPositions, C_WEIGHT);
    assertThat(slots.flows().stream().map(SegmentTrafficTest::words)).containsExactly(
        "0->[2] 720 by 1424", "0->[3] 384 by 1424", "1->[2] 384 by 1424", "1->[3] 720 by 1424");
    assertThat(traffic.tail(segment(2000, byPositions, C_WEIGHT), 1)).isEqualTo(576);
  }

  @Test
  void channelsOfASenderAreSpreadOverAllRowsOfTheReceiver() {
    // (576 + 384) / 2 + 144 / 2 = 552 bytes from each of two to each of two.
    assertThat(slots(2000, AB, C_WEIGHT).flows().stream().map(SegmentTrafficTest::words)).containsExactly(
        "0->[2] 552 by 1424", "0->[3] 552 by 1424", "1->[2] 552 by 1424", "1->[3] 552 by 1424");
  }

  @Test
  void aRegionOfOneChipletGetsOneMessageFromEachSender() {
    Cluster alone = new Cluster(List.of(2), List.of(INPUT_SHARED), List.of(3));
    // 1152 + 288 = 1440 bytes, half from each.
    assertThat(slots(3000, AB, alone).flows().stream().map(SegmentTrafficTest::words))
        .containsExactly("0->[3] 720 by 3000", "1->[3] 720 by 3000");
  }

  @Test
  void transfersEndBeforeTheLaterLayersOfTheirClusterBegin() {
    // Layer d after c, both input-shared on two chiplets: computes 1 * 2 * 9 * 36 = 648, receives 576 / 2 = 288 bytes in 72 cycles.
    Cluster cd = new Cluster(List.of(2, 3), List.of(INPUT_SHARED, INPUT_SHARED), List.of(2, 3));
    assertThat(traffic.tail(segment(2000, AB, cd), 1)).isEqualTo(648);
  }

  @Test
  void transfersThatDoNotHideEndBeforeTheFirstLayerComputes() {
    PipelineSwitches base = problem.switches();
    PipelineSwitches sum = new PipelineSwitches(PipelineSwitches.Overlap.SUM, base.weights(), base.loadOverlap(), base.timing(),
        base.border(), base.graph(), base.shape(), false, false, true, false, true);
    // comp(c, I, 2) = ceil(8 / 8) * ceil(32 / 8) * 9 * 36 = 1296.
    assertThat(new SegmentTraffic(problem.with(sum)).tail(segment(2000, AB, C_INPUT), 1)).isEqualTo(1296);
  }

  @Test
  void aSegmentOfOneClusterHandsNothingOver() {
    assertThat(traffic.slots(new Segment(List.of(AB), 1296))).isEmpty();
    assertThat(judge(new Segment(List.of(AB), 1296))).isEmpty();
    SlotTable table = new SlotTable(List.of(new Transmission(0, List.of(), 0)));
    assertThat(judge(new Segment(List.of(AB), 1296, table))).containsExactly("traffic at segment 1");
  }

  @Test
  void boundsOfTheStageCountLinksAndPorts() {
    // 2 x 1296 bytes over 8 directed links of 4 bytes per cycle: 81. 1296 bytes into each chiplet, from slot 2 on: 2 + 324.
    assertThat(traffic.linkBound(segment(1296, AB, C_INPUT))).isEqualTo(81);
    assertThat(traffic.portBound(segment(1296, AB, C_INPUT))).isEqualTo(326);
    assertThat(traffic.portBound(segment(1296, AB, C_WEIGHT))).as("1104 bytes, then 576 cycles of gathering")
        .isEqualTo(2 + 276 + 576);
  }

  @Test
  void slotsAreJudgedAgainstMessagesThatFollowFromThePlan() {
    SlotTable sound = oneAfterTheOther();
    Segment segment = new Segment(List.of(AB, C_INPUT), 1296, sound);
    assertThat(judge(segment)).isEmpty();

    assertThat(judge(new Segment(List.of(AB, C_INPUT), 1296))).containsExactly("traffic at segment 1");
    List<Transmission> some = sound.transmissions().subList(0, 5);
    assertThat(judge(new Segment(List.of(AB, C_INPUT), 1296, new SlotTable(some))))
        .containsExactly("traffic-unserved at segment 1, message 1:1->3");

    List<Transmission> clash = new ArrayList<>(sound.transmissions());
    clash.set(1, new Transmission(1, clash.get(1).edges(), 0));
    assertThat(judge(new Segment(List.of(AB, C_INPUT), 1296, new SlotTable(clash))))
        .anyMatch(v -> v.startsWith("traffic-link-capacity at segment 1, link"));

    assertThat(judge(new Segment(List.of(AB, C_INPUT), 300, sound)))
        .anyMatch(v -> v.startsWith("traffic-deadline at segment 1, message 1:"));
    assertThat(judge(new Segment(List.of(AB, C_WEIGHT), 1296, sound))).isNotEmpty();
  }

  @Test
  void contentionSaysWhatItCannotBeAskedTogetherWith() {
    PipelineSwitches base = PipelineSwitches.BASE;
    PipelineSwitches other = new PipelineSwitches(base.overlap(), base.weights(), base.loadOverlap(),
        PipelineSwitches.Timing.ASYNC, PipelineSwitches.Border.EGRESS, PipelineSwitches.Graph.BRANCHES, base.shape(), false,
        false,
        true, false, true);
    assertThat(SegmentTraffic.unsupported(problem)).isEmpty();
    assertThat(SegmentTraffic.unsupported(problem.with(other))).hasSize(3);
    assertThat(SegmentTraffic.unsupported(ReferencePipelines.worked())).containsExactly("needs a mesh");
  }

  private LinkSlotsProblem slots(long stage, Cluster... clusters) {
    return traffic.slots(segment(stage, clusters)).orElseThrow();
  }

  private static Segment segment(long stage, Cluster... clusters) {
    return new Segment(List.of(clusters), stage);
  }

  private static PipelineProblem onMesh(PipelineProblem chain) {
    MultiChipModule m = chain.module();
    PipelineSwitches s = chain.switches();
    PipelineSwitches contention = new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(), s.timing(), s.border(),
        s.graph(), s.shape(), s.haloAfterIsp(), s.dramShared(), s.idle(), s.dramCapacity(), true);
    MultiChipModule mesh = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), m.dramCapacityBytes(),
        m.clockHertz(), new ChipletMesh(2, 2, 4), m.energy());
    return new PipelineProblem("T4", chain.network(), mesh, chain.samples(), contention, chain.objective());
  }

  private static String words(Flow flow) {
    return "%d->%s %d by %d".formatted(flow.sources().get(0), flow.destinations(), flow.volume(), flow.deadline());
  }

  private List<String> judge(Segment segment) {
    Findings findings = new Findings();
    TrafficRules.check(problem, new PipelinePlan(List.of(segment)), 0, findings);
    return findings.violations().stream().map((Violation v) -> v.rule() + " at " + v.where()).toList();
  }

  /** Messages 0..5 of the first test: columns first for single chiplets, down both columns for both. */
  private SlotTable oneAfterTheOther() {
    return new SlotTable(List.of(
        transmission(0, 0, "inj(0)", "0->1", "0->2", "1->3", "ej(2)", "ej(3)"),
        transmission(1, 200, "inj(1)", "1->0", "1->3", "0->2", "ej(3)", "ej(2)"),
        transmission(2, 400, "inj(0)", "0->2", "ej(2)"),
        transmission(3, 450, "inj(0)", "0->1", "1->3", "ej(3)"),
        transmission(4, 500, "inj(1)", "1->0", "0->2", "ej(2)"),
        transmission(5, 550, "inj(1)", "1->3", "ej(3)")));
  }

  private Transmission transmission(int message, long start, String... edges) {
    List<String> names = traffic.network().links().edges().stream().map(e -> e.name()).toList();
    return new Transmission(message, Arrays.stream(edges).map(names::indexOf).toList(), start);
  }
}
