package dev.dovetail.models.dataflow;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * A size in a directive: whole numbers, {@code Sz(d)} (the full size of a layer dimension), parameters by name, {@code + - * /},
 * {@code ceil(a/b)}, parentheses.
 *
 * <p>{@code /} truncates toward zero. Arithmetic is exact.
 */
public sealed interface SizeExpression {
  /** A whole number, at least 0. */
  record Constant(long value) implements SizeExpression {}

  /** The full size of a dimension of the layer. */
  record SizeOf(LoopDim dim) implements SizeExpression {}

  /** A tile parameter. */
  record Parameter(String name) implements SizeExpression {}

  /** Two operands and what joins them. */
  record Binary(Operation operation, SizeExpression left, SizeExpression right) implements SizeExpression {}

  /** What joins two operands. */
  enum Operation {
    /** Sum. */
    ADD("+"),
    /** Difference. */
    SUBTRACT("-"),
    /** Product. */
    MULTIPLY("*"),
    /** Quotient, truncated. */
    DIVIDE("/"),
    /** Quotient, rounded up; written {@code ceil(a/b)}. */
    CEIL_DIVIDE("ceil/");

    private final String symbol;

    Operation(String symbol) {
      this.symbol = symbol;
    }
  }

  /**
   * Its value.
   *
   * @param sizes full size of a dimension
   * @param parameters value of a parameter
   * @throws ArithmeticException if a divisor is 0 or a number leaves 64 bits
   */
  default long value(ToLongFunction<LoopDim> sizes, ToLongFunction<String> parameters) {
    if (this instanceof Constant c) {
      return c.value();
    }
    if (this instanceof SizeOf s) {
      return sizes.applyAsLong(s.dim());
    }
    if (this instanceof Parameter p) {
      return parameters.applyAsLong(p.name());
    }
    Binary b = (Binary) this;
    long left = b.left().value(sizes, parameters);
    long right = b.right().value(sizes, parameters);
    return switch (b.operation()) {
      case ADD -> Math.addExact(left, right);
      case SUBTRACT -> Math.subtractExact(left, right);
      case MULTIPLY -> Math.multiplyExact(left, right);
      case DIVIDE -> right == -1 ? Math.negateExact(left) : left / right;
      case CEIL_DIVIDE -> Math.negateExact(right == -1 ? left : Math.floorDiv(Math.negateExact(left), right));
    };
  }

  /** The parameters that it names, sorted. */
  default Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    if (this instanceof Parameter p) {
      names.add(p.name());
    } else if (this instanceof Binary b) {
      names.addAll(b.left().parameters());
      names.addAll(b.right().parameters());
    }
    return names;
  }

  /** The dimensions whose size it asks for, sorted. */
  default Set<LoopDim> dims() {
    Set<LoopDim> dims = new TreeSet<>();
    if (this instanceof SizeOf s) {
      dims.add(s.dim());
    } else if (this instanceof Binary b) {
      dims.addAll(b.left().dims());
      dims.addAll(b.right().dims());
    }
    return dims;
  }

  /** As a person writes it; reads back to the same expression. */
  default String text() {
    if (this instanceof Constant c) {
      return Long.toString(c.value());
    }
    if (this instanceof SizeOf s) {
      return "Sz(" + s.dim() + ")";
    }
    if (this instanceof Parameter p) {
      return p.name();
    }
    Binary b = (Binary) this;
    if (b.operation() == Operation.CEIL_DIVIDE) {
      return "ceil(" + within(b.left(), Operation.DIVIDE, false) + "/" + within(b.right(), Operation.DIVIDE, true) + ")";
    }
    return within(b.left(), b.operation(), false) + b.operation().symbol + within(b.right(), b.operation(), true);
  }

  private static String within(SizeExpression operand, Operation outer, boolean right) {
    if (!(operand instanceof Binary b) || b.operation() == Operation.CEIL_DIVIDE) {
      return operand.text();
    }
    boolean weaker = rank(b.operation()) < rank(outer) || (right && rank(b.operation()) == rank(outer));
    return weaker ? "(" + operand.text() + ")" : operand.text();
  }

  private static int rank(Operation operation) {
    return operation == Operation.ADD || operation == Operation.SUBTRACT ? 0 : 1;
  }
}
