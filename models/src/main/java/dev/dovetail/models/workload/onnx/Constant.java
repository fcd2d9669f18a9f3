package dev.dovetail.models.workload.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The values of a small constant in row-major order: whole numbers, or floating point numbers.
 *
 * <p>Role: what shape inference needs (target shapes, slice starts, scales). Weights never become one.
 */
final class Constant {
  /** Most elements whose values are kept. */
  static final int MAX_ELEMENTS = 4096;

  private final long @Nullable [] integers;
  private final double @Nullable [] reals;

  private Constant(long @Nullable [] integers, double @Nullable [] reals) {
    this.integers = integers;
    this.reals = reals;
  }

  static Constant of(long... values) {
    return new Constant(values.clone(), null);
  }

  static Constant of(double... values) {
    return new Constant(null, values.clone());
  }

  int size() {
    return integers != null ? integers.length : reals != null ? reals.length : 0;
  }

  boolean isReal() {
    return reals != null;
  }

  /** A whole number; a real one is cut towards zero. */
  long integer(int i) {
    return integers != null ? integers[i] : (long) real(i);
  }

  double real(int i) {
    return reals != null ? reals[i] : integers != null ? integers[i] : Double.NaN;
  }

  /** The elements at {@code indices}, in that order. */
  Constant pick(int[] indices) {
    if (isReal()) {
      double[] picked = new double[indices.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = real(indices[i]);
      }
      return new Constant(null, picked);
    }
    long[] picked = new long[indices.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = integer(indices[i]);
    }
    return new Constant(picked, null);
  }

  /** The same values as whole numbers (cut towards zero) or as real numbers. */
  Constant as(boolean real) {
    if (real == isReal()) {
      return this;
    }
    double[] r = new double[size()];
    long[] n = new long[size()];
    for (int i = 0; i < r.length; i++) {
      r[i] = real(i);
      n[i] = integer(i);
    }
    return real ? new Constant(null, r) : new Constant(n, null);
  }

  long[] integers() {
    long[] n = new long[size()];
    for (int i = 0; i < n.length; i++) {
      n[i] = integer(i);
    }
    return n;
  }
}
