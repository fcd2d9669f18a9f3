package dev.dovetail.benchmarks.wormhole;

import java.util.Arrays;

/**
 * Matches requesting inputs with requested outputs: every output grants one of its requests, then every input accepts one of its grants;
 * one iteration.
 *
 * <p>Both choose the first at or behind a position that, once a grant is accepted, moves behind what was chosen; a grant that is not
 * accepted moves nothing. Source: the iSLIP algorithm, McKeown, IEEE/ACM Transactions on Networking 7(2), 1999, with one iteration.
 */
final class RotatingAllocator {
  private static final int NONE = -1;

  private final int outputs;
  private final int[][] requests;
  private final int[] requestCount;
  private final int[] requested;
  private int requestedCount;
  private final int[] grantPosition;
  private final int[] acceptPosition;
  private final int[] matched;

  RotatingAllocator(int inputs, int outputs) {
    this.outputs = outputs;
    requests = new int[outputs][inputs];
    requestCount = new int[outputs];
    requested = new int[outputs];
    grantPosition = new int[outputs];
    acceptPosition = new int[inputs];
    matched = new int[inputs];
    Arrays.fill(matched, NONE);
  }

  /** Forgets requests and matches; the positions stay. */
  void clear() {
    for (int i = 0; i < requestedCount; i++) {
      requestCount[requested[i]] = 0;
    }
    requestedCount = 0;
    Arrays.fill(matched, NONE);
  }

  /** The input asks for the output; inputs ask in ascending order. */
  void request(int input, int output) {
    if (requestCount[output] == 0) {
      requested[requestedCount++] = output;
    }
    requests[output][requestCount[output]++] = input;
  }

  /** Decides. */
  void allocate() {
    for (int i = 0; i < requestedCount; i++) {
      int output = requested[i];
      int input = firstFrom(grantPosition[output], requests[output], requestCount[output]);
      int other = matched[input];
      if (other == NONE || ahead(output, input) < ahead(other, input)) {
        matched[input] = output;
      }
    }
    for (int input = 0; input < matched.length; input++) {
      int output = matched[input];
      if (output != NONE) {
        grantPosition[output] = (input + 1) % matched.length;
        acceptPosition[input] = (output + 1) % outputs;
      }
    }
  }

  /** The output that the input got, or -1. */
  int output(int input) {
    return matched[input];
  }

  /** How far the output is behind the input's position. */
  private int ahead(int output, int input) {
    int distance = output - acceptPosition[input];
    return distance < 0 ? distance + outputs : distance;
  }

  private static int firstFrom(int position, int[] ascending, int count) {
    for (int i = 0; i < count; i++) {
      if (ascending[i] >= position) {
        return ascending[i];
      }
    }
    return ascending[0];
  }
}
