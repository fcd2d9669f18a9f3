package dev.dovetail.benchmarks.metro;

import dev.dovetail.benchmarks.BenchRun;
import dev.dovetail.benchmarks.ProblemFiles;
import dev.dovetail.benchmarks.Runner;
import dev.dovetail.benchmarks.wormhole.WormholeSettings;
import dev.dovetail.benchmarks.wormhole.WormholeTraffic;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.LinkSlotsReader;
import dev.dovetail.solver.KindMethods;
import dev.dovetail.solver.cli.Durations;
import dev.dovetail.solver.registry.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dovetail bench metro}: slot tables against a traditional network and against METRO's search. */
@Command(name = "metro", mixinStandardHelpOptions = true,
    description = {
        "Schedule flow sets on link slots and run them on a traditional network of wormhole routers; write the table slots vs wormhole vs metro-ea.",
        "Unicast slots and slots with trees stand in tables of their own. Each run of a method is a process of its own; METRO's search gets the"
            + " time that ours gets."
    })
public final class MetroCommand implements Callable<Integer> {
  private static final String GREEDY = "greedy";
  private static final String METRO = "metro-ea";
  private static final Path REFERENCE_SETS = Path.of("benchmarks", "instances", LinkSlotsProblem.KIND);
  /** Beside the time limit: the JVM's start, the grace that a method gets to stop, the report. */
  private static final long GRACE_SECONDS = 120;

  @Parameters(arity = "0..*", paramLabel = "FLOWS.json",
      description = "Flow sets, or directories of them. Default: benchmarks/instances/link-slots.")
  List<Path> files = new ArrayList<>();

  @Option(names = "--solver", paramLabel = "NAME", description = "Our method. Default: the kind's default.")
  @Nullable
  String solver;

  @Option(names = "--routes", split = ",", paramLabel = "NAME", defaultValue = "xy,free",
      description = "Which routes slot tables may use, a row each: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  List<SlotRoutes> routes = new ArrayList<>();

  @Option(names = "--virtual-channels", paramLabel = "N", defaultValue = "4",
      description = "Of every input of the traditional network. Default: ${DEFAULT-VALUE}.")
  int virtualChannels;

  @Option(names = "--buffer-flits", paramLabel = "N", defaultValue = "8",
      description = "Places of each virtual channel. Default: ${DEFAULT-VALUE}.")
  int bufferFlits;

  @Option(names = "--draws", paramLabel = "N", defaultValue = "3",
      description = "Runs of the traditional network where packets draw their way; the middle one counts. Default: ${DEFAULT-VALUE}.")
  int draws;

  @Option(names = "--no-channel-table",
      description = "Leave out the table of the traditional network by virtual channels.")
  boolean noChannelTable;

  @Option(names = "--time-limit", paramLabel = "TIME", description = "Of each run: 500ms, 30s, 5m. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s", converter = Durations.class)
  Duration timeLimit = Duration.ofSeconds(60);

  @Option(names = "--threads", paramLabel = "N", description = "Of each run. Default: ${DEFAULT-VALUE}.", defaultValue = "2")
  int threads;

  @Option(names = "--seed", paramLabel = "N", description = "Of every choice. Default: ${DEFAULT-VALUE}.", defaultValue = "1")
  long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "Where tables and runs go. Default: ${DEFAULT-VALUE}.",
      defaultValue = "out/metro")
  Path out = Path.of("");

  @Spec
  @Nullable
  CommandSpec spec;

  private final List<MetroRow> rows = new ArrayList<>();
  private final List<BaselineRow> baselines = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    KindMethods<?, ?> kind = Methods.kinds().stream().filter(k -> k.kind().name().equals(LinkSlotsProblem.KIND)).findFirst()
        .orElseThrow(() -> usage("No method answers problems of kind %s.".formatted(LinkSlotsProblem.KIND)));
    String ours = solver == null ? kind.defaultMethod() : solver;
    checkOptions(kind, ours);
    List<MetroSet> sets = sets();
    Conventions conventions =
        new Conventions(virtualChannels, bufferFlits, draws, seed, threads, timeLimit.toMillis() / 1000.0, ours);
    boolean metro = kind.names().contains(METRO);
    boolean complete = true;
    for (int i = 0; i < sets.size(); i++) {
      MetroSet set = sets.get(i);
      say("%d/%d %s", i + 1, sets.size(), set.problem().name());
      Baseline baseline = baseline(set);
      for (boolean trees : set.hasTrees() ? new boolean[] {false, true} : new boolean[] {false}) {
        for (SlotRoutes r : routes) {
          MetroRow row = row(set, baseline, trees, r, ours, metro);
          complete &= row.best().objective() != null;
          rows.add(row);
          // After each row, so that an interrupted run keeps what it has.
          write(new MetroTable(conventions, rows, baselines));
        }
      }
    }
    System.out.print(new MetroTable(conventions, rows, baselines).markdown());
    return complete ? 0 : 1;
  }

  /** Runs the traditional network, also for its own table. */
  private Baseline baseline(MetroSet set) {
    if (set.obstacle().isPresent()) {
      say("  no wormhole: %s", set.obstacle().get());
      return Baseline.NONE;
    }
    Baseline.Runs runs = new Baseline.Runs(set, bufferFlits, draws, seed);
    Baseline baseline = Baseline.of(runs, virtualChannels);
    say("  wormhole XY: %d cycles, %d with hop 1", baseline.xy(), baseline.xyFast());
    if (!noChannelTable) {
      baselines.addAll(BaselineRow.of(set, runs));
    }
    return baseline;
  }

  private void checkOptions(KindMethods<?, ?> kind, String ours) {
    if (threads < 1 || draws < 1 || bufferFlits < 1) {
      throw usage("The threads (%d), draws (%d) and places of a virtual channel (%d) must be positive.".formatted(threads, draws,
          bufferFlits));
    }
    if (virtualChannels < 1 || virtualChannels > WormholeSettings.MOST_VIRTUAL_CHANNELS) {
      throw usage("The number of virtual channels (%d) must be in 1 to %d.".formatted(virtualChannels,
          WormholeSettings.MOST_VIRTUAL_CHANNELS));
    }
    if (kind.method(ours).isEmpty()) {
      throw usage("The method (%s) must be one of %s.".formatted(ours, String.join(", ", kind.names())));
    }
  }

  private List<MetroSet> sets() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    List<MetroSet> sets = new ArrayList<>();
    for (Path file : ProblemFiles.of(files.isEmpty() ? List.of(REFERENCE_SETS) : files, List.of(".json"), command)) {
      MetroSet.read(file).ifPresentOrElse(sets::add, () -> {
        if (files.contains(file)) {
          throw new BadInputException("The file (%s) is no flow set.".formatted(file),
              "it is a problem file: those are solved by 'dovetail solve'.");
        }
      });
    }
    if (sets.isEmpty()) {
      throw usage("There is nothing to run: no flow set in " + (files.isEmpty() ? List.of(REFERENCE_SETS) : files) + ".");
    }
    if (sets.stream().map(s -> s.problem().name()).distinct().count() < sets.size()) {
      throw usage("Two flow sets have one name, and would write to one directory.");
    }
    return sets;
  }

  private MetroRow row(MetroSet set, Baseline baseline, boolean trees, SlotRoutes slotRoutes, String ours, boolean metro)
      throws IOException, InterruptedException {
    Path file = SlotProblemFile.write(out.resolve("problems"), set, trees, slotRoutes);
    LinkSlotsProblem problem = trees ? set.problem() : WormholeTraffic.unicast(set.problem());
    checkSame(LinkSlotsReader.read(file), problem, slotRoutes);
    SlotAnswer greedy = run(file, GREEDY);
    return new MetroRow(set.problem().name(), trees, slotRoutes, problem.messages().size(),
        set.problem().network().ports().name().toLowerCase(Locale.ROOT), set.packetFlits(), baseline, greedy,
        metro && slotRoutes.fitsMetro() ? run(file, METRO) : null, ours.equals(GREEDY) ? greedy : run(file, ours));
  }

  /** The file that the methods get asks what the table says. */
  private static void checkSame(LinkSlotsProblem written, LinkSlotsProblem meant, SlotRoutes routes) {
    if (!written.flows().equals(meant.flows()) || !written.network().equals(meant.network())
        || !written.rules().equals(meant.rules().withRoutes(routes.policy()))) {
      throw new IllegalStateException("The problem file of %s is another problem than its flow set.".formatted(written.name()));
    }
  }

  private SlotAnswer run(Path file, String method) throws IOException, InterruptedException {
    Runner runner = new Runner(
        List.of("--time-limit", timeLimit.toMillis() + "ms", "--seed", Long.toString(seed), "--threads",
            Integer.toString(threads)),
        out.resolve("runs"), timeLimit.toSeconds() + GRACE_SECONDS);
    BenchRun run = BenchRun.file(file, method);
    SlotAnswer answer = SlotAnswer.of(runner.run(run));
    say("  %s, %s: %s", run.instance(), method, answer.objective() == null ? answer.proof() : answer.objective() + " slots");
    if (answer.objective() == null) {
      System.err.println(runner.complaint(run));
    }
    return answer;
  }

  private void write(MetroTable table) throws IOException {
    Files.writeString(out.resolve("metro.csv"), table.csv());
    Files.writeString(out.resolve("wormhole.csv"), table.baselineCsv());
    Files.writeString(out.resolve("metro.md"), table.markdown());
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
