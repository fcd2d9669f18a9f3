package dev.dovetail.solver.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The child process: solves one model with one backend, and dies with its parent. Argument: class name of the backend. */
public final class WorkerMain {
  /** How long an interrupted child may take to say what it holds; the parent kills it much sooner. */
  private static final long LAST_WORDS_SECONDS = 30;

  /** What a slow start leaves at least. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  private final PrintStream out;
  private volatile boolean stop;

  private WorkerMain(PrintStream out) {
    this.out = out;
  }

  /** Runs the child; never returns. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // Whatever a library prints must not look like a message.
    CountDownLatch done = new CountDownLatch(1);
    WorkerMain worker = new WorkerMain(out);
    // Ctrl-C reaches the whole process group: this process first says what it holds.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> worker.lastWords(done), "last words"));
    int code = worker.run(args);
    out.flush();
    done.countDown();
    Runtime.getRuntime().halt(code);
  }

  private void lastWords(CountDownLatch done) {
    stop = true;
    try {
      done.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(String[] args) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      JsonNode request =
          Messages.parse(line == null ? "" : line)
              .filter(m -> m.path("type").asText().equals("solve"))
              .orElseThrow(() -> new IOException("no request"));
      Thread watch = new Thread(() -> watch(in), "parent watch");
      watch.setDaemon(true);
      watch.start();
      Backend backend = (Backend) Class.forName(args[0]).getDeclaredConstructor().newInstance();
      BackendResult result =
          backend.solve(ModelReader.read(request.path("model")), remaining(Messages.limits(request)), new Forward());
      result.solution().ifPresent(best -> send(Messages.solution(best)));
      send(Messages.statistics(result));
      send(Messages.status(result));
      return 0;
    } catch (BackendRefusal refusal) {
      send(Messages.refused(refusal));
      return 0;
    } catch (IOException | ReflectiveOperationException | RuntimeException | StackOverflowError | LinkageError e) {
      send(Messages.error(e.toString()));
      return 1;
    }
  }

  /**
   * The limits less the time since this process started, so that the caller's limit is kept; at least a second (or all of a
   * shorter limit) is left, or a slow start would leave nothing. A reproducible limit counts work and stays.
   */
  private static Limits remaining(Limits limits) {
    if (limits.reproducible()) {
      return limits;
    }
    Instant now = Instant.now();
    Duration elapsed = Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    Duration least = limits.time().compareTo(LEAST_TIME) < 0 ? limits.time() : LEAST_TIME;
    Duration left = limits.time().minus(elapsed.isNegative() ? Duration.ZERO : elapsed);
    return limits.withTime(left.compareTo(least) < 0 ? least : left);
  }

  /** Reads on: a stop request, or the end of the stream because the parent is gone. */
  private void watch(BufferedReader in) {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        stop |= Messages.parse(line).map(m -> m.path("type").asText().equals("stop")).orElse(false);
      }
    } catch (IOException e) {
      // The same as the end of the stream.
    }
    Runtime.getRuntime().halt(0);
  }

  private synchronized void send(String message) {
    out.print(message + "\n");
    out.flush();
    if (out.checkError()) {
      Runtime.getRuntime().halt(0); // Nobody listens any more.
    }
  }

  private final class Forward implements BackendListener {
    @Override
    public void solution(Assignment assignment, long objective) {
      send(Messages.solution(assignment));
    }

    @Override
    public void bound(long lowerBound) {
      send(Messages.bound(lowerBound));
    }

    @Override
    public boolean shouldStop() {
      return stop;
    }
  }
}
