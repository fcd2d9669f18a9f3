package dev.dovetail.solver.report.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.solver.report.dramschedule.Stall.Cause;
import dev.dovetail.solver.report.dramschedule.Stall.Stream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamViewTest {
  private final StreamView view = new StreamView(Streams.small(), Streams.schedule(), List.of());

  @Test
  void eachStreamWaitsForTheOther() {
    assertThat(view.horizon()).isEqualTo(73);
    assertThat(view.stalls()).containsExactly(
        new Stall(Stream.CHANNEL, 30, 40, 1, Cause.SPACE, "10 cycles before wgt:b: waits for a/0 to end"),
        new Stall(Stream.CHANNEL, 45, 65, 2, Cause.TILE, "20 cycles before out:b: waits for b/0 to end"),
        new Stall(Stream.COMPUTE, 0, 30, 0, Cause.INPUT, "30 cycles before a/0: waits for in:a"),
        new Stall(Stream.COMPUTE, 40, 45, 1, Cause.WEIGHTS, "5 cycles before b/0: waits for wgt:b"));
  }

  @Test
  void waitsAndWorkOfEachStreamFillTheLatency() {
    StreamView chain = new StreamView(Streams.chain(12), Streams.ahead(Streams.chain(12)), List.of());
    long channel = chain.stalls().stream().filter(s -> s.stream() == Stream.CHANNEL).mapToLong(Stall::length).sum();
    assertThat(channel + chain.channel().busy()).isEqualTo(chain.horizon());
    long compute = chain.stalls().stream().filter(s -> s.stream() == Stream.COMPUTE).mapToLong(Stall::length).sum();
    long end = chain.timeline().tiles().get(11).end();
    assertThat(compute + chain.compute().busy()).isEqualTo(end);
  }

  @Test
  void theBufferIsTheSumOfItsRolesAndAgreesWithTheEvaluator() {
    assertThat(view.positions()).isEqualTo(3);
    assertThat(view.bytes(0, TensorRole.INPUT)).isEqualTo(30);
    assertThat(view.bytes(1, TensorRole.WEIGHTS)).isEqualTo(5);
    assertThat(view.bytes(1, TensorRole.OUTPUT)).isEqualTo(8);
    assertThat(view.bytes(1, TensorRole.LOCAL)).isEqualTo(4);
    for (int q = -1; q < 2; q++) {
      assertThat(view.bytes(q)).isEqualTo(view.timeline().occupancyBytes().get(q + 1));
    }
    assertThat(view.fullest()).isZero();
    assertThat(view.largest(0, 1)).isEqualTo("in:a (30 B) and 1 more");
    assertThat(view.largest(1, 3)).isEqualTo("out:b (8 B), wgt:b (5 B), output of a/0 (4 B)");
  }

  @Test
  void slackIsHowEarlyALoadIsAndHowLateAStore() {
    // The first load ends at 30 when its tile begins, the second at 45, and the store begins at 65 when its tile ends.
    assertThat(List.of(view.slack(0), view.slack(1), view.slack(2))).containsExactly(0L, 0L, 0L);
    StreamView early = new StreamView(Streams.small(),
        new dev.dovetail.models.dramschedule.DramSchedule(List.of(0, 1, 2), List.of(-1, -1, 2)), List.of());
    // wgt:b follows in:a at once, 30 to 35; b/0 begins when a/0 ends, at 40.
    assertThat(early.slack(1)).isEqualTo(5);
  }

  @Test
  void theTerminalShowsBothStreamsAndTheBuffer() {
    // Of 73 cycles the channel is busy in 30 + 5 + 8 = 43 (58.9 %), the compute stream in 30 (41.0 %).
    List<String> lines = StreamAscii.render(view).lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("DRAM channel     |@@@@").endsWith("58.9 %");
    assertThat(lines.get(1)).startsWith("compute          |    ").endsWith("41.0 %");
    assertThat(lines.get(2)).startsWith("buffer           |").endsWith("34.0 % at 0");
    assertThat(lines.get(3)).endsWith("73 cycles");
  }
}
