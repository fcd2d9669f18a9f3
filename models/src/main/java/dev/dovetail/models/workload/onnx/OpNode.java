package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.onnx.OnnxModel.Attribute;
import dev.dovetail.models.workload.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node while it becomes layers: its operands, attributes and outputs, checked.
 *
 * <p>Role: what an operator's handler sees of the graph. Wrong values throw {@link IllegalArgumentException} with the middle of a
 * sentence ("its axis (7) ..."); the reader puts file and node in front.
 */
final class OpNode {
  private final Node node;
  private final List<@Nullable OnnxValue> inputs;
  private final @Nullable OnnxValue[] outputs;
  private final NetworkDraft draft;
  private final long opset;
  private final Problems problems;

  /**
   * @param node the node
   * @param inputs its operands, null where one is omitted
   * @param draft where layers go
   * @param opset version of the standard operator set
   * @param problems makes errors
   */
  OpNode(Node node, List<@Nullable OnnxValue> inputs, NetworkDraft draft, long opset, Problems problems) {
    this.node = node;
    this.inputs = inputs;
    this.outputs = new @Nullable OnnxValue[node.outputs().size()];
    this.draft = draft;
    this.opset = opset;
    this.problems = problems;
  }

  NetworkDraft draft() {
    return draft;
  }

  long opset() {
    return opset;
  }

  String operator() {
    return node.operator();
  }

  String label() {
    return node.label();
  }

  int inputCount() {
    return inputs.size();
  }

  int outputCount() {
    return outputs.length;
  }

  boolean hasInput(int i) {
    return i < inputs.size() && inputs.get(i) != null;
  }

  @Nullable
  OnnxValue optionalInput(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  OnnxValue input(int i) {
    OnnxValue v = optionalInput(i);
    if (v == null) {
      throw new IllegalArgumentException("it has no input number %d".formatted(i));
    }
    return v;
  }

  /** Input {@code i} with at least that many axes. */
  OnnxValue input(int i, int minRank) {
    OnnxValue v = input(i);
    if (v.rank() < minRank) {
      throw new IllegalArgumentException("its input %d of shape %s must have %d axes at least".formatted(i, v.shape(), minRank));
    }
    return v;
  }

  /** The inputs that are not omitted. */
  List<OnnxValue> presentInputs() {
    List<OnnxValue> present = new ArrayList<>();
    for (OnnxValue v : inputs) {
      if (v != null) {
        present.add(v);
      }
    }
    return present;
  }

  boolean hasAttribute(String name) {
    return node.attributes().containsKey(name);
  }

  @Nullable
  Attribute attribute(String name) {
    return node.attributes().get(name);
  }

  long integer(String name, long byDefault) {
    Attribute a = attribute(name);
    return a == null ? byDefault : a.i();
  }

  double real(String name, double byDefault) {
    Attribute a = attribute(name);
    return a == null ? byDefault : a.f();
  }

  String text(String name, String byDefault) {
    Attribute a = attribute(name);
    return a == null ? byDefault : a.s();
  }

  /** The whole numbers of an attribute; null if it is missing. */
  long @Nullable [] integers(String name) {
    Attribute a = attribute(name);
    return a == null ? null : a.ints().stream().mapToLong(Long::longValue).toArray();
  }

  /** The whole numbers that input {@code i} holds; they must be known. */
  long[] known(int i, String what) {
    return knownValues(i, what).integers();
  }

  Constant knownValues(int i, String what) {
    Constant data = draft.data(input(i));
    if (data == null) {
      throw new IllegalArgumentException("its %s is not known before the network runs".formatted(what));
    }
    return data;
  }

  /** The whole numbers of an attribute of older operator sets, or else of an input; null if both are missing. */
  long @Nullable [] attributeOrInput(String name, int i) {
    long[] values = integers(name);
    return values != null ? values : hasInput(i) ? known(i, name) : null;
  }

  /** An axis, counted from the end if negative. */
  static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException("its axis (%d) is not one of %d axes".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A number of a window, or of groups. */
  static int bounded(long value, long least, String what) {
    if (value < least || value > Shapes.MAX_WINDOW) {
      throw new IllegalArgumentException("its %s (%d) must be in %d to %d".formatted(what, value, least, Shapes.MAX_WINDOW));
    }
    return (int) value;
  }

  /** Names of the layer of this node. */
  String layerName() {
    return draft.freeName(label());
  }

  /** Sets output 0 to what a new layer makes; a layer on constants only becomes a constant. */
  OnnxValue layer(ElementType type, List<OnnxValue> operands, List<Integer> shape, Function<NetworkBuilder, Value> build) {
    OnnxValue made = draft.layer(layerName(), outputName(0), type, operands, shape, build);
    set(0, made);
    return made;
  }

  /** Sets output {@code i}. */
  void set(int i, OnnxValue value) {
    Shapes.check(value.shape());
    outputs[i] = value;
  }

  /** Sets output 0 to a constant with known values. */
  void setConstant(List<Integer> shape, ElementType type, @Nullable Constant data) {
    set(0, draft.constant(outputName(0), shape, type, data));
  }

  String outputName(int i) {
    return i < node.outputs().size() ? node.outputs().get(i) : "";
  }

  /** Output {@code i}; null if the handler does not make it. */
  @Nullable
  OnnxValue output(int i) {
    return outputs[i];
  }

  /** An error of this node. */
  BadInputException bad(String middle, String maybe) {
    return problems.of("The node (%s) of operator (%s) cannot be read: %s.".formatted(label(), operator(), middle), maybe);
  }

  /** A form of a known operator that is not supported. */
  BadInputException unsupported(String what, String maybe) {
    return problems.of("The node (%s) uses an unsupported form of operator (%s): %s.".formatted(label(), operator(), what),
        maybe);
  }

  @Override
  public String toString() {
    return operator() + " " + label() + Arrays.toString(outputs);
  }
}
