package dev.dovetail.models.allocation;

import static dev.dovetail.models.testing.AllocationAssert.assertThat;
import static dev.dovetail.models.testing.ThreeLayerExample.rows;

import dev.dovetail.models.Box;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.Schedule.Buffer;
import dev.dovetail.models.allocation.Schedule.Task;
import dev.dovetail.models.allocation.Schedule.Transfer;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.testing.AllocationAssert;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** One test for each way to break a schedule; all start from the worked example. */
class AllocationEvaluatorTest {
  private final Schedule good = ThreeLayerExample.schedule();
  private final AllocationProblem problem = ThreeLayerExample.problem();

  private AllocationAssert task(int id, UnaryOperator<Task> change) {
    return assertThat(new Schedule(changed(good.tasks(), id, change), good.buffers(), good.transfers())).of(problem);
  }

  private AllocationAssert buffer(int id, UnaryOperator<Buffer> change) {
    return assertThat(new Schedule(good.tasks(), changed(good.buffers(), id, change), good.transfers())).of(problem);
  }

  private AllocationAssert transfer(int id, UnaryOperator<Transfer> change) {
    return assertThat(new Schedule(good.tasks(), good.buffers(), changed(good.transfers(), id, change))).of(problem);
  }

  private static <T> List<T> changed(List<T> list, int id, UnaryOperator<T> change) {
    List<T> copy = new ArrayList<>(list);
    copy.set(id, change.apply(copy.get(id)));
    return copy;
  }

  private static Task on(Task t, String core) {
    return new Task(t.layer(), t.box(), core, t.costPoint(), t.start(), t.end(), t.reads(), t.writes());
  }

  private static Task in(Task t, Box box) {
    return new Task(t.layer(), box, t.core(), t.costPoint(), t.start(), t.end(), t.reads(), t.writes());
  }

  private static Task at(Task t, long start, long end) {
    return new Task(t.layer(), t.box(), t.core(), t.costPoint(), start, end, t.reads(), t.writes());
  }

  private static Task with(Task t, List<Integer> reads, List<Integer> writes) {
    return new Task(t.layer(), t.box(), t.core(), t.costPoint(), t.start(), t.end(), reads, writes);
  }

  private static Transfer at(Transfer x, long start, long end) {
    return new Transfer(x.kind(), x.tensor(), x.boxes(), x.bytes(), x.source(), x.targets(), x.dram(), x.route(), start, end);
  }

  private static Transfer via(Transfer x, String... route) {
    return new Transfer(x.kind(), x.tensor(), x.boxes(), x.bytes(), x.source(), x.targets(), x.dram(), List.of(route), x.start(),
        x.end());
  }

  private static Transfer between(Transfer x, int source, List<Integer> targets, String dram) {
    return new Transfer(x.kind(), x.tensor(), x.boxes(), x.bytes(), source, targets, dram, x.route(), x.start(), x.end());
  }

  private static Transfer of(Transfer x, List<Box> boxes, long bytes) {
    return new Transfer(x.kind(), x.tensor(), boxes, bytes, x.source(), x.targets(), x.dram(), x.route(), x.start(), x.end());
  }

  // ---- tasks

  @Test
  void a_layer_that_does_not_exist() {
    task(0, t -> new Task("c9", t.box(), t.core(), 0, t.start(), t.end(), t.reads(), t.writes()))
        .violates("unknown-layer", "task 0")
        .violates("layer-cover", "layer c1");
  }

  @Test
  void a_core_that_does_not_exist() {
    task(0, t -> on(t, "core9")).violates("unknown-core", "task 0");
  }

  @Test
  void a_core_that_cannot_run_the_operator() {
    task(4, t -> on(t, "core1")).violates("core-operator", "task 4");
  }

  @Test
  void a_box_outside_of_the_output_empty_or_of_another_rank() {
    task(1, t -> in(t, rows(4, 9))).violates("task-box", "task 1");
    task(1, t -> in(t, rows(4, 4))).violates("task-box", "task 1");
    task(1, t -> in(t, Box.of(0, 32))).violates("task-box", "task 1");
    task(1, t -> in(t, rows(Integer.MIN_VALUE, Integer.MAX_VALUE))).violates("task-box", "task 1");
  }

  @Test
  void output_rows_that_nobody_makes_or_two_tasks_make() {
    task(1, t -> in(t, rows(5, 8))).violates("layer-cover", "layer c1");
    task(1, t -> in(t, rows(3, 8))).violates("layer-twice", "layer c1");
  }

  @Test
  void a_cost_point_that_does_not_exist() {
    task(0, t -> new Task(t.layer(), t.box(), t.core(), 1, t.start(), t.end(), t.reads(), t.writes())).violates("cost-point",
        "task 0");
    task(0, t -> new Task(t.layer(), t.box(), t.core(), -1, t.start(), t.end(), t.reads(), t.writes())).violates("cost-point",
        "task 0");
  }

  @Test
  void a_duration_that_is_not_the_cost_points() {
    task(0, t -> at(t, 128, 161)).violates("task-duration", "task 0");
  }

  @Test
  void times_before_zero_reversed_or_beyond_all_bounds() {
    task(0, t -> at(t, -32, 0)).violates("time", "task 0");
    task(0, t -> at(t, 160, 128)).violates("time", "task 0");
    task(0, t -> at(t, Long.MAX_VALUE - 32, Long.MAX_VALUE)).violates("time", "task 0");
    transfer(0, x -> at(x, Long.MIN_VALUE, Long.MAX_VALUE)).violates("time", "transfer 0");
  }

  @Test
  void two_tasks_at_once_on_one_core() {
    // add.1 needs y2.1 at 1200; add.0 moved to 1190-1206 overlaps it, although its own data is there.
    task(4, t -> at(t, 1_190, 1_206)).violates("core-overlap", "core simd");
  }

  @Test
  void a_task_that_starts_before_its_data_is_there() {
    task(2, t -> at(t, 783, 1_071)).violates("read-early", "task 2");
  }

  @Test
  void an_operand_of_which_a_part_is_missing() {
    // Without buffer 8 the halo row 4 of y1 is missing.
    task(2, t -> with(t, List.of(4, 6), t.writes())).violates("read-missing", "task 2");
  }

  @Test
  void a_buffer_that_the_task_does_not_need_that_is_elsewhere_twice_or_nowhere() {
    task(2, t -> with(t, List.of(0, 4, 6, 8), t.writes())).violates("task-reads", "task 2");
    task(2, t -> with(t, List.of(5, 6, 8), t.writes())).violates("task-reads", "task 2").violates("read-missing", "task 2");
    task(2, t -> with(t, List.of(4, 4, 6, 8), t.writes())).violates("task-reads", "task 2");
    task(2, t -> with(t, List.of(4, 6, 8, 99), t.writes())).violates("unknown-buffer", "task 2");
  }

  @Test
  void an_output_that_goes_into_a_wrong_buffer_or_into_none() {
    task(0, t -> with(t, t.reads(), List.of())).violates("task-writes", "task 0").violates("buffer-creator", "buffer 6");
    task(0, t -> with(t, t.reads(), List.of(7))).violates("task-writes", "task 0").violates("buffer-creator", "buffer 7");
    task(0, t -> with(t, t.reads(), List.of(6, 12))).violates("task-writes", "task 0").violates("buffer-creator", "buffer 12");
    task(0, t -> with(t, t.reads(), List.of(-1))).violates("unknown-buffer", "task 0");
  }

  @Test
  void a_core_that_the_user_does_not_allow() {
    AllocationProblem pinned = restricted(Map.of("c1", Set.of("core1", "core2")), List.of());
    assertThat(good).of(pinned).violates("core-allowed", "task 0").violatesOnly("core-allowed");
  }

  @Test
  void layers_that_must_run_on_one_core() {
    assertThat(good).of(restricted(Map.of(), List.of(Set.of("c1", "c2")))).violates("together", "task 1")
        .violatesOnly("together");
  }

  private AllocationProblem restricted(Map<String, Set<String>> allowed, List<Set<String>> together) {
    return new AllocationProblem(
        problem.name(), problem.workload(), problem.accelerator(), problem.costs(), problem.objective(), allowed, together,
        problem.options());
  }

  // ---- buffers

  @Test
  void claims_of_a_buffer_that_are_not_so() {
    buffer(6, b -> new Buffer(b.core(), b.tensor(), b.boxes(), 1_023, b.from(), b.until())).violates("buffer-bytes", "buffer 6");
    buffer(6, b -> new Buffer(b.core(), b.tensor(), b.boxes(), b.bytes(), 127, b.until())).violates("buffer-lifetime",
        "buffer 6");
    buffer(6, b -> new Buffer(b.core(), b.tensor(), b.boxes(), b.bytes(), b.from(), 1_071)).violates("buffer-lifetime",
        "buffer 6");
    buffer(6, b -> new Buffer("core9", b.tensor(), b.boxes(), b.bytes(), b.from(), b.until())).violates("unknown-core",
        "buffer 6");
    buffer(6, b -> new Buffer(b.core(), "y9", b.boxes(), b.bytes(), b.from(), b.until())).violates("unknown-tensor", "buffer 6");
  }

  @Test
  void boxes_of_a_buffer_that_overlap_are_missing_or_lie_outside() {
    buffer(6, b -> new Buffer(b.core(), b.tensor(), List.of(rows(0, 3), rows(2, 4)), b.bytes(), b.from(), b.until()))
        .violates("boxes", "buffer 6");
    buffer(6, b -> new Buffer(b.core(), b.tensor(), List.of(), b.bytes(), b.from(), b.until())).violates("boxes", "buffer 6");
    buffer(6, b -> new Buffer(b.core(), b.tensor(), List.of(rows(0, 9)), b.bytes(), b.from(), b.until())).violates("boxes",
        "buffer 6");
  }

  @Test
  void a_buffer_in_two_boxes_is_as_good_as_in_one() {
    buffer(6, b -> new Buffer(b.core(), b.tensor(), List.of(rows(3, 4), rows(0, 3)), b.bytes(), b.from(), b.until()))
        .isExecutable()
        .costs(1_328);
  }

  @Test
  void a_buffer_that_nothing_fills() {
    List<Buffer> more = new ArrayList<>(good.buffers());
    more.add(new Buffer("core1", "x", List.of(rows(0, 4)), 1_024, 0, 10));
    assertThat(new Schedule(good.tasks(), more, good.transfers())).of(problem).violates("buffer-creator", "buffer 18");
  }

  @Test
  void a_read_after_the_buffer_was_given_to_something_else_is_a_wrong_lifetime() {
    // The second use of w2 on core2 is forgotten in the claim.
    buffer(5, b -> new Buffer(b.core(), b.tensor(), b.boxes(), b.bytes(), b.from(), 768)).violates("buffer-lifetime", "buffer 5");
  }

  // ---- transfers

  @Test
  void a_transfer_that_starts_before_its_source_is_complete() {
    transfer(8, x -> at(x, 1_071, 1_135)).violates("transfer-early", "transfer 8");
  }

  @Test
  void a_source_that_does_not_hold_the_data_or_does_not_exist() {
    transfer(4, x -> between(x, 6, x.targets(), "")).violates("transfer-source", "transfer 4");
    transfer(4, x -> between(x, 13, x.targets(), "")).violates("transfer-source", "transfer 4");
    transfer(4, x -> between(x, 99, x.targets(), "")).violates("unknown-buffer", "transfer 4");
    transfer(1, x -> between(x, 3, x.targets(), "dram")).violates("transfer-source", "transfer 1");
  }

  @Test
  void targets_that_do_not_fit_to_the_transfer() {
    transfer(4, x -> between(x, x.source(), List.of(), "")).violates("transfer-target", "transfer 4");
    transfer(4, x -> between(x, x.source(), List.of(0), "")).violates("transfer-target", "transfer 4");
    transfer(0, x -> between(x, -1, List.of(0, 2), "dram")).violates("transfer-target", "transfer 0");
    transfer(10, x -> between(x, x.source(), List.of(17), "dram")).violates("transfer-target", "transfer 10");
  }

  @Test
  void a_dram_node_that_does_not_exist_or_is_none() {
    transfer(0, x -> between(x, -1, x.targets(), "dram2")).violates("transfer-dram", "transfer 0");
    transfer(0, x -> between(x, -1, x.targets(), "core1")).violates("transfer-dram", "transfer 0");
    transfer(4, x -> between(x, x.source(), x.targets(), "dram")).violates("transfer-dram", "transfer 4");
  }

  @Test
  void carried_boxes_and_bytes_that_do_not_fit_to_each_other() {
    transfer(4, x -> of(x, x.boxes(), 255)).violates("transfer-bytes", "transfer 4");
    transfer(4, x -> of(x, List.of(), 256)).violates("boxes", "transfer 4");
    transfer(4, x -> of(x, List.of(rows(4, 6)), 512)).violates("transfer-target", "transfer 4").violates("transfer-duration",
        "transfer 4");
  }

  @Test
  void a_feature_that_is_loaded_before_it_was_stored() {
    transfer(4, x -> new Transfer(
        Transfer.Kind.LOAD, x.tensor(), x.boxes(), x.bytes(), -1, x.targets(), "dram", List.of("bus:dram->core0"), x.start(),
        x.end()))
            .violates("load-before-store", "transfer 4");
  }

  @Test
  void routes_that_do_not_lead_from_the_source_to_the_targets() {
    transfer(4, x -> via(x, "bus:core1->core0")).violates("route", "transfer 4");
    transfer(4, x -> via(x, "bus:core2->core1")).violates("route", "transfer 4");
    transfer(4, x -> via(x, "no such edge")).violates("route", "transfer 4");
    transfer(4, x -> via(x)).violates("route", "transfer 4");
    transfer(4, x -> via(x, "bus:core2->core0", "bus:core2->core1")).violates("route", "transfer 4");
    transfer(4, x -> via(x, "bus:core2->core0", "bus:core2->core0")).violates("route", "transfer 4");
    transfer(4, x -> via(x, "bus:core2->dram", "bus:dram->core0")).violates("route", "transfer 4");
  }

  @Test
  void a_duration_that_is_not_that_of_route_and_bytes() {
    transfer(11, x -> at(x, 1_264, 1_327)).violates("transfer-duration", "transfer 11");
  }

  @Test
  void two_transfers_at_once_on_the_bus() {
    transfer(11, x -> at(x, 1_263, 1_327)).violates("channel-overlap", "channel bus");
  }

  @Test
  void an_output_of_which_a_part_is_not_stored() {
    List<Transfer> fewer = good.transfers().subList(0, 11);
    assertThat(new Schedule(good.tasks(), good.buffers(), fewer)).of(problem).violates("output-stored", "tensor z");
  }

  // ---- the whole

  @Test
  void an_empty_schedule_makes_nothing() {
    assertThat(new Schedule(List.of(), List.of(), List.of()))
        .of(problem)
        .violates("layer-cover", "layer c1")
        .violates("output-stored", "tensor z")
        .costs(0);
  }

  @Test
  @SuppressWarnings("NullAway")
  void missing_fields_are_violations_and_no_crash() {
    Schedule holes = new Schedule(
        List.of(new Task(null, null, null, 0, 0, 0, List.of(), List.of())),
        List.of(new Buffer(null, null, List.of(), 0, 0, 0)),
        List.of(new Transfer(null, null, List.of(), 0, 0, List.of(0), null, List.of(), 0, 0),
            new Transfer(Transfer.Kind.LOAD, null, List.of(), 0, 0, List.of(0), null, List.of(), 0, 0)));
    assertThat(holes)
        .of(problem)
        .violates("unknown-layer", "task 0")
        .violates("unknown-core", "buffer 0")
        .violates("transfer-kind", "transfer 0")
        .violates("transfer-dram", "transfer 1");
  }

  @Test
  void all_violations_are_counted_and_the_first_200_listed() {
    Task lost = new Task("c9", rows(0, 4), "core9", 0, 0, 1, List.of(), List.of());
    Evaluation evaluation =
        new AllocationEvaluator().evaluate(problem,
            new Schedule(Collections.nCopies(150, lost), good.buffers(), good.transfers()));
    // 150 * (unknown layer + unknown core), and the rest of the example that no task makes any more.
    Assertions.assertThat(evaluation.violations()).hasSize(201);
    Assertions.assertThat(evaluation.violations().get(200).rule()).isEqualTo("more");
  }

  @Test
  void energy_beyond_a_long_saturates() {
    FixedCosts costs = new FixedCosts(0, Long.MAX_VALUE / 2);
    assertThat(good).of(ThreeLayerExample.problem(16_384, costs, Objective.EDP)).costs("dramBytes", Long.MAX_VALUE);
  }

  @Test
  void tasksOfALayerWithAFixedGridAreItsTiles() {
    AllocationProblem halves = fixed(new LayerGrid(2, 1, 1));
    assertThat(good).of(halves).isExecutable();
    assertThat(good).of(fixed(new LayerGrid(4, 1, 1))).violatesOnly("grid");
  }

  private AllocationProblem fixed(LayerGrid grid) {
    return new AllocationProblem(
        "fixed", problem.workload(), problem.accelerator(), problem.costs(), problem.objective(), Map.of(), List.of(),
        Map.of("c1", grid), problem.options());
  }
}
