package dev.dovetail.models.workload.onnx;

import com.google.protobuf.CodedInputStream;
import dev.dovetail.models.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf's wire format over a file of any length.
 *
 * <p>Role: {@link CodedInputStream} decodes; positions and the ends of nested messages are kept here as {@code long}, since its
 * own counters end at 2 GiB. Weights are skipped, not read. Every length is checked against the message around it before it is
 * believed.
 */
final class WireInput {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  /** Longest name. */
  private static final int MAX_STRING = 1 << 16;

  /** Most bytes of names and numbers that are kept of one file; weights do not count. */
  private static final long MAX_KEPT = 256L << 20;

  private static final int SKIP_STEP = 1 << 30;

  private final CodedInputStream in;
  private final Problems problems;
  private long base;
  private long kept;

  /**
   * @param stream the file, best with a fast {@link InputStream#skip}
   * @param problems makes its errors
   */
  WireInput(InputStream stream, Problems problems) {
    this.in = CodedInputStream.newInstance(stream, 1 << 16);
    this.problems = problems;
  }

  long position() {
    return base + in.getTotalBytesRead();
  }

  /** The next field's tag, or 0 at {@code end}. */
  int tag(long end) throws IOException {
    base = position();
    in.resetSizeCounter();
    if (base == end) {
      return 0;
    }
    int tag = base < end ? in.readTag() : 0;
    if (tag == 0) {
      throw malformed("a field goes past the end of its message");
    }
    return tag;
  }

  /** Number of the field of a tag. */
  static int field(int tag) {
    return tag >>> 3;
  }

  /** The end of the length-delimited field that starts here. */
  long end(int tag, long parentEnd) throws IOException {
    expect(tag, LENGTH);
    long length = in.readRawVarint64();
    if (length < 0 || length > parentEnd - position()) {
      throw malformed(
          "a field of %s bytes in a message that has %d left"
              .formatted(Long.toUnsignedString(length), Math.max(0, parentEnd - position())));
    }
    return position() + length;
  }

  long varint(int tag) throws IOException {
    expect(tag, VARINT);
    return in.readRawVarint64();
  }

  float float32(int tag) throws IOException {
    expect(tag, FIXED32);
    return Float.intBitsToFloat(in.readRawLittleEndian32());
  }

  long rawVarint() throws IOException {
    return in.readRawVarint64();
  }

  int rawFixed32() throws IOException {
    return in.readRawLittleEndian32();
  }

  long rawFixed64() throws IOException {
    return in.readRawLittleEndian64();
  }

  String string(int tag, long parentEnd) throws IOException {
    long end = end(tag, parentEnd);
    if (end - position() > MAX_STRING) {
      throw malformed("a name of %d bytes".formatted(end - position()));
    }
    return new String(bytes(end), StandardCharsets.UTF_8);
  }

  /** The bytes up to {@code end}; the caller has checked that they are few. */
  byte[] bytes(long end) throws IOException {
    int length = Math.toIntExact(end - position());
    keep(length);
    return in.readRawBytes(length);
  }

  /** Skips to {@code end}. */
  void skipTo(long end) throws IOException {
    while (position() < end) {
      int step = (int) Math.min(SKIP_STEP, end - position());
      base = position();
      in.resetSizeCounter();
      in.skipRawBytes(step);
    }
  }

  /** Skips the value of a field that is not wanted. */
  void skip(int tag, long parentEnd) throws IOException {
    switch (tag & 7) {
      case VARINT -> in.readRawVarint64();
      case FIXED32 -> in.readRawLittleEndian32();
      case FIXED64 -> in.readRawLittleEndian64();
      case LENGTH -> skipTo(end(tag, parentEnd));
      default -> throw malformed("a field of wire type %d".formatted(tag & 7));
    }
  }

  /** Counts memory that the caller keeps. */
  void keep(long bytes) {
    kept += 64 + bytes;
    if (kept > MAX_KEPT) {
      throw problems.of(
          "The names and shapes of this model take more than %d MiB.".formatted(MAX_KEPT >> 20),
          "the file is damaged, or its weights are stored as node attributes.");
    }
  }

  void expect(int tag, int wireType) {
    if ((tag & 7) != wireType) {
      throw malformed("field %d has wire type %d instead of %d".formatted(field(tag), tag & 7, wireType));
    }
  }

  BadInputException malformed(String what) {
    return problems.malformed(what, position());
  }
}
