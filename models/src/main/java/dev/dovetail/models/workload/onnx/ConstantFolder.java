package dev.dovetail.models.workload.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on known constants of few elements.
 *
 * <p>Role: the shape computations that exporters leave in a graph. What is not computed here is null, and then simply not known.
 */
final class ConstantFolder {
  private ConstantFolder() {}

  /**
   * The elementwise operator of the node on known operands.
   *
   * @param shape shape of the result
   * @return null if an operand is not known, or the operator is not one of those that shapes are computed with
   */
  static @Nullable Constant fold(OpNode n, List<OnnxValue> values, List<Integer> shape) {
    long elements = Shapes.elements(shape);
    if (elements > Constant.MAX_ELEMENTS || values.stream().anyMatch(v -> !v.constant())) {
      return null;
    }
    List<Constant> operands = new ArrayList<>();
    for (OnnxValue v : values) {
      Constant data = n.draft().data(v);
      if (data == null) {
        return null;
      }
      operands.add(data.pick(spread(v.shape(), shape, (int) elements)));
    }
    try {
      return switch (operands.size()) {
        case 1 -> unary(n.operator(), operands.get(0));
        case 2 -> binary(n.operator(), operands.get(0), operands.get(1));
        case 3 -> n.operator().equals("Where") ? where(operands) : null;
        default -> null;
      };
    } catch (ArithmeticException e) {
      return null; // overflow or a division by zero: not known
    }
  }

  /** For each element of {@code to} the position of the element of {@code from} that is broadcast there. */
  private static int[] spread(List<Integer> from, List<Integer> to, int elements) {
    int[] positions = new int[elements];
    for (int i = 0; i < elements; i++) {
      int rest = i;
      int stride = 1;
      for (int a = to.size() - 1, f = from.size() - 1; f >= 0; a--, f--) {
        int index = rest % to.get(a);
        rest /= to.get(a);
        positions[i] += from.get(f) == 1 ? 0 : index * stride;
        stride *= from.get(f);
      }
    }
    return positions;
  }

  private static @Nullable Constant unary(String operator, Constant x) {
    return switch (operator) {
      case "Neg" -> map(x, Math::negateExact, v -> -v);
      case "Abs" -> map(x, Math::absExact, Math::abs);
      case "Sign" -> map(x, Long::signum, Math::signum);
      case "Not" -> map(x, v -> v == 0 ? 1 : 0, v -> v == 0 ? 1 : 0);
      case "Floor" -> map(x, v -> v, Math::floor);
      case "Ceil" -> map(x, v -> v, Math::ceil);
      case "Round" -> map(x, v -> v, Math::rint);
      case "Sqrt" -> map(x.as(true), v -> v, Math::sqrt);
      case "Reciprocal" -> map(x.as(true), v -> v, v -> 1 / v);
      default -> null;
    };
  }

  private static @Nullable Constant binary(String operator, Constant a, Constant b) {
    return switch (operator) {
      case "Add" -> map(a, b, Math::addExact, Double::sum);
      case "Sub" -> map(a, b, Math::subtractExact, (x, y) -> x - y);
      case "Mul" -> map(a, b, Math::multiplyExact, (x, y) -> x * y);
      case "Div" -> map(a, b, (x, y) -> x / y, (x, y) -> x / y);
      case "Mod" -> map(a, b, Math::floorMod, (x, y) -> x % y);
      case "Min" -> map(a, b, Math::min, Math::min);
      case "Max" -> map(a, b, Math::max, Math::max);
      case "Pow" -> map(a.as(true), b.as(true), (x, y) -> x, Math::pow).as(a.isReal());
      case "Equal" -> map(a, b, (x, y) -> x == y ? 1 : 0, (x, y) -> x == y ? 1 : 0).as(false);
      case "Less" -> map(a, b, (x, y) -> x < y ? 1 : 0, (x, y) -> x < y ? 1 : 0).as(false);
      case "Greater" -> map(a, b, (x, y) -> x > y ? 1 : 0, (x, y) -> x > y ? 1 : 0).as(false);
      case "And" -> map(a, b, (x, y) -> x & y, (x, y) -> x * y).as(false);
      case "Or" -> map(a, b, (x, y) -> x | y, Math::max).as(false);
      default -> null;
    };
  }

  private static Constant where(List<Constant> operands) {
    Constant condition = operands.get(0);
    boolean real = operands.get(1).isReal() || operands.get(2).isReal();
    double[] reals = new double[condition.size()];
    long[] integers = new long[condition.size()];
    for (int i = 0; i < integers.length; i++) {
      Constant chosen = operands.get(condition.integer(i) != 0 ? 1 : 2);
      reals[i] = chosen.real(i);
      integers[i] = chosen.integer(i);
    }
    return real ? Constant.of(reals) : Constant.of(integers);
  }

  private static Constant map(Constant x, LongUnaryOperator onIntegers, DoubleUnaryOperator onReals) {
    double[] reals = new double[x.size()];
    long[] integers = new long[x.size()];
    for (int i = 0; i < reals.length; i++) {
      if (x.isReal()) {
        reals[i] = onReals.applyAsDouble(x.real(i));
      } else {
        integers[i] = onIntegers.applyAsLong(x.integer(i));
      }
    }
    return x.isReal() ? Constant.of(reals) : Constant.of(integers);
  }

  private static Constant map(Constant a, Constant b, LongBinaryOperator onIntegers, DoubleBinaryOperator onReals) {
    boolean real = a.isReal() || b.isReal();
    double[] reals = new double[a.size()];
    long[] integers = new long[a.size()];
    for (int i = 0; i < reals.length; i++) {
      if (real) {
        reals[i] = onReals.applyAsDouble(a.real(i), b.real(i));
      } else {
        integers[i] = onIntegers.applyAsLong(a.integer(i), b.integer(i));
      }
    }
    return real ? Constant.of(reals) : Constant.of(integers);
  }

  /** The reduction of all elements; null if it is not one of those that shapes are computed with. */
  static @Nullable Constant reduceAll(String operator, Constant x) {
    if (x.isReal() || x.size() == 0) {
      return null;
    }
    try {
      long result = x.integer(0);
      for (int i = 1; i < x.size(); i++) {
        switch (operator) {
          case "ReduceProd" -> result = Math.multiplyExact(result, x.integer(i));
          case "ReduceSum" -> result = Math.addExact(result, x.integer(i));
          case "ReduceMax" -> result = Math.max(result, x.integer(i));
          case "ReduceMin" -> result = Math.min(result, x.integer(i));
          default -> {
            return null;
          }
        }
      }
      return Constant.of(result);
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
