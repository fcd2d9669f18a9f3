package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramScheduleFeasibility;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramScheduleReader;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Instances to test on: those of the reference program, and small random ones. */
final class Instances {
  private static final Path FOLDER = Path.of("../models/src/test/resources/reference/soma/dram-schedule");

  private Instances() {}

  static List<String> references() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList();
    }
  }

  static DramScheduleProblem reference(String name) {
    return DramScheduleReader.read(FOLDER.resolve(name + ".json"));
  }

  /**
   * An instance in which everything that may happen does: tensors of no size, loads of another group, stores that are read again, stores
   * that stay, and often a buffer that only just suffices.
   */
  static DramScheduleProblem random(Random random, int mostTiles, int mostTensors) {
    int n = 1 + random.nextInt(mostTiles);
    List<ComputeTile> tiles = new ArrayList<>();
    boolean fewGroups = random.nextBoolean();
    for (int q = 0; q < n; q++) {
      tiles.add(new ComputeTile("t" + q, random.nextInt(8), fewGroups ? random.nextInt(2) : q));
    }
    List<DramTensor> tensors = new ArrayList<>();
    int most = 1 + random.nextInt(mostTensors);
    for (int q = 0; q < n && tensors.size() < most; q++) {
      if (random.nextInt(3) == 0) {
        int minEnd = q + 1 + random.nextInt(Math.min(3, n - q));
        tensors.add(new DramTensor.Store("s" + q, size(random), tiles.get(q).group(), q, minEnd, minEnd));
      }
    }
    int stores = tensors.size();
    while (tensors.size() < most) {
      int q = random.nextInt(n);
      int end = q + 1 + random.nextInt(Math.min(4, n - q));
      int group = random.nextInt(5) == 0 ? random.nextInt(3) : tiles.get(q).group();
      List<Integer> after = new ArrayList<>();
      for (int y = 0; y < stores && random.nextInt(3) == 0; y++) {
        if (tensors.get(y).tile() < q) {
          after.add(y);
        }
      }
      tensors.add(new DramTensor.Load("l", size(random), group, q, end, Math.max(-1, q - 1), after));
    }
    List<LocalTensor> locals = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      int start = random.nextInt(n);
      locals.add(new LocalTensor(random.nextInt(5), start, start + 1 + random.nextInt(n - start)));
    }
    long bandwidth = 1 + random.nextInt(2);
    List<Integer> order = DefaultSchedule.order(tensors);
    long wide = 1000;
    Streams streams = Streams.of(new DramScheduleProblem("random", bandwidth, wide, tiles, tensors, locals, order));
    long spare = wide;
    for (int q = 0; q < n; q++) {
      spare = Math.min(spare, streams.freeBytes(q));
    }
    long buffer = Math.max(1, wide - spare + (random.nextInt(3) == 0 ? 0 : random.nextInt(10)));
    DramScheduleProblem problem = new DramScheduleProblem("random", bandwidth, buffer, tiles, tensors, locals, order);
    DramScheduleFeasibility.check(problem);
    return problem;
  }

  private static long size(Random random) {
    return random.nextInt(6) == 0 ? random.nextInt(2) : 1 + random.nextInt(6);
  }
}
