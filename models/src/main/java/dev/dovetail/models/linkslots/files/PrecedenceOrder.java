package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.linkslots.Flow;
import java.util.ArrayList;
import java.util.List;

/** Finds flows that wait for themselves. */
final class PrecedenceOrder {
  private final List<Flow> flows;
  private final List<FlowRow> rows;

  PrecedenceOrder(List<Flow> flows, List<FlowRow> rows) {
    this.flows = flows;
    this.rows = rows;
  }

  /** Refuses a cycle, and names the flows on it. */
  void check() {
    int[] waitsFor = new int[flows.size()];
    List<List<Integer>> waiters = new ArrayList<>();
    flows.forEach(f -> waiters.add(new ArrayList<>()));
    for (int f = 0; f < waitsFor.length; f++) {
      waitsFor[f] = flows.get(f).after().size();
      for (Flow.After a : flows.get(f).after()) {
        waiters.get(a.flow()).add(f);
      }
    }
    List<Integer> free = new ArrayList<>();
    for (int f = 0; f < waitsFor.length; f++) {
      if (waitsFor[f] == 0) {
        free.add(f);
      }
    }
    int done = 0;
    for (; done < free.size(); done++) {
      for (int w : waiters.get(free.get(done))) {
        waitsFor[w]--;
        if (waitsFor[w] == 0) {
          free.add(w);
        }
      }
    }
    for (int f = 0; done < waitsFor.length && f < waitsFor.length; f++) {
      if (waitsFor[f] > 0) {
        List<Integer> cycle = cycle(f, waitsFor);
        throw rows.get(cycle.get(0)).cellOrRow(FlowColumns.AFTER).error(
            "Flows wait for each other in a circle: %s.".formatted(words(cycle)), "one 'after' points the wrong way.");
      }
    }
  }

  /** From a flow that is never free, back along others that are not, until one comes again. */
  private List<Integer> cycle(int start, int[] waitsFor) {
    List<Integer> way = new ArrayList<>();
    int f = start;
    while (!way.contains(f)) {
      way.add(f);
      f = flows.get(f).after().stream().map(Flow.After::flow).filter(b -> waitsFor[b] > 0).findFirst().orElseThrow();
    }
    return way.subList(way.indexOf(f), way.size());
  }

  private String words(List<Integer> cycle) {
    StringBuilder words = new StringBuilder("the flow (%s) waits for".formatted(flows.get(cycle.get(0)).id()));
    int shown = Math.min(cycle.size(), 6);
    for (int i = 1; i < shown; i++) {
      words.append(" (%s), that for".formatted(flows.get(cycle.get(i)).id()));
    }
    if (shown < cycle.size()) {
      words.append(" %d others, the last of them for".formatted(cycle.size() - shown));
    }
    return words.append(cycle.size() == 1 ? " itself" : " (%s)".formatted(flows.get(cycle.get(0)).id())).toString();
  }
}
