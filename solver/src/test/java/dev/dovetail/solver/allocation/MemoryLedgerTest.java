package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
  @Test
  void agreesWithAPlainArrayOnRandomRanges() {
    SplittableRandom random = new SplittableRandom(7);
    for (int n : new int[] {1, 2, 3, 8, 37, 100}) {
      long[] plain = random.longs(n, 0, 100).toArray();
      MemoryLedger ledger = new MemoryLedger(plain.clone());
      for (int i = 0; i < 300; i++) {
        int a = random.nextInt(n);
        int b = random.nextInt(n);
        long bytes = random.nextLong(-50, 51); // taken or given back
        ledger.add(a, b, bytes);
        for (int p = a; p <= b; p++) {
          plain[p] += bytes;
        }
        int from = random.nextInt(n);
        int to = random.nextInt(n);
        long limit = random.nextLong(0, 3_000);
        int last = -1;
        for (int p = from; p <= to; p++) {
          last = plain[p] > limit ? p : last;
          assertThat(ledger.at(p)).isEqualTo(plain[p]);
        }
        assertThat(ledger.lastAbove(from, to, limit)).isEqualTo(last);
      }
    }
  }
}
