package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Findings;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A schedule whose names and ids were looked up: what is wrong in itself is reported once and left out (null, -1, false), so
 * that the rules between the parts work on sound parts only.
 */
final class Resolved {
  /** Cycles above this are refused, so that sums of them cannot overflow. */
  static final long LATEST = 1L << 60;

  /** The creator of a buffer that has none. */
  static final int NO_CREATOR = Integer.MIN_VALUE;

  final AllocationProblem problem;
  final Schedule schedule;
  final Findings findings;

  final @Nullable Layer[] taskLayer;
  final int[] taskCore;
  final @Nullable CostPoint[] taskPoint;
  final boolean[] taskTimed;

  final int[] bufferCore;
  final @Nullable Tensor[] bufferTensor;
  final boolean[] bufferSound;
  final long[] bufferBytes;
  /** What fills each buffer: a task's id, the complement (~) of a transfer's id, or {@link #NO_CREATOR}. */
  final int[] creator;

  final @Nullable Tensor[] transferTensor;
  final boolean[] transferTimed;
  final long[] transferBytes;
  final @Nullable Walk[] transferWalk;

  private final Map<String, Integer> layerIndex = new HashMap<>();
  private final Map<String, Integer> coreIndex = new HashMap<>();

  Resolved(AllocationProblem problem, Schedule schedule, Findings findings) {
    this.problem = problem;
    this.schedule = schedule;
    this.findings = findings;
    Accelerator accelerator = problem.accelerator();
    for (int l = 0; l < problem.workload().layers().size(); l++) {
      layerIndex.put(problem.workload().layers().get(l).name(), l);
    }
    for (int c = 0; c < accelerator.cores().size(); c++) {
      coreIndex.put(accelerator.cores().get(c).name(), c);
    }
    int tasks = schedule.tasks().size();
    taskLayer = new Layer[tasks];
    taskCore = new int[tasks];
    taskPoint = new CostPoint[tasks];
    taskTimed = new boolean[tasks];
    int buffers = schedule.buffers().size();
    bufferCore = new int[buffers];
    bufferTensor = new Tensor[buffers];
    bufferSound = new boolean[buffers];
    bufferBytes = new long[buffers];
    creator = new int[buffers];
    int transfers = schedule.transfers().size();
    transferTensor = new Tensor[transfers];
    transferTimed = new boolean[transfers];
    transferBytes = new long[transfers];
    transferWalk = new Walk[transfers];
    for (int t = 0; t < tasks; t++) {
      resolveTask(t);
    }
    for (int b = 0; b < buffers; b++) {
      resolveBuffer(b);
    }
    for (int x = 0; x < transfers; x++) {
      resolveTransfer(x);
    }
    resolveCreators();
  }

  private void resolveTask(int t) {
    Schedule.Task task = schedule.tasks().get(t);
    taskCore[t] = core(task.core(), () -> taskName(t));
    taskTimed[t] = timed(task.start(), task.end(), () -> taskName(t));
    Integer index = layerIndex.get(task.layer());
    if (index == null) {
      findings.add("unknown-layer", taskName(t), "The layer (%s) does not exist.", task.layer());
      return;
    }
    Layer layer = problem.workload().layers().get(index);
    if (!Coverage.fits(task.box(), layer.shape())) {
      findings.add("task-box", taskName(t), "The box must be non-empty and inside of the output's shape %s.", layer.shape());
      return;
    }
    taskLayer[t] = layer;
  }

  private void resolveBuffer(int b) {
    Schedule.Buffer buffer = schedule.buffers().get(b);
    bufferCore[b] = core(buffer.core(), () -> bufferName(b));
    bufferTensor[b] = tensor(buffer.tensor(), () -> bufferName(b));
    Tensor tensor = bufferTensor[b];
    if (tensor != null) {
      bufferBytes[b] = bytes(tensor, buffer.boxes(), () -> bufferName(b));
      bufferSound[b] = bufferBytes[b] > 0 && bufferCore[b] >= 0;
      if (bufferBytes[b] > 0 && bufferBytes[b] != buffer.bytes()) {
        findings.add("buffer-bytes", bufferName(b), "The bytes (%d) must be %d.", buffer.bytes(), bufferBytes[b]);
      }
    }
  }

  private void resolveTransfer(int x) {
    Schedule.Transfer transfer = schedule.transfers().get(x);
    transferTimed[x] = timed(transfer.start(), transfer.end(), () -> transferName(x));
    Tensor tensor = tensor(transfer.tensor(), () -> transferName(x));
    if (tensor != null) {
      transferBytes[x] = bytes(tensor, transfer.boxes(), () -> transferName(x));
      if (transferBytes[x] > 0) {
        transferTensor[x] = tensor;
        if (transferBytes[x] != transfer.bytes()) {
          findings.add("transfer-bytes", transferName(x), "The bytes (%d) must be %d.", transfer.bytes(), transferBytes[x]);
        }
      }
    }
  }

  private void resolveCreators() {
    Arrays.fill(creator, NO_CREATOR);
    for (int t = 0; t < schedule.tasks().size(); t++) {
      for (int b : schedule.tasks().get(t).writes()) {
        create(b, t);
      }
    }
    for (int x = 0; x < schedule.transfers().size(); x++) {
      for (int b : schedule.transfers().get(x).targets()) {
        create(b, ~x);
      }
    }
    for (int b = 0; b < creator.length; b++) {
      if (creator[b] == NO_CREATOR) {
        findings.add("buffer-creator", bufferName(b), "No task and no transfer fills it.");
      }
    }
  }

  private void create(int b, int by) {
    if (!isBuffer(b)) {
      findings.add("unknown-buffer", creatorName(by), "It fills the buffer (%d), which does not exist.", b);
    } else if (creator[b] != NO_CREATOR) {
      findings.add("buffer-creator", bufferName(b), "It is filled by %s and again by %s.", creatorName(creator[b]),
          creatorName(by));
    } else {
      creator[b] = by;
    }
  }

  /** Whether there is a buffer of that id. */
  boolean isBuffer(int b) {
    return b >= 0 && b < schedule.buffers().size();
  }

  /** Start of what fills buffer {@code b}; it must have a creator. */
  long born(int b) {
    return creator[b] >= 0 ? schedule.tasks().get(creator[b]).start() : schedule.transfers().get(~creator[b]).start();
  }

  /** End of what fills buffer {@code b}; it must have a creator. */
  long ready(int b) {
    return creator[b] >= 0 ? schedule.tasks().get(creator[b]).end() : schedule.transfers().get(~creator[b]).end();
  }

  /** Name of the core, for messages. */
  String coreName(int c) {
    return problem.accelerator().cores().get(c).name();
  }

  /** The task with its layer, for messages. */
  String taskName(int t) {
    Schedule.Task task = schedule.tasks().get(t);
    return "task " + t + " (" + task.layer() + task.box() + " on " + task.core() + ")";
  }

  /** The buffer with its tensor, for messages. */
  String bufferName(int b) {
    Schedule.Buffer buffer = schedule.buffers().get(b);
    return "buffer " + b + " (" + buffer.tensor() + " on " + buffer.core() + ")";
  }

  /** The transfer with its tensor, for messages. */
  String transferName(int x) {
    Schedule.Transfer transfer = schedule.transfers().get(x);
    return "transfer " + x + " (" + transfer.kind() + " " + transfer.tensor() + ")";
  }

  private String creatorName(int by) {
    return by >= 0 ? taskName(by) : transferName(~by);
  }

  private int core(String name, Supplier<String> where) {
    Integer c = coreIndex.get(name);
    if (c == null) {
      findings.add("unknown-core", where.get(), "The core (%s) does not exist.", name);
      return -1;
    }
    return c;
  }

  private @Nullable Tensor tensor(String name, Supplier<String> where) {
    Tensor tensor = problem.workload().tensors().get(name);
    if (tensor == null) {
      findings.add("unknown-tensor", where.get(), "The tensor (%s) does not exist.", name);
    }
    return tensor;
  }

  private boolean timed(long start, long end, Supplier<String> where) {
    if (start < 0 || end <= start || end > LATEST) {
      findings.add("time", where.get(), "The cycles [%d, %d) must be a non-empty interval between 0 and 2^60.", start, end);
      return false;
    }
    return true;
  }

  /** Bytes of disjoint boxes of a tensor; 0, and a violation, if they are not that. */
  private long bytes(Tensor tensor, List<Box> boxes, Supplier<String> where) {
    if (boxes.isEmpty()) {
      findings.add("boxes", where.get(), "There is no box.");
      return 0;
    }
    for (Box box : boxes) {
      if (!Coverage.fits(box, tensor.shape())) {
        findings.add("boxes", where.get(), "The box %s must be non-empty and inside of the tensor's shape %s.", box,
            tensor.shape());
        return 0;
      }
    }
    int[] overlap = Coverage.overlap(boxes);
    if (overlap != null) {
      findings.add("boxes", where.get(), "The boxes %s and %s share elements.", boxes.get(overlap[0]), boxes.get(overlap[1]));
      return 0;
    }
    return tensor.bytesOf(Coverage.volume(boxes));
  }
}
