package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.onnx.OnnxModel.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code TensorProto}: name, shape, type, and the values if they are few.
 *
 * <p>Role: the only place that meets weights, and it skips them. Source of the field numbers: onnx.proto of the ONNX
 * specification.
 */
final class TensorParser {
  /** Most bytes of raw data that are looked at. */
  private static final int MAX_RAW = 8 * Constant.MAX_ELEMENTS;

  private static final int MAX_RANK = 32;

  private final WireInput in;
  private final List<Long> dims = new ArrayList<>();
  private final Numbers integers = new Numbers();
  private final Numbers reals = new Numbers();
  private String name = "";
  private long typeCode;
  private boolean external;
  private long rawLength = -1;
  private byte @Nullable [] raw;

  private TensorParser(WireInput in) {
    this.in = in;
  }

  static TensorInfo read(WireInput in, long end) throws IOException {
    return new TensorParser(in).read(end);
  }

  private TensorInfo read(long end) throws IOException {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (WireInput.field(tag)) {
        case 1 -> readDims(tag, end);
        case 2 -> typeCode = in.varint(tag);
        case 4 -> readFixed(tag, end, 4, reals);
        case 5, 7, 11 -> readVarints(tag, end, integers);
        case 8 -> name = in.string(tag, end);
        case 9 -> readRaw(tag, end);
        case 10 -> readFixed(tag, end, 8, reals);
        case 14 -> external = in.varint(tag) == 1;
        default -> in.skip(tag, end);
      }
    }
    in.keep(16L * dims.size());
    return new TensorInfo(name, List.copyOf(dims), typeCode, external, data());
  }

  private void readDims(int tag, long end) throws IOException {
    Numbers read = new Numbers();
    readVarints(tag, end, read);
    for (int i = 0; i < Math.min(read.count, read.bits.length); i++) {
      dims.add(read.bits[i]);
    }
    if (dims.size() > MAX_RANK || read.count > MAX_RANK) {
      throw in.malformed("a tensor of more than %d axes".formatted(MAX_RANK));
    }
  }

  private void readRaw(int tag, long end) throws IOException {
    long rawEnd = in.end(tag, end);
    rawLength = rawEnd - in.position();
    if (rawLength <= MAX_RAW) {
      raw = in.bytes(rawEnd);
    } else {
      in.skipTo(rawEnd);
    }
  }

  private void readVarints(int tag, long end, Numbers into) throws IOException {
    if ((tag & 7) == WireInput.VARINT) {
      into.add(in.varint(tag));
      return;
    }
    long packedEnd = in.end(tag, end);
    while (in.position() < packedEnd && into.count <= Constant.MAX_ELEMENTS) {
      into.add(in.rawVarint());
    }
    in.skipTo(packedEnd);
  }

  private void readFixed(int tag, long end, int width, Numbers into) throws IOException {
    int single = width == 4 ? WireInput.FIXED32 : WireInput.FIXED64;
    if ((tag & 7) == single) {
      into.add(real(width));
      return;
    }
    long packedEnd = in.end(tag, end);
    while (packedEnd - in.position() >= width && into.count <= Constant.MAX_ELEMENTS) {
      into.add(real(width));
    }
    in.skipTo(packedEnd);
  }

  private long real(int width) throws IOException {
    return width == 4 ? Double.doubleToRawLongBits(Float.intBitsToFloat(in.rawFixed32())) : in.rawFixed64();
  }

  /** The values if all of them were kept; null if there are many or the file holds none. */
  private @Nullable Constant data() {
    ElementType type = ElementType.of(typeCode);
    long elements = elements();
    if (type == null || external) {
      return null;
    }
    if (rawLength >= 0) {
      if (elements >= 0 && elements <= Long.MAX_VALUE / 64 && rawLength != (elements * type.bits() + 7) / 8) {
        throw in.malformed(
            "the tensor '%s' of shape %s and type %s has %d bytes of data".formatted(name, dims, type, rawLength));
      }
      return raw == null || elements > Constant.MAX_ELEMENTS ? null : decoded(type, ByteBuffer.wrap(raw), (int) elements);
    }
    if (elements > Constant.MAX_ELEMENTS) {
      return null;
    }
    if (elements == 0) {
      return type.floating() ? Constant.of(new double[0]) : Constant.of(new long[0]);
    }
    if (integers.count == elements && (!type.floating())) {
      return Constant.of(Arrays.copyOf(integers.bits, integers.count));
    }
    if (reals.count == elements && (type == ElementType.FLOAT || type == ElementType.DOUBLE)) {
      return Constant.of(Arrays.stream(reals.bits, 0, reals.count).mapToDouble(Double::longBitsToDouble).toArray());
    }
    return null;
  }

  private long elements() {
    long product = 1;
    for (long d : dims) {
      if (d < 0 || (d > 0 && product > Long.MAX_VALUE / d)) {
        return Long.MAX_VALUE;
      }
      product *= d;
    }
    return product;
  }

  private static @Nullable Constant decoded(ElementType type, ByteBuffer bytes, int elements) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long[] n = new long[elements];
    double[] r = new double[elements];
    for (int i = 0; i < elements; i++) {
      switch (type) {
        case INT64, UINT64 -> n[i] = bytes.getLong();
        case INT32 -> n[i] = bytes.getInt();
        case UINT32 -> n[i] = Integer.toUnsignedLong(bytes.getInt());
        case INT16 -> n[i] = bytes.getShort();
        case UINT16 -> n[i] = Short.toUnsignedInt(bytes.getShort());
        case INT8 -> n[i] = bytes.get();
        case UINT8, BOOL -> n[i] = Byte.toUnsignedInt(bytes.get());
        case FLOAT -> r[i] = bytes.getFloat();
        case DOUBLE -> r[i] = bytes.getDouble();
        default -> {
          return null; // no shape is ever stored in the remaining types
        }
      }
    }
    return type.floating() ? Constant.of(r) : Constant.of(n);
  }

  /** Numbers up to the limit; beyond it they are counted only. */
  private static final class Numbers {
    private long[] bits = new long[8];
    private int count;

    void add(long value) {
      if (count < Constant.MAX_ELEMENTS) {
        if (count == bits.length) {
          bits = Arrays.copyOf(bits, 2 * count);
        }
        bits[count] = value;
      }
      count = Math.min(count + 1, Constant.MAX_ELEMENTS + 1);
    }
  }
}
