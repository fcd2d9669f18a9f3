package dev.dovetail.solver.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * A machine that runs mapping files of kind {@code mapping}: it knows the file and nothing else, has no clock, and takes what may happen next
 * at random. Its memories are bytes; each byte of each tensor has a number of its own, so that a byte which is read from a wrong
 * place, too early or after something else took its place, is found.
 */
final class ProgrammeMachine {
  private static final int GARBAGE = -1;

  private static final class Core {
    final String name;
    final JsonNode list;
    final int[] memory;
    int next;
    final Deque<Integer> computes = new ArrayDeque<>();
    boolean running;

    Core(String name, JsonNode list, int bytes) {
      this.name = name;
      this.list = list;
      this.memory = new int[bytes];
      Arrays.fill(memory, GARBAGE);
    }
  }

  private final JsonNode file;
  private final SplittableRandom random;
  private final Map<String, JsonNode> tensors = new HashMap<>();
  private final Map<String, Integer> firstNumber = new HashMap<>();
  private final Map<String, Core> cores = new LinkedHashMap<>();
  private final Map<Integer, JsonNode> places = new HashMap<>();
  private final Map<Integer, JsonNode> computeOf = new HashMap<>();
  private final int[] dram;
  private final Map<String, Deque<Integer>> channels = new LinkedHashMap<>();
  private final Map<Integer, List<String>> channelsOf = new HashMap<>();
  private final int[] parties;
  private final List<Integer> waiting = new ArrayList<>();
  private final Set<Integer> moving = new HashSet<>();
  private final Set<String> signalled = new HashSet<>();

  ProgrammeMachine(JsonNode file, long seed) {
    this.file = file;
    this.random = new SplittableRandom(seed);
    int numbers = 0;
    long dramBytes = 0;
    for (JsonNode t : file.path("tensors")) {
      require(t.path("bitsPerElement").asInt() % 8 == 0, "whole bytes");
      tensors.put(t.path("name").asText(), t);
      firstNumber.put(t.path("name").asText(), numbers);
      numbers = Math.addExact(numbers, t.path("bytes").asInt());
      dramBytes = Math.max(dramBytes, t.path("dramAddress").asLong() + t.path("bytes").asLong());
    }
    dram = new int[Math.toIntExact(dramBytes)];
    Arrays.fill(dram, GARBAGE);
    for (JsonNode t : file.path("tensors")) {
      String role = t.path("role").asText();
      if (role.equals("input") || role.equals("weight")) {
        for (int i = 0; i < t.path("bytes").asInt(); i++) {
          dram[t.path("dramAddress").asInt() + i] = firstNumber.get(t.path("name").asText()) + i;
        }
      }
    }
    file.path("instructions").properties().forEach(e -> cores.put(e.getKey(),
        new Core(e.getKey(), e.getValue(), file.path("memory").path(e.getKey()).path("capacityBytes").asInt())));
    file.path("addresses").forEach(c -> c.path("buffers").forEach(b -> places.put(b.get(0).asInt(), b.get(1))));
    file.path("channels").properties().forEach(e -> {
      channels.put(e.getKey(), new ArrayDeque<>());
      for (JsonNode slot : e.getValue()) {
        channels.get(e.getKey()).add(slot.get(0).asInt());
        channelsOf.computeIfAbsent(slot.get(0).asInt(), k -> new ArrayList<>()).add(e.getKey());
      }
    });
    parties = new int[file.path("transfers").size()];
    for (int x = 0; x < parties.length; x++) {
      waiting.add(x);
    }
  }

  /** Runs everything, and checks that the outputs are complete. */
  void run() {
    List<Runnable> possible = possible();
    while (!possible.isEmpty()) {
      possible.get(random.nextInt(possible.size())).run();
      possible = possible();
    }
    for (Core core : cores.values()) {
      require(core.next == core.list.size(), core.name + " never ends");
      require(core.computes.isEmpty(), core.name + " never runs everything");
    }
    require(waiting.isEmpty() && moving.isEmpty(), "transfers never end");
    for (JsonNode t : file.path("tensors")) {
      if (t.path("role").asText().equals("output")) {
        for (int i = 0; i < t.path("bytes").asInt(); i++) {
          require(dram[t.path("dramAddress").asInt() + i] == firstNumber.get(t.path("name").asText()) + i,
              "an output is incomplete");
        }
      }
    }
  }

  private List<Runnable> possible() {
    List<Runnable> possible = new ArrayList<>();
    for (Core core : cores.values()) {
      if (core.next < core.list.size()) {
        JsonNode i = core.list.get(core.next);
        if (!i.path("op").asText().equals("WAIT") || signalled.contains(i.path("token").asText())) {
          possible.add(() -> issue(core, i));
        }
      }
      if (!core.computes.isEmpty()) {
        possible.add(core.running ? () -> endCompute(core) : () -> beginCompute(core));
      }
    }
    for (int x : waiting) {
      if (mayBegin(x)) {
        possible.add(() -> begin(x));
      }
    }
    moving.forEach(x -> possible.add(() -> end(x)));
    return possible;
  }

  private void issue(Core core, JsonNode i) {
    core.next++;
    switch (i.path("op").asText()) {
      case "LOAD", "RECEIVE" -> {
        same(i);
        spoil(core, i.path("at"), bytes(i.path("buffer").asInt()));
        parties[i.path("transfer").asInt()]++;
      }
      case "SEND", "STORE" -> {
        same(i);
        parties[i.path("transfer").asInt()]++;
      }
      case "COMPUTE" -> {
        JsonNode task = file.path("tasks").get(i.path("task").asInt());
        for (int k = 0; k < task.path("writes").size(); k++) {
          spoil(core, i.path("writes").get(k), bytes(task.path("writes").get(k).asInt()));
        }
        computeOf.put(i.path("task").asInt(), i);
        core.computes.add(i.path("task").asInt());
      }
      case "FREE" -> spoil(core, places.get(i.path("buffer").asInt()), bytes(i.path("buffer").asInt()));
      default -> require(i.path("op").asText().equals("WAIT"), "no such instruction");
    }
  }

  private void same(JsonNode i) {
    require(i.path("at").equals(places.get(i.path("buffer").asInt())), "the memory map and the programme differ");
  }

  private void beginCompute(Core core) {
    core.running = true;
    JsonNode i = computeOf.get(core.computes.peek());
    reads(core, i);
    if (i.has("scratch") && i.path("scratch").isIntegralNumber()) {
      core.memory[i.path("scratch").asInt()] = GARBAGE;
    }
    reads(core, i);
  }

  private void reads(Core core, JsonNode i) {
    JsonNode task = file.path("tasks").get(i.path("task").asInt());
    for (int k = 0; k < task.path("reads").size(); k++) {
      JsonNode buffer = file.path("buffers").get(task.path("reads").get(k).asInt());
      walk(buffer.path("boxes"), buffer.path("tensor").asText(), expect(core, i.path("reads").get(k)));
    }
  }

  private LongConsumer expect(Core core, JsonNode at) {
    int[] position = {0};
    return number -> require(core.memory[address(at, position[0]++)] == number, "a core reads other data than it should");
  }

  private void endCompute(Core core) {
    int task = core.computes.remove();
    core.running = false;
    JsonNode i = computeOf.get(task);
    reads(core, i);
    JsonNode writes = file.path("tasks").get(task).path("writes");
    for (int k = 0; k < writes.size(); k++) {
      fill(core, writes.get(k).asInt(), i.path("writes").get(k));
    }
    signalled.add(i.path("signals").asText());
  }

  private boolean mayBegin(int x) {
    JsonNode transfer = file.path("transfers").get(x);
    int needed = transfer.path("targets").size() + (transfer.has("source") ? 1 : 0);
    return parties[x] == needed
        && channelsOf.getOrDefault(x, List.of()).stream().allMatch(c -> channels.get(c).peek() == x);
  }

  private void begin(int x) {
    waiting.remove((Integer) x);
    moving.add(x);
    carried(x);
    JsonNode transfer = file.path("transfers").get(x);
    if (transfer.path("kind").asText().equals("store")) {
      inDram(transfer, (address, number) -> dram[address] = GARBAGE);
    }
  }

  /** Checks that what a transfer carries is where it takes it from. */
  private void carried(int x) {
    JsonNode transfer = file.path("transfers").get(x);
    if (transfer.has("source")) {
      JsonNode buffer = file.path("buffers").get(transfer.path("source").asInt());
      Core core = cores.get(buffer.path("core").asText());
      Map<Long, Integer> inBuffer = new HashMap<>();
      walk(buffer.path("boxes"), buffer.path("tensor").asText(), number -> inBuffer.put(number, inBuffer.size()));
      walk(transfer.path("boxes"), transfer.path("tensor").asText(), number -> require(
          core.memory[address(places.get(transfer.path("source").asInt()), inBuffer.get(number))] == number,
          "a core sends other data"));
    } else {
      inDram(transfer, (address, number) -> require(dram[address] == number, "DRAM does not hold what is loaded"));
    }
  }

  private void end(int x) {
    carried(x);
    moving.remove(x);
    JsonNode transfer = file.path("transfers").get(x);
    for (JsonNode b : transfer.path("targets")) {
      JsonNode buffer = file.path("buffers").get(b.asInt());
      fill(cores.get(buffer.path("core").asText()), b.asInt(), places.get(b.asInt()));
    }
    if (transfer.path("kind").asText().equals("store")) {
      inDram(transfer, (address, number) -> dram[address] = number);
    }
    channelsOf.getOrDefault(x, List.of()).forEach(c -> channels.get(c).remove());
    signalled.add("transfer" + x);
  }

  private void fill(Core core, int b, JsonNode at) {
    JsonNode buffer = file.path("buffers").get(b);
    int[] position = {0};
    walk(buffer.path("boxes"), buffer.path("tensor").asText(),
        number -> core.memory[address(at, position[0]++)] = Math.toIntExact(number));
  }

  private void spoil(Core core, JsonNode at, int bytes) {
    for (int i = 0; i < bytes; i++) {
      core.memory[address(at, i)] = GARBAGE;
    }
  }

  private int bytes(int b) {
    return file.path("buffers").get(b).path("bytes").asInt();
  }

  private static int address(JsonNode at, int position) {
    if (at.isIntegralNumber()) {
      return at.asInt() + position;
    }
    int left = position;
    for (JsonNode part : at) {
      if (left < part.get(1).asInt()) {
        return part.get(0).asInt() + left;
      }
      left -= part.get(1).asInt();
    }
    throw new AssertionError("beyond the place");
  }

  private interface AtAddress {
    void at(int address, int number);
  }

  private void inDram(JsonNode transfer, AtAddress action) {
    String name = transfer.path("tensor").asText();
    int base = tensors.get(name).path("dramAddress").asInt();
    walk(transfer.path("boxes"), name,
        number -> action.at(base + (int) (number - firstNumber.get(name)), (int) number));
  }

  /** The numbers of all bytes of some boxes of a tensor, in order. */
  private void walk(JsonNode boxes, String tensor, LongConsumer action) {
    JsonNode shape = tensors.get(tensor).path("shape");
    int width = tensors.get(tensor).path("bitsPerElement").asInt() / 8;
    for (JsonNode box : boxes) {
      walk(box, shape, 0, 0, element -> {
        for (int k = 0; k < width; k++) {
          action.accept(firstNumber.get(tensor) + element * width + k);
        }
      });
    }
  }

  private static void walk(JsonNode box, JsonNode shape, int axis, long offset, LongConsumer action) {
    if (axis == box.size()) {
      action.accept(offset);
      return;
    }
    for (long i = box.get(axis).get(0).asLong(); i < box.get(axis).get(1).asLong(); i++) {
      walk(box, shape, axis + 1, offset * shape.get(axis).asLong() + i, action);
    }
  }

  private static void require(boolean holds, String words) {
    if (!holds) {
      throw new AssertionError(words);
    }
  }
}
