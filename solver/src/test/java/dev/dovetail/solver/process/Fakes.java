package dev.dovetail.solver.process;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Backends that misbehave in a child. The model is always x in 0..9, x >= 3, minimise x; the first solution they tell is x = 5.
 */
final class Fakes {
  private Fakes() {}

  /** Tells one good solution, then misbehaves. */
  abstract static class Fake implements Backend {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public String description() {
      return "misbehaves";
    }

    @Override
    public boolean supports(Feature feature) {
      return true;
    }

    @Override
    public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
      listener.solution(Assignment.of(5), 5);
      return misbehave(listener);
    }

    abstract BackendResult misbehave(BackendListener listener);

    static BackendResult claim(long value, Proof proof, long bound) {
      return new BackendResult(
          Termination.COMPLETE, Assignment.of(value), value, proof, bound, false, "all is well", Map.of("nodes", "7"));
    }

    static void print(String text) {
      try {
        new FileOutputStream(FileDescriptor.out).write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static void sleep() {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Never ends and does not hear a stop. */
  public static final class Hangs extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      sleep();
      return claim(5, Proof.NONE, 3);
    }
  }

  /** Tells a better value that breaks the model. */
  public static final class Lies extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      listener.solution(Assignment.of(2), 2);
      return claim(2, Proof.OPTIMAL, 2);
    }
  }

  /** Tells a bound above its own solution. */
  public static final class LiesAboutTheBound extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      return claim(5, Proof.OPTIMAL, 6);
    }
  }

  /** Ends as a failed native check does. */
  public static final class Aborts extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      Runtime.getRuntime().halt(128 + 6);
      return claim(5, Proof.NONE, 3);
    }
  }

  /** Throws, as a bug does. */
  public static final class Throws extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      throw new IllegalStateException("a bug");
    }
  }

  /** Writes a line without end. */
  public static final class Floods extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      while (true) {
        print("x".repeat(8192));
      }
    }
  }

  /** Writes lines of garbage without end. */
  public static final class FloodsWithLines extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      while (true) {
        print("garbage\n".repeat(1000));
      }
    }
  }

  /** Takes all memory. */
  public static final class RunsOutOfMemory extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      List<long[]> all = new ArrayList<>();
      while (true) {
        all.add(new long[1 << 20]);
      }
    }
  }

  /** Prints like a native library does, then finishes well. */
  public static final class Chatters extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      print("[native] warning\n{\"broken json\n{}\n{\"type\":\"rumour\"}\n\n");
      System.out.println("{\"type\":\"solution\",\"values\":[0]}");
      listener.solution(Assignment.of(3), 3);
      return claim(3, Proof.OPTIMAL, 3);
    }
  }

  /** Exits without a word. */
  public static final class DiesAfterOneSolution extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      Runtime.getRuntime().halt(0);
      return claim(5, Proof.NONE, 3);
    }
  }

  /** Says why it dies, and then the JVM has its own say. */
  public static final class DiesAmongWarnings extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      System.err.println("the licence ran out");
      System.err.println("OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes");
      System.err.println("WARNING: A restricted method in java.lang.System has been called");
      System.err.flush();
      Runtime.getRuntime().halt(7);
      throw new AssertionError();
    }
  }

  /** Does not take the model. */
  public static final class Refuses extends Fake {
    @Override
    BackendResult misbehave(BackendListener listener) {
      throw new BackendRefusal(BackendRefusal.Kind.NOT_ALLOWED, "fake", "Too large.", "make it smaller.");
    }
  }
}
