package dev.dovetail.models.workload.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of 3 GiB, as a sparse file: its one weight is a hole. */
class OnnxHugeFileTest {
  private static final long ROWS = 32_768;
  private static final long COLUMNS = 24_576;
  private static final long DATA_BYTES = ROWS * COLUMNS * 4; // 3 GiB of float32

  @TempDir
  private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    byte[] tensorHead = OnnxWriter.message(out -> {
      out.writeInt64(1, ROWS);
      out.writeInt64(1, COLUMNS);
      out.writeInt32(2, OnnxWriter.FLOAT);
      out.writeString(8, "huge");
      out.writeTag(9, WireInput.LENGTH);
      out.writeUInt64NoTag(DATA_BYTES);
    });
    byte[] rest = OnnxWriter.message(out -> {
      out.writeRawBytes(OnnxWriter.field(1, n -> {
        n.writeString(1, "x");
        n.writeString(1, "huge");
        n.writeString(2, "y");
        n.writeString(4, "MatMul");
      }));
      out.writeRawBytes(OnnxWriter.field(11, OnnxWriter.valueInfo(OnnxWriter.FLOAT, "x", 1, ROWS)));
      out.writeRawBytes(OnnxWriter.field(12, o -> o.writeString(1, "y")));
    });
    long tensorLength = tensorHead.length + DATA_BYTES;
    byte[] initializerHead = OnnxWriter.message(out -> {
      out.writeTag(5, WireInput.LENGTH);
      out.writeUInt64NoTag(tensorLength);
    });
    byte[] head = OnnxWriter.message(out -> {
      out.writeInt64(1, 8);
      out.writeTag(7, WireInput.LENGTH);
      out.writeUInt64NoTag(initializerHead.length + tensorLength + rest.length);
      out.writeRawBytes(initializerHead);
      out.writeRawBytes(tensorHead);
    });
    file = folder.resolve("huge.onnx");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(head);
      out.seek(head.length + DATA_BYTES);
      out.write(rest);
      out.write(OnnxWriter.field(8, o -> o.writeInt64(2, 17)));
    }
  }

  @Test
  void its_shapes_are_read_in_little_memory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Workload w = OnnxReader.read(file);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
    assertThat(w.macs()).isEqualTo(ROWS * COLUMNS);
    assertThat(w.tensor("huge").bytes()).isEqualTo(3L << 30);
  }

  @Test
  void it_is_refused_if_it_was_cut() throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(DATA_BYTES / 2);
    }
    assertThatThrownBy(() -> OnnxReader.read(file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("no complete ONNX model");
  }
}
