package dev.dovetail.models.intracore.maestro;

/**
 * Power and area of a core whose memories are just as large as a mapping needs.
 *
 * <p>Source: the regressions of the public program maestro-project/maestro, commit 4eb08d1.
 *
 * @param pe power of the processing elements, mW
 * @param l1 power of their memories, mW
 * @param l2 power of the shared memory, mW
 * @param noc power of the network, mW
 * @param area square micrometres
 */
record Estimates(double pe, double l1, double l2, double noc, double area) {
  static Estimates of(MaestroHardware core, long l1Elements, long l2Elements) {
    double n = core.pes();
    double v = core.simd();
    double b = core.nocBandwidth();
    double l1 = l1Elements == 0 ? 1 : l1Elements;
    double l2 = l2Elements == 0 ? 1 : l2Elements;
    double bus = 14.662 * n + 28.895;
    double arbiter = 1.2886 * n * n + 5.5814 * n - 23.711;
    return new Estimates(1.2223 * v * n, 0.00345 * l1 * n, 0.00345 * l2,
        0.8 * bus / 1000 * b + Math.max(0.34, 0.34 * arbiter / 1000),
        n * (283 * v + 0.104 * l1) + 0.104 * l2 + 101.7938 * bus * b + Math.max(395.473, 395.473 * arbiter));
  }
}
