package dev.dovetail.models.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.mapping.files.MappingProblemReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  /** Two matrix cores, a vector core; a bus with all of them, and a link from m to big alone. */
  private static MappingProblem problem(String matrixBytes, String bigBytes, String vectorBytes, String wishes) {
    return MappingProblemReader.read(DataFile.parse("""
        format: mapping/1
        name: tiny
        network:
          inputs: {x: [1, 64, 16, 16]}
          layers:
            - {name: a, op: conv, input: x, channels: 32, kernel: 3, pad: 1}
            - {name: b, op: relu, input: a}
            - {name: c, op: conv, input: b, channels: 32, kernel: 1}
        accelerator:
          format: accelerator/1
          name: pair
          cores:
            - {name: m, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], memories: [{name: buf, bytes: %s, bytesPerCycle: 8}]}
            - {name: big, array: [8], operators: [MATRIX], memories: [{name: buf, bytes: %s, bytesPerCycle: 8}]}
            - {name: v, array: [8], operators: [VECTOR], memories: [{name: buf, bytes: %s, bytesPerCycle: 8}]}
          buses: [{name: bus, members: [m, big, v], bytesPerCycle: 8}]
          dram: [{name: dram, at: bus, port: false}]
        """.formatted(matrixBytes, bigBytes, vectorBytes) + wishes, "tiny.yaml"), Path.of(""));
  }

  private static Optional<Conflict> conflict(String wishes) {
    MappingProblem problem = problem("1 MiB", "1 MiB", "1 MiB", wishes);
    return Conflicts.of(problem.base(), problem.requirements());
  }

  private static Conflict conflict(MappingProblem problem) {
    return Conflicts.of(problem.base(), problem.requirements()).orElseThrow();
  }

  @Test
  void aProblemWithoutAConflictHasNone() {
    assertThat(conflict("")).isEmpty();
    assertThat(conflict("pin: {a: m}\nreserve: [big]\ncut: [[a, b]]\nfuse: [[b, c]]\ngroup: [[a, c]]")).isEmpty();
  }

  @Test
  void aPinToACoreWithoutTheOperatorIsToldWithTheCoreThatHasIt() {
    Conflict conflict = conflict("pin: {b: m, a: m}\ncut: [[a, b]]").orElseThrow();
    assertThat(conflict.claim()).isEqualTo("The layer (b) can run on no core.");
    // The pin of a and the cut have nothing to do with it.
    assertThat(conflict.pieces()).containsExactly("it is required that the layer (b) runs on m",
        "of the cores of the accelerator (pair) only v runs the operator (RELU) of the layer (b)");
    assertThat(conflict.relaxations()).containsExactly("allow the layer (b) on the core (v)");
    assertThat(conflict.alternative()).isEqualTo("add VECTOR (or relu) to the operators of another core");
    assertThat(conflict.resolved()).isTrue();
  }

  @Test
  void aForbiddenLastCoreIsTold() {
    assertThat(conflict("forbid: {b: [v, m]}").orElseThrow().relaxations())
        .containsExactly("allow the layer (b) on the core (v)");
    Conflict reserved = conflict("reserve: [v, m]").orElseThrow();
    assertThat(reserved.pieces()).first().isEqualTo("it is required that the core (v) is reserved");
    assertThat(reserved.pieces()).hasSize(2);
    assertThat(reserved.relaxations()).containsExactly("do not reserve the core (v)");
  }

  /** Both matrix cores are taken away by different wishes: both are needed for the conflict, and either one resolves it. */
  @Test
  void wishesThatConflictOnlyTogetherAreAllNamed() {
    Conflict conflict = conflict("reserve: [big]\nforbid: {a: [m]}").orElseThrow();
    assertThat(conflict.pieces()).contains("it is required that the core (big) is reserved",
        "it is required that the layer (a) does not run on m").hasSize(3);
    assertThat(conflict.relaxations()).containsExactly("allow the layer (a) on the core (m)");
  }

  /**
   * One row of one channel of a: 3 input rows * 16 * 64 = 3,072 B, weights 64 * 9 = 576 B, output 16 B: 3,664 B. Both memories are too
   * small: either one needs to be raised, big by 640 bytes, m by 2,664.
   */
  @Test
  void theSmallestMemoryThatHelpsIsTold() {
    Conflict conflict = conflict(problem("1000", "3024", "1 MiB", ""));
    assertThat(conflict.claim()).isEqualTo("The layer (a) fits on no core that can run it: one row of one output channel with "
        + "everything it reads needs 3,664 bytes at least.");
    assertThat(conflict.pieces()).containsExactly(
        "of the cores of the accelerator (pair) only m, big run the operator (CONV) of the layer (a)",
        "the memory of m has 1,000 bytes", "the memory of big has 3,024 bytes");
    assertThat(conflict.relaxations())
        .containsExactly("raise the memory (buf) of the core (big) from 3,024 to at least 3,664 bytes");
    assertThat(Conflicts.of(problem("1000", "3664", "1 MiB", "").base(), java.util.List.of())).isEmpty();
  }

  /**
   * The whole of b as one tile reads 32*16*16 = 8,192 B and makes as many: 16,384. In r rows of tiles the largest of the tried ones has
   * ceil(16/r) rows of 2 * 512 B: 4,096 bytes hold 4 rows, so 4 tiles.
   */
  @Test
  void aTileThatIsTooLargeIsToldWithTheSmallestFinerGrid() {
    Conflict conflict = conflict("tiles: {b: {rows: 1}}\ncap: {v: 4096}").orElseThrow();
    assertThat(conflict.claim()).isEqualTo(
        "The layer (b) fits on no core that can run it: a tile with everything it reads needs 16,384 bytes at least.");
    assertThat(conflict.pieces()).containsExactly(
        "it is required that the tile grid of the layer (b) is 1 x 1 (rows x channel chunks)",
        "it is required that the core (v) uses at most 4,096 bytes of its buffer",
        "of the cores of the accelerator (pair) only v runs the operator (RELU) of the layer (b)");
    assertThat(conflict.relaxations()).containsExactly("cut the layer (b) into 4 rows of tiles instead of 1");
    Conflict memory = conflict(problem("1 MiB", "1 MiB", "4096", "tiles: {b: {rows: 3}}"));
    // Tiles of 5 or 6 rows: 6 * 1,024 = 6,144; four of 4 rows fit.
    assertThat(memory.relaxations()).containsExactly("cut the layer (b) into 4 rows of tiles instead of 3");
    assertThat(memory.alternative()).isEqualTo("raise the memory (buf) of the core (v) from 4,096 to at least 6,144 bytes");
  }

  @Test
  void layersThatShareACoreNeedOne() {
    Conflict conflict = conflict("group: [[b, c]]\nfuse: [[a, b]]").orElseThrow();
    assertThat(conflict.claim()).isEqualTo("No one core can run all of the layers b, c, which must share one.");
    assertThat(conflict.pieces()).hasSize(3).contains("it is required that the layers b, c share one core");
    Conflict pinned = conflict("group: [[a, c]]\npin: {a: m, c: big}").orElseThrow();
    assertThat(pinned.pieces()).hasSize(3);
    assertThat(pinned.relaxations()).containsExactly("allow the layer (a) on the core (big)");
  }

  @Test
  void whatNoChannelCarriesIsTold() {
    Conflict conflict = conflict("reserve: [bus]").orElseThrow();
    assertThat(conflict.claim()).isEqualTo("What the layer (a) reads of (x) gets to no core that can run it.");
    assertThat(conflict.pieces()).containsExactly("it is required that the channel (bus) is reserved");
    assertThat(conflict.relaxations()).containsExactly("do not reserve the channel (bus)");
  }

  @Test
  void twoConflictsNeedTwoRelaxations() {
    Conflict conflict = conflict("pin: {b: m}\nforbid: {a: [m, big]}").orElseThrow();
    assertThat(conflict.relaxations()).hasSize(2).contains("allow the layer (b) on the core (v)");
    assertThat(conflict.resolved()).isTrue();
    assertThat(conflict.exception()).hasMessageContaining(", and allow the layer (");
  }

  @Test
  void fusionThatContradictsItselfIsInfeasibleWhateverTheMachine() {
    assertThatThrownBy(() -> conflict("fuse: [[a, b]]\ncut: [[a, b]]")).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("What the layer (a) hands over to the layer (b) cannot both stay on chip and go through DRAM.")
        .hasMessageContaining("  - it is required that the layers a, b are fused")
        .hasMessageContaining("Maybe do not fuse the layers a, b.");
    // No handover is between a and c, but they are in two groups.
    assertThatThrownBy(() -> conflict("fuse: [[a, c]]\ngroups: [[a, b], [c]]")).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("The layers a, c cannot be fused: they are in different fusion groups.");
    assertThatThrownBy(() -> conflict("groups: [[a, c], [b]]")).isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("in a circle, so that none can come first: (b) reads (a); (c) reads (b).")
        .hasMessageContaining("This is in the way:").hasMessageContaining("Maybe leave the fusion groups free");
  }

  /**
   * p, 8*8*8 = 512 B, is pooled, and scaled by what a convolution makes of all pooled channels: fused, all of it waits on chip. Cores hold
   * 3 * 160 = 480 B together, 32 too little; 3 * 171 = 513 would do, and so would a way through DRAM.
   */
  @Test
  void whatMustWaitOnChipAsAWholeMustFitAllCoresTogether() {
    String fused = gate(160, "fuse: [[p, scale]]");
    MappingProblem problem = MappingProblemReader.read(DataFile.parse(fused, "gate.yaml"), Path.of(""));
    Conflict conflict = conflict(problem);
    assertThat(conflict.claim()).isEqualTo(
        "All that the layer (scale) reads of (p), 512 bytes, must be on chip at once; all cores together hold 480.");
    assertThat(conflict.pieces()).contains("it is required that the layers p, scale are fused",
        "the memory of k0, k1, k2 has 160 bytes");
    assertThat(conflict.relaxations()).containsExactly("do not fuse the layers p, scale");
    assertThat(conflict.alternative()).isEqualTo("raise the memory (buf) of the core (k0) from 160 to at least 192 bytes");
    MappingProblem enough = MappingProblemReader.read(DataFile.parse(gate(171, "fuse: [[p, scale]]"), "gate.yaml"), Path.of(""));
    assertThat(Conflicts.of(enough.base(), enough.requirements())).isEmpty();
    MappingProblem free = MappingProblemReader.read(DataFile.parse(gate(160, ""), "gate.yaml"), Path.of(""));
    assertThat(Conflicts.of(free.base(), free.requirements())).isEmpty();
  }

  /** One row of one channel: a takes 3,664 of 1 MiB, b 16 + 16 of 40, c 32 * 16 + 32 + 16 = 560 of 1 MiB; the cap is told, too. */
  @Test
  void whereMemoryIsScarcestIsTold() {
    assertThat(Tightness.words(problem("1 MiB", "1 MiB", "1 MiB", "cap: {v: 40}\npin: {a: m}")))
        .isEqualTo(
            "Memory is scarcest for the layer (b): one row of one output channel with everything it reads takes 32 of the 40 bytes "
                + "of the core (v), on which it leaves most room. It is also required that the core (v) uses at most 40 bytes of its buffer.");
  }

  private static String gate(int bytes, String wishes) {
    return """
        format: mapping/1
        name: gate
        network:
          inputs: {x: [1, 8, 8, 8]}
          layers:
            - {name: p, op: relu, input: x}
            - {name: mean, op: global-average-pool, input: p}
            - {name: gate, op: conv, input: mean, channels: 8, kernel: 1}
            - {name: scale, op: mul, inputs: [p, gate]}
        accelerator:
          format: accelerator/1
          name: three
          cores:
            - {name: k, count: 3, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX, VECTOR, POOL], memories: [{name: buf, bytes: %d, bytesPerCycle: 8}]}
          buses: [{name: bus, members: [k0, k1, k2], bytesPerCycle: 8}]
          dram: [{name: dram, at: bus, port: false}]
        """.formatted(bytes) + wishes;
  }
}
