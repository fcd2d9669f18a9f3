package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.linkslots.InOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A genetic algorithm over routes and the order of injection. Reconstructed, METRO gives no parameters: population 64, tournaments of three,
 * the two best survive.
 *
 * <p>The first individual takes no intermediate nodes and injects messages as they are listed: METRO's Fig. 5.
 */
final class Evolution {
  /** Reconstructed. */
  static final int POPULATION = 64;
  /** Reconstructed. */
  static final int TOURNAMENT = 3;
  /** Reconstructed. */
  static final int ELITES = 2;
  /** Messages injected that count as one second of a reproducible limit. */
  private static final long PLACEMENTS_PER_SECOND = 100_000;

  /** Messages up to which individuals keep their routes. */
  private static final int KEEPING_ROUTES = 5_000;

  private final int messages;
  /** Routes of empty lists by message, as far as they were asked for. */
  private final @Nullable TimedRoute[] plain;
  private final Routing routing;
  private final Variation variation;
  private final RandomGenerator random;
  private final InOrder injection;
  private final Limits limits;
  private final Listener<SlotTable> listener;
  private @Nullable Individual best;
  private long decoded;

  Evolution(LinkSlotsProblem problem, Routing routing, Limits limits, Listener<SlotTable> listener) {
    this.messages = problem.messages().size();
    this.plain = new TimedRoute[messages];
    this.routing = routing;
    this.random = new SplittableRandom(limits.seed());
    this.variation = new Variation(routing, random);
    this.injection = new InOrder(problem);
    this.limits = limits;
    this.listener = listener;
  }

  /** Evolves until a limit ends it; answers how many generations were complete. */
  int run() {
    List<Individual> population = new ArrayList<>();
    population.add(decode(new int[messages][0], Variation.identity(messages), List.of()));
    while (population.size() < POPULATION && !isOver()) {
      population.add(decode(variation.genes(messages), variation.order(messages), List.of()));
    }
    int generations = 0;
    while (!isOver() && messages > 0) {
      Collections.sort(population);
      List<Individual> next = new ArrayList<>(population.subList(0, ELITES));
      while (next.size() < POPULATION && !isOver()) {
        Individual a = winner(population);
        Individual b = winner(population);
        int[][] genes = variation.cross(a.genes(), b.genes());
        int[] order = variation.cross(a.order(), b.order());
        variation.mutate(genes, order);
        next.add(decode(genes, order, List.of(a, b)));
      }
      if (next.size() == POPULATION) {
        population = next;
        generations++;
      }
    }
    return generations;
  }

  /** Whether any individual met all deadlines. */
  boolean foundOne() {
    return best != null && best.objective() < Long.MAX_VALUE;
  }

  private boolean isOver() {
    long most = limits.reproducible()
        ? Math.max(1, limits.time().toMillis() * (PLACEMENTS_PER_SECOND / 1000) / Math.max(1, messages))
        : Long.MAX_VALUE;
    return decoded >= most || listener.shouldStop();
  }

  private Individual winner(List<Individual> population) {
    Individual winner = population.get(random.nextInt(population.size()));
    for (int i = 1; i < TOURNAMENT; i++) {
      Individual other = population.get(random.nextInt(population.size()));
      winner = other.compareTo(winner) < 0 ? other : winner;
    }
    return winner;
  }

  /** Routes, then injection slots; routes of lists that came from a parent are taken from it. */
  private Individual decode(int[][] genes, int[] order, List<Individual> parents) {
    TimedRoute[] routes = new TimedRoute[messages];
    long flitHops = 0;
    for (int m = 0; m < messages; m++) {
      routes[m] = route(m, genes[m], parents);
      flitHops += Arrays.stream(routes[m].durations()).max().orElse(0) * routes[m].hops();
    }
    decoded++;
    // The first one is what the rest is measured by: it is decoded to its end.
    Optional<InOrder.Placed> placed = injection.place(routes, order, () -> decoded > 1 && listener.shouldStop());
    Individual individual = new Individual(genes, order, messages > KEEPING_ROUTES ? null : routes,
        placed.map(InOrder.Placed::objective).orElse(Long.MAX_VALUE), flitHops);
    boolean better = best == null || individual.objective() < best.objective();
    if (best == null || individual.compareTo(best) < 0) {
      best = individual;
    }
    if (better && placed.isPresent()) {
      listener.incumbent(placed.get().table(), individual.objective(), decoded == 1 ? "messages as listed" : "evolution");
    }
    return individual;
  }

  private TimedRoute route(int message, int[] gene, List<Individual> parents) {
    for (Individual parent : parents) {
      TimedRoute[] known = parent.routes();
      if (known != null && parent.genes()[message] == gene) {
        return known[message];
      }
    }
    if (gene.length > 0) {
      return routing.route(message, gene);
    }
    TimedRoute route = plain[message];
    if (route == null) {
      route = routing.route(message, gene);
      plain[message] = route;
    }
    return route;
  }
}
