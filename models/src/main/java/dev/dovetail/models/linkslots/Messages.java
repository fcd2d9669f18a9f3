package dev.dovetail.models.linkslots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Expands flows to messages: scatters and gathers to one message per pair, multicasts and reduces too where trees are switched off. */
final class Messages {
  private final List<Flow> flows;
  private final SlotRules rules;
  private final List<Message> messages = new ArrayList<>();
  private final Map<Integer, List<Integer>> ofFlow = new HashMap<>();

  Messages(List<Flow> flows, SlotRules rules) {
    this.flows = flows;
    this.rules = rules;
  }

  /** All messages, in the order of the flows, of destinations or sources in them, and of chunks. */
  List<Message> expand() {
    for (int f = 0; f < flows.size(); f++) {
      Flow flow = flows.get(f);
      switch (flow.kind()) {
        case UNICAST -> add(f, "", Message.Shape.PATH, flow.sources(), flow.destinations());
        case TRANSFER -> add(f, "", Message.Shape.LINK, flow.sources(), flow.destinations());
        case MULTICAST -> {
          if (rules.multicastTrees() && flow.destinations().size() > 1) {
            add(f, "", Message.Shape.TREE, flow.sources(), flow.destinations());
          } else {
            pairs(f, flow);
          }
        }
        case REDUCE -> {
          if (rules.reduceInNetwork() && flow.sources().size() > 1) {
            add(f, "", Message.Shape.IN_TREE, flow.sources(), flow.destinations());
          } else {
            pairs(f, flow);
          }
        }
        case SCATTER, GATHER -> pairs(f, flow);
      }
    }
    return link();
  }

  private void pairs(int f, Flow flow) {
    boolean single = flow.sources().size() * flow.destinations().size() == 1;
    int i = 0;
    for (int s : flow.sources()) {
      for (int d : flow.destinations()) {
        add(f, single ? "" : "[" + i + "]", Message.Shape.PATH, List.of(s), List.of(d));
        i++;
      }
    }
  }

  private void add(int f, String suffix, Message.Shape shape, List<Integer> sources, List<Integer> destinations) {
    Flow flow = flows.get(f);
    for (int c = 0; c < flow.chunks(); c++) {
      int index = messages.size();
      String name = flow.id() + suffix + (flow.chunks() > 1 ? "#" + c : "");
      ofFlow.computeIfAbsent(f, k -> new ArrayList<>()).add(index);
      messages.add(new Message(index, f, name, shape, sources, destinations, flow.volume(), flow.release(), flow.deadline(),
          flow.weight(), flow.period(), List.of(), c == 0 ? -1 : index - 1));
    }
  }

  /** Gives each message the messages that its flow waits for. */
  private List<Message> link() {
    List<Message> linked = new ArrayList<>();
    for (Message m : messages) {
      List<Message.After> after = new ArrayList<>();
      for (Flow.After a : flows.get(m.flow()).after()) {
        for (int before : ofFlow.getOrDefault(a.flow(), List.of())) {
          if (a.destination() < 0 || messages.get(before).destinations().contains(a.destination())) {
            after.add(new Message.After(before, a.destination(), a.lag()));
          }
        }
      }
      linked.add(after.isEmpty()
          ? m
          : new Message(m.index(), m.flow(), m.name(), m.shape(), m.sources(), m.destinations(), m.volume(), m.release(),
              m.deadline(), m.weight(), m.period(), after, m.previousChunk()));
    }
    return linked;
  }
}
