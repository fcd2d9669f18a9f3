package dev.dovetail.models.pipeline.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.ReferenceProblems;
import org.junit.jupiter.api.Test;

/** Times of clusters whose regions are rectangles of a mesh: the worked example on 2 x 2 chiplets. */
class RectangleTimesTest {
  private static PipelineProblem onMesh(Shape shape, boolean idle) {
    PipelineProblem base = ReferenceProblems.workedExample(2048, 4, 16, 8);
    MultiChipModule m = base.module();
    MultiChipModule module =
        new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), m.dramCapacityBytes(),
            m.clockHertz(), new ChipletMesh(2, 2, 1), m.energy());
    PipelineSwitches s = PipelineSwitches.BASE;
    return new PipelineProblem("mesh", base.network(), module, 8, new PipelineSwitches(s.overlap(), s.weights(), s.loadOverlap(),
        s.timing(), s.border(), s.graph(), shape, false, false, idle, false, false), PipelineObjective.TOTAL);
  }

  @Test
  void threeChipletsOfATwoByTwoMeshAreNoRectangleSoThatTheyComputeAsTwo() {
    ClusterTimes times = ClusterTimes.of(onMesh(Shape.RECTANGLES, true), Effort.SINGLE);
    // Layer a on any 1..4 chiplets: 1296, 648, 432, 324.
    assertThat(times.cycles(0, 0, 2)).isEqualTo(648);
    assertThat(times.cycles(0, 0, 3)).isEqualTo(648);
    assertThat(times.cycles(0, 0, 4)).isEqualTo(324);
    assertThat(times.onAnyRegion().cycles(0, 0, 3)).isEqualTo(432);
    // Layer d: 1296, 648, 504 and, with one of four idle, 504: the rectangle of 4 holds a region of 3.
    assertThat(times.cycles(3, 3, 4)).isEqualTo(504);
    assertThat(times.cluster(3, 3, 4).chiplets()).isEqualTo(3);
  }

  @Test
  void whereNoChipletMayIdleOtherNumbersHaveNoRegion() {
    ClusterTimes times = ClusterTimes.of(onMesh(Shape.RECTANGLES, false), Effort.SINGLE);
    assertThat(times.cycles(0, 0, 3)).isEqualTo(ClusterTimes.INFINITE);
    assertThat(times.cycles(3, 3, 4)).isEqualTo(534);
    assertThat(times.cluster(3, 3, 4).chiplets()).isEqualTo(4);
  }

  @Test
  void theChainOfRectanglesCostsAtLeastThatOfAnyRegions() {
    long any = ChainProgramme.of(onMesh(Shape.ANY, true), Restriction.MERGED, Effort.SINGLE).optimum();
    long rectangles = ChainProgramme.of(onMesh(Shape.RECTANGLES, true), Restriction.MERGED, Effort.SINGLE).optimum();
    assertThat(any).isEqualTo(16290);
    // Its regions, 2 and 2 of 4, then 3 of 4, are rectangles or lie in one.
    assertThat(rectangles).isEqualTo(16290);
  }
}
