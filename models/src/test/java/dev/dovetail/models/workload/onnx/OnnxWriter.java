package dev.dovetail.models.workload.onnx;

import com.google.protobuf.CodedOutputStream;
import dev.dovetail.models.workload.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small ONNX files for tests.
 *
 * <p>Role: fixtures in memory. Initializers without values have no data at all, which a reader of shapes does not need. Field
 * numbers are those of onnx.proto.
 */
public final class OnnxWriter {
  public static final int FLOAT = 1;
  public static final int UINT8 = 2;
  public static final int INT8 = 3;
  public static final int FLOAT16 = 10;
  public static final int INT32 = 6;
  public static final int INT64 = 7;

  /** Writes the fields of one message. */
  interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private final List<byte[]> graph = new ArrayList<>();
  private final long opset;

  private OnnxWriter(long opset) {
    this.opset = opset;
  }

  public static OnnxWriter graph() {
    return new OnnxWriter(17);
  }

  public static OnnxWriter graph(long opset) {
    return new OnnxWriter(opset);
  }

  public OnnxWriter input(String name, long... dims) {
    return inputOf(FLOAT, name, dims);
  }

  public OnnxWriter inputOf(int type, String name, long... dims) {
    graph.add(field(11, valueInfo(type, name, dims)));
    return this;
  }

  /** An input with a symbol in place of each extent that is 0. */
  public OnnxWriter openInput(String name, String symbol, long... dims) {
    graph.add(field(11, openValueInfo(name, symbol, dims)));
    return this;
  }

  public OnnxWriter output(String... names) {
    for (String name : names) {
      graph.add(field(12, out -> out.writeString(1, name)));
    }
    return this;
  }

  public OnnxWriter outputOfShape(String name, long... dims) {
    graph.add(field(12, valueInfo(FLOAT, name, dims)));
    return this;
  }

  public OnnxWriter declared(String name, long... dims) {
    graph.add(field(13, valueInfo(FLOAT, name, dims)));
    return this;
  }

  /** A float initializer without data. */
  public OnnxWriter weight(String name, long... dims) {
    return weightOf(FLOAT, name, dims);
  }

  public OnnxWriter weightOf(int type, String name, long... dims) {
    graph.add(field(5, tensor(type, name, dims, out -> {})));
    return this;
  }

  /** A one-dimensional INT64 initializer. */
  public OnnxWriter integers(String name, long... values) {
    graph.add(field(5, tensor(INT64, name, new long[] {values.length}, raw(values))));
    return this;
  }

  /** A FLOAT scalar. */
  public OnnxWriter scalar(String name, float value) {
    graph.add(field(5, tensor(FLOAT, name, new long[0], out -> out.writeByteArray(9,
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array()))));
    return this;
  }

  /** A one-dimensional FLOAT initializer, in float_data. */
  public OnnxWriter floats(String name, float... values) {
    graph.add(field(5, tensor(FLOAT, name, new long[] {values.length}, out -> {
      for (float v : values) {
        out.writeFloat(4, v);
      }
    })));
    return this;
  }

  /** An initializer whose data is in another file. */
  public OnnxWriter external(String name, long... dims) {
    graph.add(field(5, tensor(FLOAT, name, dims, out -> out.writeEnum(14, 1))));
    return this;
  }

  /** Any field of the graph. */
  OnnxWriter raw(byte[] field) {
    graph.add(field);
    return this;
  }

  /** A node named after its operator and first output; inputs and outputs are separated by blanks, "-" is an omitted one. */
  public OnnxWriter node(String operator, String inputs, String outputs, byte[]... attributes) {
    return nodeOf("", operator, inputs, outputs, attributes);
  }

  public OnnxWriter nodeOf(String domain, String operator, String inputs, String outputs, byte[]... attributes) {
    return nodeNamed("node_" + outputs.split(" ")[0], domain, operator, inputs, outputs, attributes);
  }

  /** A node of that name; an empty name is left out. */
  public OnnxWriter nodeNamed(
      String name, String domain, String operator, String inputs, String outputs, byte[]... attributes) {
    graph.add(field(1, out -> {
      for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ")) {
        out.writeString(1, input.equals("-") ? "" : input);
      }
      for (String output : outputs.split(" ")) {
        out.writeString(2, output.equals("-") ? "" : output);
      }
      if (!name.isEmpty()) {
        out.writeString(3, name);
      }
      out.writeString(4, operator);
      for (byte[] attribute : attributes) {
        out.writeRawBytes(attribute);
      }
      out.writeString(7, domain);
    }));
    return this;
  }

  public static byte[] ints(String name, long... values) {
    return field(5, out -> {
      out.writeString(1, name);
      for (long v : values) {
        out.writeInt64(8, v);
      }
      out.writeEnum(20, 7);
    });
  }

  public static byte[] integer(String name, long value) {
    return field(5, out -> {
      out.writeString(1, name);
      out.writeInt64(3, value);
      out.writeEnum(20, 2);
    });
  }

  public static byte[] text(String name, String value) {
    return field(5, out -> {
      out.writeString(1, name);
      out.writeString(4, value);
      out.writeEnum(20, 3);
    });
  }

  /** An attribute that holds a one-dimensional INT64 tensor. */
  public static byte[] tensorOf(String name, long... values) {
    return field(5, out -> {
      out.writeString(1, name);
      out.writeRawBytes(field(5, tensor(INT64, "", new long[] {values.length}, raw(values))));
      out.writeEnum(20, 4);
    });
  }

  public byte[] bytes() {
    return message(out -> {
      out.writeInt64(1, 8);
      out.writeString(2, "test");
      out.writeRawBytes(field(7, g -> {
        for (byte[] f : graph) {
          g.writeRawBytes(f);
        }
        g.writeString(2, "test graph");
      }));
      out.writeRawBytes(field(8, o -> {
        o.writeString(1, "");
        o.writeInt64(2, opset);
      }));
    });
  }

  /** Writes the file into a folder. */
  public Path write(Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file and reads it back. */
  Workload read() {
    return read(OnnxReader.Options.asInFile());
  }

  Workload read(OnnxReader.Options options) {
    return read(bytes(), options);
  }

  static Workload read(byte[] bytes, OnnxReader.Options options) {
    try {
      Path file = Files.createTempFile("network", ".onnx");
      try {
        Files.write(file, bytes);
        return OnnxReader.read(file, options);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fields valueInfo(int type, String name, long... dims) {
    return valueInfo(type, name, "", dims);
  }

  private static Fields openValueInfo(String name, String symbol, long... dims) {
    return valueInfo(FLOAT, name, symbol, dims);
  }

  private static Fields valueInfo(int type, String name, String symbol, long... dims) {
    return out -> {
      out.writeString(1, name);
      out.writeRawBytes(field(2, t -> t.writeRawBytes(field(1, tensor -> {
        tensor.writeEnum(1, type);
        tensor.writeRawBytes(field(2, shape -> {
          for (long d : dims) {
            shape.writeRawBytes(field(1, dim -> {
              if (d != 0) {
                dim.writeInt64(1, d);
              } else if (!symbol.isEmpty()) {
                dim.writeString(2, symbol);
              }
            }));
          }
        }));
      }))));
    };
  }

  private static Fields tensor(int type, String name, long[] dims, Fields data) {
    return out -> {
      for (long d : dims) {
        out.writeInt64(1, d);
      }
      out.writeInt32(2, type);
      out.writeString(8, name);
      data.to(out);
    };
  }

  private static Fields raw(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long v : values) {
      buffer.putLong(v);
    }
    return out -> out.writeByteArray(9, buffer.array());
  }

  /** A nested message as one field. */
  static byte[] field(int number, Fields fields) {
    return message(out -> out.writeByteArray(number, message(fields)));
  }

  static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
