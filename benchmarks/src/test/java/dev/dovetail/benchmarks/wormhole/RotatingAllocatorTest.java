package dev.dovetail.benchmarks.wormhole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RotatingAllocatorTest {
  private final RotatingAllocator allocator = new RotatingAllocator(3, 3);

  /** Requests are written input:output. */
  private int[] allocate(String... requests) {
    allocator.clear();
    for (String r : requests) {
      allocator.request(r.charAt(0) - '0', r.charAt(2) - '0');
    }
    allocator.allocate();
    return new int[] {allocator.output(0), allocator.output(1), allocator.output(2)};
  }

  @Test
  void anOutputServesItsInputsInTurn() {
    assertThat(allocate("0:1", "1:1", "2:1")).containsExactly(1, -1, -1);
    assertThat(allocate("0:1", "1:1", "2:1")).containsExactly(-1, 1, -1);
    assertThat(allocate("0:1", "1:1")).containsExactly(1, -1, -1);
  }

  /** Both outputs grant input 0, which takes output 0: output 1 is left unused, and still prefers input 0 the next time. */
  @Test
  void aGrantThatIsNotAcceptedIsLostAndMovesNothing() {
    assertThat(allocate("0:0", "0:1", "1:1")).containsExactly(0, -1, -1);
    assertThat(allocate("0:0", "0:1", "1:1")).containsExactly(1, -1, -1);
    // Both positions of outputs 0 and 1 stand behind input 0 now.
    assertThat(allocate("0:0", "1:0", "0:1", "1:1")).containsExactly(-1, 0, -1);
  }

  @Test
  void forgetsRequests() {
    allocate("0:0", "1:2");

    assertThat(allocate()).containsExactly(-1, -1, -1);
  }
}
