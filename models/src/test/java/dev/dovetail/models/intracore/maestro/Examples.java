package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Short forms for layers and mappings in tests. */
final class Examples {
  private Examples() {}

  /** For example {@code layer(CONV, "K4 C2 R3 S3 Y5 X8")}. */
  static LayerShape layer(LayerType type, String sizes) {
    return layer(type, sizes, 1, 1);
  }

  static LayerShape layer(LayerType type, String sizes, long strideY, long strideX) {
    Map<LoopDim, Long> map = new EnumMap<>(LoopDim.class);
    for (String word : sizes.split(" ")) {
      int digits = word.charAt(1) == '\'' ? 2 : 1;
      map.put(dim(word.substring(0, digits)), Long.valueOf(word.substring(digits)));
    }
    return new LayerShape(type, map, strideY, strideX);
  }

  /** For example {@code mapping("T(2,2)K S(3,1)X Cluster(2) S(1,1)C")}. */
  static List<Directive> mapping(String text) {
    List<Directive> mapping = new ArrayList<>();
    for (String word : text.trim().split(" +")) {
      int close = word.indexOf(')');
      String[] numbers = word.substring(word.indexOf('(') + 1, close).split(",");
      if (word.startsWith("Cluster")) {
        mapping.add(Directive.cluster(Long.parseLong(numbers[0])));
        continue;
      }
      Directive.Kind kind = word.charAt(0) == 'S' ? Directive.Kind.SPATIAL : Directive.Kind.TEMPORAL;
      mapping.add(new Directive(kind, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), dim(word.substring(close + 1))));
    }
    return mapping;
  }

  /** Latency 1, one lane, memories without limit. */
  static MaestroHardware core(long pes, long nocBandwidth, long offChipBandwidth) {
    return new MaestroHardware(pes, nocBandwidth, 1, 1, 1, offChipBandwidth, MaestroHardware.UNLIMITED,
        MaestroHardware.UNLIMITED);
  }

  private static LoopDim dim(String symbol) {
    return LoopDim.of(symbol).orElseThrow();
  }
}
