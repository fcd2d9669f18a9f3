package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a mapping file that the public program and {@link MappingFileReader} read; every layer gets its own dataflow, in numbers. */
public final class MappingFileWriter {
  private static final Pattern NAME = Pattern.compile("[^\\s,\\->():;{}/]+");

  private MappingFileWriter() {}

  /**
   * Writes.
   *
   * @throws IllegalArgumentException if a name holds a character that separates words
   */
  public static void write(MappingFile file, Appendable out) throws IOException {
    out.append("Network ").append(file.network().isEmpty() ? "" : name(file.network()) + " ").append("{\n");
    for (MappingFile.Layer layer : file.layers()) {
      LayerShape shape = layer.shape();
      out.append("  Layer ").append(name(layer.name())).append(" {\n    Type: ").append(shape.type().name()).append('\n');
      strides(shape, out);
      out.append("    Dimensions { ")
          .append(shape.sizes().entrySet().stream().map(MappingFileWriter::entry).collect(Collectors.joining(", ")))
          .append(" }\n    Dataflow {\n");
      for (Directive d : layer.directives()) {
        out.append("      ").append(d.kind() == Directive.Kind.CLUSTER ? "Cluster(%d, P)".formatted(d.size()) : d.toString())
            .append(";\n");
      }
      out.append("    }\n  }\n");
    }
    out.append("}\n");
  }

  private static void strides(LayerShape shape, Appendable out) throws IOException {
    if (shape.strideY() != 1 || shape.strideX() != 1) {
      out.append("    Stride { %s: %d, %s: %d }\n".formatted(shape.lists(LoopDim.Y) ? LoopDim.Y : LoopDim.Y_OUT, shape.strideY(),
          shape.lists(LoopDim.X) ? LoopDim.X : LoopDim.X_OUT, shape.strideX()));
    }
  }

  private static String entry(Map.Entry<LoopDim, Long> size) {
    return "%s: %d".formatted(size.getKey(), size.getValue());
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("The name (%s) cannot stand in a mapping file.".formatted(name));
    }
    return name;
  }
}
