package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.Box;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of constants behind layout changes.
 *
 * <p>Role: a single-element box goes through every view to a single-element box, so one rule evaluates slices, concatenations,
 * reshapes and permutations of known constants. Elements that no part holds (padding) are 0.
 */
final class KnownValues {
  private KnownValues() {}

  /** The values in row-major order; null if they are many, or one of the constants is not known. */
  static @Nullable Constant of(Value value, Function<String, NetworkDraft.Entry> entries) {
    long elements = Shapes.elements(value.shape());
    if (elements > Constant.MAX_ELEMENTS) {
      return null;
    }
    List<Constant> known = new ArrayList<>();
    for (Value.Part part : value.parts()) {
      Constant data = entries.apply(part.tensor()).data();
      if (data == null) {
        return null;
      }
      known.add(data);
    }
    if (known.size() == 1 && value.parts().get(0).views().isEmpty()) {
      return known.get(0);
    }
    double[] reals = new double[(int) elements];
    long[] integers = new long[(int) elements];
    for (int i = 0; i < elements; i++) {
      for (int p = 0; p < known.size(); p++) {
        Value.Part part = value.parts().get(p);
        Box source = element(value.shape(), i);
        for (View view : part.views()) {
          source = view.source(source);
        }
        if (!source.isEmpty()) {
          int at = position(entries.apply(part.tensor()).shape(), source);
          reals[i] = known.get(p).real(at);
          integers[i] = known.get(p).integer(at);
        }
      }
    }
    return known.stream().anyMatch(Constant::isReal) ? Constant.of(reals) : Constant.of(integers);
  }

  private static Box element(List<Integer> shape, int index) {
    int[] bounds = new int[2 * shape.size()];
    int rest = index;
    for (int a = shape.size() - 1; a >= 0; a--) {
      bounds[2 * a] = rest % shape.get(a);
      bounds[2 * a + 1] = bounds[2 * a] + 1;
      rest /= shape.get(a);
    }
    return Box.of(bounds);
  }

  private static int position(List<Integer> shape, Box element) {
    int at = 0;
    for (int a = 0; a < shape.size(); a++) {
      at = at * shape.get(a) + element.lo(a);
    }
    return at;
  }
}
