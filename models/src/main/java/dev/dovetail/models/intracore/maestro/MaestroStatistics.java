package dev.dovetail.models.intracore.maestro;

/**
 * Everything that the model says of one layer, one mapping and one core (specified output by output in MAESTRO's public program).
 *
 * <p>Reals ({@code double}) are reported, never compared by a solver; {@link #energyFemtojoules()} is the exact number for that.
 *
 * @param runtimeCycles latency, cycles
 * @param macs multiply-accumulates; in corrected mode the true number, in compatible mode as counted
 * @param countedMacs multiply-accumulates as the model counts them
 * @param input accesses and space of the input
 * @param filter accesses and space of the weights (the second operand of a matrix product)
 * @param output accesses and space of the output
 * @param peakBandwidth what the network between shared memory and array must carry at most, elements per cycle
 * @param averageBandwidth the same on average, elements per cycle
 * @param offChipBandwidth what the off-chip memory must deliver, elements per cycle
 * @param ingress delay of bringing operands to the array
 * @param egress delay of bringing outputs back
 * @param compute delay of computing
 * @param averagePes busy processing elements on average
 * @param arithmeticIntensity multiply-accumulates per operand element brought in
 * @param inputElements size of the input tensor, elements, from the sizes that the layer lists
 * @param weightElements size of the weight tensor, elements, from the sizes that the layer lists
 * @param vectorWidth multiply-accumulates per processing element and cycle
 * @param energyScreen energy in units of one multiply-accumulate: 18.61 per access of the shared memory, 1.68 per access of a
 *     processing element's memory, 1 per multiply-accumulate
 * @param energyNanojoules energy, nJ; in compatible mode what the public program writes to its CSV file
 * @param peMilliwatts power of the processing elements, mW
 * @param l1Milliwatts power of their memories, mW
 * @param l2Milliwatts power of the shared memory, mW
 * @param nocMilliwatts power of the network, mW
 * @param areaSquareMicrometres area, square micrometres
 * @param bufferWarning PASS, L1, L2 or L1+L2: which capacity is exceeded
 * @param bandwidthWarning PASS, NoC, OffChip or NoC+OffChip: which bandwidth is exceeded
 */
public record MaestroStatistics(
    long runtimeCycles,
    long macs,
    long countedMacs,
    TensorStatistics input,
    TensorStatistics filter,
    TensorStatistics output,
    long peakBandwidth,
    double averageBandwidth,
    long offChipBandwidth,
    DelayStatistics ingress,
    DelayStatistics egress,
    DelayStatistics compute,
    double averagePes,
    double arithmeticIntensity,
    long inputElements,
    long weightElements,
    long vectorWidth,
    double energyScreen,
    double energyNanojoules,
    double peMilliwatts,
    double l1Milliwatts,
    double l2Milliwatts,
    double nocMilliwatts,
    double areaSquareMicrometres,
    String bufferWarning,
    String bandwidthWarning) {
  /** Energy of an access of the shared memory, tenths of a femtojoule. */
  public static final long L2_ACCESS_ENERGY = 42_803;
  /** Energy of an access of a processing element's memory, tenths of a femtojoule. */
  public static final long L1_ACCESS_ENERGY = 3_864;
  /** Energy of a multiply-accumulate, tenths of a femtojoule. */
  public static final long MAC_ENERGY = 2_300;

  /** Multiply-accumulates per cycle; NaN for 0/0. */
  public double throughput() {
    return (double) macs / runtimeCycles;
  }

  /** Space in the shared memory, elements. */
  public long l2Elements() {
    return input.l2Required() + filter.l2Required() + output.l2Required();
  }

  /** Space in one processing element's memory, elements. */
  public long l1Elements() {
    return input.l1Required() + filter.l1Required() + output.l1Required();
  }

  /** All accesses of the shared memory. */
  public long l2Accesses() {
    return input.l2Read() + input.l2Write() + filter.l2Read() + filter.l2Write() + output.l2Read() + output.l2Write();
  }

  /** All accesses of the processing elements' memories; the next layer's {@code previousL1Count} in compatible mode. */
  public long l1Accesses() {
    return input.l1Read() + input.l1Write() + filter.l1Read() + filter.l1Write() + output.l1Read() + output.l1Write();
  }

  /** Writes of the array's memories per read of the shared memory, of inputs: 1, or NaN for 0/0. */
  public double inputMulticast() {
    return (double) input.l1Write() / input.l2Read();
  }

  /** Writes of the array's memories per read of the shared memory, of weights: 1, or NaN for 0/0. */
  public double weightMulticast() {
    return (double) filter.l1Write() / filter.l2Read();
  }

  /** Multiply-accumulates per joule. */
  public double operationsPerJoule() {
    return macs / energyNanojoules * 1e9;
  }

  /** Multiply-accumulates per cycle and joule. */
  public double performancePerEnergy() {
    return throughput() / energyNanojoules * 1e9;
  }

  /** Power of the core, mW. */
  public double milliwatts() {
    return peMilliwatts + l1Milliwatts + l2Milliwatts + nocMilliwatts;
  }

  /**
   * Energy in femtojoules, exact and rounded up: 4280.3 per access of the shared memory, 386.4 per access of a processing element's
   * memory, 230 per multiply-accumulate.
   *
   * @throws ArithmeticException beyond 64 bits
   */
  public long energyFemtojoules() {
    long tenths =
        Math.addExact(
            Math.multiplyExact(L2_ACCESS_ENERGY, l2Accesses()),
            Math.addExact(Math.multiplyExact(L1_ACCESS_ENERGY, l1Accesses()), Math.multiplyExact(MAC_ENERGY, macs)));
    return Math.addExact(tenths, 9) / 10;
  }
}
