package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.onnx.OnnxModel.Attribute;
import dev.dovetail.models.workload.onnx.OnnxModel.TensorInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators whose result is known before the network runs. */
final class ConstantOps {
  private ConstantOps() {}

  static void constant(OpNode n) {
    Attribute tensor = n.attribute("value");
    Attribute number = n.attribute("value_int");
    Attribute real = n.attribute("value_float");
    Attribute numbers = n.attribute("value_ints");
    Attribute reals = n.attribute("value_floats");
    if (tensor != null && tensor.tensor() != null) {
      TensorInfo t = tensor.tensor();
      if (t.external()) {
        throw n.unsupported("its value is in another file", "save the model with its data inside of the file.");
      }
      n.setConstant(Shapes.of(t.dims()), typeOf(n, t), t.data());
    } else if (number != null) {
      n.setConstant(List.of(), ElementType.INT64, Constant.of(number.i()));
    } else if (real != null) {
      n.setConstant(List.of(), ElementType.FLOAT, Constant.of(real.f()));
    } else if (numbers != null) {
      long[] values = numbers.ints().stream().mapToLong(Long::longValue).toArray();
      n.setConstant(List.of(values.length), ElementType.INT64, kept(values.length) ? Constant.of(values) : null);
    } else if (reals != null) {
      double[] values = reals.floats().stream().mapToDouble(Double::doubleValue).toArray();
      n.setConstant(List.of(values.length), ElementType.FLOAT, kept(values.length) ? Constant.of(values) : null);
    } else {
      throw n.unsupported("a value that is no dense tensor of numbers", "store it as a dense tensor.");
    }
  }

  private static boolean kept(int elements) {
    return elements <= Constant.MAX_ELEMENTS;
  }

  private static ElementType typeOf(OpNode n, TensorInfo t) {
    ElementType type = ElementType.of(t.typeCode());
    if (type == null) {
      throw n.unsupported("a value of element type number %d".formatted(t.typeCode()), "use a type of numbers.");
    }
    return type;
  }

  static void constantOfShape(OpNode n) {
    List<Integer> shape = Shapes.of(n.known(0, "shape"));
    Attribute value = n.attribute("value");
    TensorInfo t = value == null ? null : value.tensor();
    ElementType type = t == null ? ElementType.FLOAT : typeOf(n, t);
    Constant element = t == null ? Constant.of(0.0) : t.data();
    long elements = Shapes.elements(shape);
    boolean known = element != null && element.size() == 1 && elements <= Constant.MAX_ELEMENTS;
    @Nullable Constant data = known && element != null ? element.pick(new int[(int) elements]) : null;
    n.setConstant(shape, type, data);
  }

  static void shape(OpNode n) {
    List<Integer> shape = n.input(0).shape();
    int start = end(n.integer("start", 0), shape.size());
    int end = Math.max(start, end(n.integer("end", shape.size()), shape.size()));
    long[] extents = shape.subList(start, end).stream().mapToLong(Integer::longValue).toArray();
    n.setConstant(List.of(extents.length), ElementType.INT64, Constant.of(extents));
  }

  private static int end(long stated, int rank) {
    return (int) Math.max(0, Math.min(rank, stated < 0 ? stated + rank : stated));
  }

  static void size(OpNode n) {
    n.setConstant(List.of(), ElementType.INT64, Constant.of(Shapes.elements(n.input(0).shape())));
  }

  static void range(OpNode n) {
    Constant start = n.knownValues(0, "start");
    Constant limit = n.knownValues(1, "limit");
    Constant delta = n.knownValues(2, "delta");
    if (start.size() != 1 || limit.size() != 1 || delta.size() != 1 || delta.real(0) == 0) {
      throw new IllegalArgumentException("its start, limit and delta must be one number each, delta not 0");
    }
    double count = Math.max(0, Math.ceil((limit.real(0) - start.real(0)) / delta.real(0)));
    if (!(count <= Shapes.MAX_EXTENT)) {
      throw new IllegalArgumentException("it counts absurdly far");
    }
    Constant data = null;
    if (count <= Constant.MAX_ELEMENTS) {
      double[] reals = new double[(int) count];
      Arrays.setAll(reals, i -> start.real(0) + i * delta.real(0));
      data = Constant.of(reals).as(start.isReal());
    }
    n.setConstant(List.of((int) count), n.input(0).type(), data);
  }
}
