package dev.dovetail.models.workload.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The element types of ONNX tensors.
 *
 * <p>Role: bits per element, and whether a precision override applies. Source: {@code TensorProto.DataType} of the ONNX
 * specification. Strings and complex numbers are left out: nothing here computes on them.
 */
enum ElementType {
  FLOAT(1, 32, true),
  UINT8(2, 8, false),
  INT8(3, 8, false),
  UINT16(4, 16, false),
  INT16(5, 16, false),
  INT32(6, 32, false),
  INT64(7, 64, false),
  BOOL(9, 8, false),
  FLOAT16(10, 16, true),
  DOUBLE(11, 64, true),
  UINT32(12, 32, false),
  UINT64(13, 64, false),
  BFLOAT16(16, 16, true),
  FLOAT8E4M3FN(17, 8, true),
  FLOAT8E4M3FNUZ(18, 8, true),
  FLOAT8E5M2(19, 8, true),
  FLOAT8E5M2FNUZ(20, 8, true),
  UINT4(21, 4, false),
  INT4(22, 4, false),
  FLOAT4E2M1(23, 4, true),
  FLOAT8E8M0(24, 8, true),
  UINT2(25, 2, false),
  INT2(26, 2, false),
  FLOAT6E2M3(27, 6, true),
  FLOAT6E3M2(28, 6, true);

  private final int code;
  private final int bits;
  private final boolean floating;

  ElementType(int code, int bits, boolean floating) {
    this.code = code;
    this.bits = bits;
    this.floating = floating;
  }

  /** The type of that number in a file, or null. */
  static @Nullable ElementType of(long code) {
    for (ElementType t : values()) {
      if (t.code == code) {
        return t;
      }
    }
    return null;
  }

  int bits() {
    return bits;
  }

  boolean floating() {
    return floating;
  }
}
