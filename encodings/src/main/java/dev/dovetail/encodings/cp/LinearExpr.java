package dev.dovetail.encodings.cp;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * An immutable sum of integer multiples of variables and a constant, in normal form: variables ascending, each once, no zero
 * coefficient. All arithmetic is exact and throws {@link ArithmeticException} when a number does not fit a long.
 */
public final class LinearExpr {
  /** The expression 0. */
  public static final LinearExpr ZERO = new LinearExpr(new int[0], new long[0], 0);

  private final int[] variables;
  private final long[] coefficients;
  private final long constant;

  private LinearExpr(int[] variables, long[] coefficients, long constant) {
    this.variables = variables;
    this.coefficients = coefficients;
    this.constant = constant;
  }

  /** The expression of one variable. */
  public static LinearExpr of(IntVar variable) {
    return term(variable.index(), 1);
  }

  /** A constant. */
  public static LinearExpr constant(long value) {
    return new LinearExpr(ZERO.variables, ZERO.coefficients, value);
  }

  /** One multiple of a variable, given by index. */
  public static LinearExpr term(int variable, long coefficient) {
    return coefficient == 0 ? ZERO : new LinearExpr(new int[] {variable}, new long[] {coefficient}, 0);
  }

  /** One multiple of a variable. */
  public static LinearExpr term(IntVar variable, long coefficient) {
    return term(variable.index(), coefficient);
  }

  /** The sum of expressions. */
  public static LinearExpr sum(Collection<LinearExpr> parts) {
    Sum sum = new Sum();
    parts.forEach(sum::add);
    return sum.build();
  }

  /** The number of true literals. */
  public static LinearExpr count(Collection<Literal> literals) {
    Sum sum = new Sum();
    literals.forEach(literal -> sum.add(literal, 1));
    return sum.build();
  }

  /** {@code this + other}. */
  public LinearExpr plus(LinearExpr other) {
    return new Sum().add(this).add(other).build();
  }

  /** {@code this + value}. */
  public LinearExpr plus(long value) {
    return value == 0 ? this : new LinearExpr(variables, coefficients, Math.addExact(constant, value));
  }

  /** {@code this + variable}. */
  public LinearExpr plus(IntVar variable) {
    return plus(of(variable));
  }

  /** {@code this - other}. */
  public LinearExpr minus(LinearExpr other) {
    return new Sum().add(this).add(other, -1).build();
  }

  /** {@code this - variable}. */
  public LinearExpr minus(IntVar variable) {
    return minus(of(variable));
  }

  /** {@code factor * this}. */
  public LinearExpr times(long factor) {
    return new Sum().add(this, factor).build();
  }

  /** How many terms it has. */
  public int size() {
    return variables.length;
  }

  /** Index of the variable of term i. */
  public int variable(int i) {
    return variables[i];
  }

  /** Coefficient of term i, never 0. */
  public long coefficient(int i) {
    return coefficients[i];
  }

  /** The constant. */
  public long constant() {
    return constant;
  }

  /** Whether it has at most one variable: the only form that intervals and most global constraints take. */
  public boolean isAffine() {
    return variables.length <= 1;
  }

  /** Whether it has no variable. */
  public boolean isConstant() {
    return variables.length == 0;
  }

  /** The expression with readable names, for example {@code 2*start + end - 3}. */
  public String text(IntFunction<String> names) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < variables.length; i++) {
      long c = coefficients[i];
      text.append(c < 0 ? (i == 0 ? "-" : " - ") : (i == 0 ? "" : " + "));
      if (c != 1 && c != -1) {
        text.append(Long.toString(c).replace("-", "")).append('*');
      }
      text.append(names.apply(variables[i]));
    }
    if (text.length() == 0) {
      return Long.toString(constant);
    }
    if (constant != 0) {
      text.append(constant < 0 ? " - " : " + ").append(Long.toString(constant).replace("-", ""));
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearExpr e
        && constant == e.constant
        && Arrays.equals(variables, e.variables)
        && Arrays.equals(coefficients, e.coefficients);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(variables) * 31 * 31 + Arrays.hashCode(coefficients) * 31 + Long.hashCode(constant);
  }

  @Override
  public String toString() {
    return text(i -> "x" + i);
  }

  /** Collects a long sum without building an expression for each part. */
  public static final class Sum {
    private final TreeMap<Integer, Long> terms = new TreeMap<>();
    private long constant;

    /** Adds {@code coefficient * variable}. */
    public Sum add(int variable, long coefficient) {
      terms.merge(variable, coefficient, Math::addExact);
      return this;
    }

    /** Adds {@code coefficient * variable}. */
    public Sum add(IntVar variable, long coefficient) {
      return add(variable.index(), coefficient);
    }

    /** Adds {@code coefficient} if the literal is true. */
    public Sum add(Literal literal, long coefficient) {
      if (literal.negated()) {
        return add(coefficient).add(literal.variable(), Math.negateExact(coefficient));
      }
      return add(literal.variable(), coefficient);
    }

    /** Adds a constant. */
    public Sum add(long value) {
      constant = Math.addExact(constant, value);
      return this;
    }

    /** Adds an expression. */
    public Sum add(LinearExpr expr) {
      return add(expr, 1);
    }

    /** Adds {@code factor * expr}. */
    public Sum add(LinearExpr expr, long factor) {
      for (int i = 0; i < expr.variables.length; i++) {
        add(expr.variables[i], Math.multiplyExact(factor, expr.coefficients[i]));
      }
      return add(Math.multiplyExact(factor, expr.constant));
    }

    /** The expression. */
    public LinearExpr build() {
      terms.values().removeIf(c -> c == 0);
      int[] variables = terms.keySet().stream().mapToInt(Integer::intValue).toArray();
      long[] coefficients = terms.values().stream().mapToLong(Long::longValue).toArray();
      return new LinearExpr(variables, coefficients, constant);
    }
  }
}
