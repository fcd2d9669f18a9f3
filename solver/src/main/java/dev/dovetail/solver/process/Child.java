package dev.dovetail.solver.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM with its three streams. Its output becomes a bounded queue of lines, so a flood cannot fill the parent's memory.
 */
final class Child implements AutoCloseable {
  /** What the child's output became. */
  sealed interface Event permits Line, End, Flood {}

  /** A line. */
  record Line(String text) implements Event {}

  /** The output ended. */
  record End() implements Event {}

  /** A line longer than allowed. */
  record Flood(String what) implements Event {}

  private static final int KEPT_ERROR_BYTES = 4_000;

  /** What a JVM writes about options, native access and deprecated memory calls: never why it died. */
  private static final Pattern JVM_WARNING =
      Pattern.compile("^(WARNING: |Picked up (JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS): |[\\w()\\- ]*VM warning: )");

  private static final Duration DEATH = Duration.ofSeconds(5);

  private final Process process;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(256);
  private final BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private volatile boolean closed;

  private Child(Process process, int longestLine) {
    this.process = process;
    daemon("child input", this::writeLines);
    daemon("child output", () -> readLines(longestLine));
    daemon("child errors", this::readErrors);
  }

  /**
   * Starts a child on the same class path.
   *
   * @param mainClass what it runs
   * @param argument its argument
   * @param heapMebibytes its largest heap
   * @param longestLine longest line that it may write, bytes
   */
  static Child start(String mainClass, String argument, int heapMebibytes, int longestLine) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMebibytes + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // One short-lived process among others: a small collector and a quick start serve it best.
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.add(argument);
    return new Child(new ProcessBuilder(command).start(), longestLine);
  }

  /** Sends a line after those before it, without waiting for the child to read it; a dead child is noticed on its output. */
  void send(String line) {
    outbox.add(line);
  }

  /** The next event; null if none comes in time. */
  @Nullable
  Event poll(Duration wait) throws InterruptedException {
    return events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the exit code; -1 if it does not exit in time. */
  int exitCode(Duration wait) throws InterruptedException {
    return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  /** The last line of its error output that is no warning of the JVM; empty if there is none. */
  String lastError() {
    synchronized (errors) {
      List<String> lines =
          errors.toString(StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank() && !JVM_WARNING.matcher(l).find()).toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }
  }

  /** Kills it if it lives. */
  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
    try {
      process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeLines() {
    // The stream stays open until the process is closed: its end would tell the child that its parent is gone.
    OutputStream out = process.getOutputStream();
    try {
      while (!closed) {
        String line = outbox.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } catch (IOException e) {
      // The end of its output tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines(int longestLine) {
    try (InputStream in = process.getInputStream()) {
      byte[] chunk = new byte[8192];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        for (int i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            offer(new Line(line.toString(StandardCharsets.UTF_8)));
            line.reset();
          } else if (line.size() >= longestLine) {
            offer(new Flood("a line of more than %d bytes".formatted(longestLine)));
            return;
          } else {
            line.write(chunk[i]);
          }
        }
      }
    } catch (IOException e) {
      // The same as the end of the stream.
    } finally {
      offer(new End());
    }
  }

  /** Waits for room, so a child that floods is slowed down by its own pipe; gives up once the child was closed. */
  private void offer(Event event) {
    try {
      boolean done = false;
      while (!done && !closed) {
        done = events.offer(event, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readErrors() {
    try (InputStream in = process.getErrorStream()) {
      byte[] chunk = new byte[1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        synchronized (errors) {
          errors.write(chunk, 0, n);
          if (errors.size() > 2 * KEPT_ERROR_BYTES) {
            byte[] all = errors.toByteArray();
            errors.reset();
            errors.write(all, all.length - KEPT_ERROR_BYTES, KEPT_ERROR_BYTES);
          }
        }
      }
    } catch (IOException e) {
      // The process is gone.
    }
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }
}
