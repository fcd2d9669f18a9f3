package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import java.util.EnumMap;
import java.util.Map;

/** Layers and cores for the tests of this package. */
final class Layers {
  static final ElementBits BYTES = new ElementBits(8, 8, 8);

  private Layers() {}

  static LayerShape conv(long k, long c, long kernel, long extent, long stride) {
    return of(LayerType.CONV, k, c, kernel, extent, stride);
  }

  static LayerShape depthwise(long c, long kernel, long extent, long stride) {
    return of(LayerType.DSCONV, 1, c, kernel, extent, stride);
  }

  static LayerShape of(LayerType type, long k, long c, long kernel, long extent, long stride) {
    Map<LoopDim, Long> sizes = new EnumMap<>(LoopDim.class);
    if (type != LayerType.DSCONV) {
      sizes.put(LoopDim.K, k);
    }
    sizes.put(LoopDim.C, c);
    sizes.put(LoopDim.R, kernel);
    sizes.put(LoopDim.S, kernel);
    sizes.put(LoopDim.Y, extent);
    sizes.put(LoopDim.X, extent);
    return new LayerShape(type, sizes, stride, stride);
  }

  static LayerShape with(LayerShape layer, LoopDim dim, long size) {
    Map<LoopDim, Long> sizes = new EnumMap<>(layer.sizes());
    sizes.put(dim, size);
    return new LayerShape(layer.type(), sizes, layer.strideY(), layer.strideX());
  }

  static MapperCore core(long pes, long l1Bytes, long l2Bytes) {
    MaestroHardware hardware =
        new MaestroHardware(pes, 16, 1, 1, 1, 16, MaestroHardware.UNLIMITED, MaestroHardware.UNLIMITED);
    return new MapperCore(hardware, l1Bytes, l2Bytes);
  }

  static MapperCore roomyCore(long pes) {
    return core(pes, 1L << 30, 1L << 40);
  }
}
