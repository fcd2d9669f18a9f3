package dev.dovetail.models.stream;

import dev.dovetail.models.Problem;
import java.util.Optional;

/**
 * How a network runs on an accelerator in the slot model of Stream 1.13.14 (cost model "stream-compatible").
 *
 * <p>Each fusion group is one steady-state iteration of integer slots, repeated; groups run strictly one after another. Only latency is
 * counted. Source: stream-dse 1.13.14 (MIT); Symons et al., IEEE TC 74(1):237-249, arXiv 2212.10612.
 *
 * @param name of this instance
 * @param workload the network
 * @param hardware the accelerator
 * @param costs of nodes on cores
 * @param given a mapping that came with the problem, for example Stream's own
 */
public record StreamProblem(
    String name, StreamWorkload workload, StreamHardware hardware, StreamCosts costs, Optional<StreamMapping> given)
    implements Problem {
  /** Name of the kind. */
  public static final String KIND = "stream";

  @Override
  public String kind() {
    return KIND;
  }
}
