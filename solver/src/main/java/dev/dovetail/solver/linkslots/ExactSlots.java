package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.linkslots.LinkSlotsEncoding;
import dev.dovetail.encodings.linkslots.LinkSlotsEncoding.Known;
import dev.dovetail.encodings.linkslots.LinkSlotsModel;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.TimeExpandedEncoding;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The models of one run on a backend, and the best mapping that it knows. */
final class ExactSlots {
  private final String name;
  private final Backend backend;
  private final Listener<SlotTable> listener;
  private @Nullable SlotTable best;
  private long cost = Long.MAX_VALUE;

  /** Whether a mapping of at most some cost exists over the choices. */
  enum Decision {
    FOUND,
    IMPOSSIBLE,
    UNKNOWN
  }

  ExactSlots(String name, Backend backend, Listener<SlotTable> listener) {
    this.name = name;
    this.backend = backend;
    this.listener = listener;
  }

  /** The name of the method. */
  String name() {
    return name;
  }

  /** The best mapping; null if there is none. */
  @Nullable
  SlotTable best() {
    return best;
  }

  /** What it costs; {@link Long#MAX_VALUE} if there is none. */
  synchronized long cost() {
    return cost;
  }

  /** Keeps and reports a mapping if it is better than the best. */
  synchronized void take(SlotTable table, long itsCost, String source) {
    if (itsCost < cost) {
      best = table;
      cost = itsCost;
      listener.incumbent(table, itsCost, source);
    }
  }

  /** Hears a search: takes what it finds. */
  Listener<SlotTable> hearing() {
    return new Listener<>() {
      @Override
      public void incumbent(SlotTable table, long objective, String source) {
        take(table, objective, source);
      }

      @Override
      public void bound(LowerBound bound) {
        listener.bound(bound);
      }

      @Override
      public long bestObjective() {
        return listener.bestObjective();
      }

      @Override
      public long bestBound() {
        return listener.bestBound();
      }

      @Override
      public boolean shouldStop() {
        return listener.shouldStop();
      }
    };
  }

  /** Asks with columns whether a makespan can be met; takes what is found. */
  Decision columns(RouteChoices choices, long makespan, Limits within) {
    var model = new TimeExpandedEncoding().encode(choices, new Known(makespan, makespan));
    return decide(model, model::cost, within, name + ", columns");
  }

  /** A mapping over choices with times of their own, in the slots that these mean; nothing is taken. */
  Optional<SlotTable> packing(RouteChoices choices, long makespan, Limits within) {
    var model = new TimeExpandedEncoding().encode(choices, new Known(makespan, makespan));
    BackendListener heard = new BackendListener() {
      @Override
      public boolean shouldStop() {
        return listener.shouldStop();
      }
    };
    BackendResult result = BackendRun.ask(backend, model.model(), within, heard).result();
    return result == null ? Optional.empty() : result.solution().map(model::decode);
  }

  private Decision decide(Encoded<SlotTable> model, ToLongFunction<SlotTable> costOf, Limits within, String source) {
    BackendListener heard = new BackendListener() {
      @Override
      public void solution(Assignment assignment, long objective) {
        SlotTable table = model.decode(assignment);
        take(table, costOf.applyAsLong(table), source);
      }

      @Override
      public boolean shouldStop() {
        return listener.shouldStop();
      }
    };
    BackendResult result = BackendRun.ask(backend, model.model(), within, heard).result();
    if (result == null) {
      return Decision.UNKNOWN;
    }
    return result.solution().isPresent()
        ? Decision.FOUND
        : result.proof() == Outcome.Proof.INFEASIBLE ? Decision.IMPOSSIBLE : Decision.UNKNOWN;
  }

  /**
   * Asks with intervals for the best mapping over the choices, from the best one on.
   *
   * @param scope for which mappings what is proved holds
   */
  Outcome optimum(RouteChoices choices, RouteScope scope, Limits within) {
    // What is only better than what is known: the best one stays among the solutions as the hint.
    LinkSlotsModel cold = new LinkSlotsEncoding().encode(choices, new Known(listener.bestBound(), cost));
    LinkSlotsModel model = best == null ? cold : cold.withHint(best);
    BackendListener heard = new BackendListener() {
      @Override
      public void solution(Assignment assignment, long objective) {
        SlotTable table = model.decode(assignment);
        take(table, model.cost(table), name);
      }

      @Override
      public void bound(long lowerBound) {
        scope.tell(name, listener, lowerBound, cost, Outcome.Proof.NONE);
      }

      @Override
      public boolean shouldStop() {
        return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
      }
    };
    BackendRun.Answer answer = BackendRun.ask(backend, model.model(), within, heard);
    BackendResult result = answer.result();
    if (result == null) {
      return answer.end();
    }
    if (result.hintRejected()) {
      return new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE, name + " rejected the mapping that it was given");
    }
    if (result.proof() == Outcome.Proof.INFEASIBLE) {
      return best == null
          ? BackendRun.end(result, scope.complete() ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE, result.detail())
          : new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE,
              "%s contradicts the mapping of cost %d that is known.".formatted(result.detail(), cost));
    }
    if (!result.isOptimal()) {
      return BackendRun.end(result, Outcome.Proof.NONE, result.detail());
    }
    scope.tell(name, listener, cost, cost, result.proof());
    return BackendRun.end(result, scope.complete() ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        result.detail() + (scope.complete() ? "" : " among mappings " + scope.words()));
  }

  /**
   * For which mappings holds what is proved over the routes of a model.
   *
   * @param complete whether they are all routes that the problem admits
   * @param words that name the mappings over them, after the word mappings
   */
  record RouteScope(boolean complete, String words) {
    /** Reports what is proved; {@code bound} {@link Long#MIN_VALUE} for nothing. */
    void tell(String who, Listener<SlotTable> listener, long bound, long inside, Outcome.Proof proof) {
      if (!complete) {
        listener.claim(new Claim(words, bound, inside, proof));
      } else if (bound > listener.bestBound()) {
        listener.bound(new LowerBound(who, bound, "proved by " + who + " over all routes"));
      }
    }
  }
}
