package dev.dovetail.models.mapping;

import dev.dovetail.models.InfeasibleException;
import java.util.List;

/**
 * Why a problem has no mapping, and the smallest change that helps.
 *
 * @param claim one sentence: what cannot be
 * @param pieces the requirements and facts of the hardware that conflict, in words, each of which is needed for that
 * @param relaxations the smallest changes under which no conflict is known any more, all of which are needed; where there is none, the
 *     changes that resolve this conflict and leave others
 * @param alternative another such change, of the hardware, where the first ones change wishes; may be empty
 * @param resolved whether the relaxations leave no known conflict
 */
public record Conflict(String claim, List<String> pieces, List<String> relaxations, String alternative, boolean resolved) {
  public Conflict {
    pieces = List.copyOf(pieces);
    relaxations = List.copyOf(relaxations);
  }

  /** All of it as the error that ends a run. */
  public InfeasibleException exception() {
    String nl = System.lineSeparator();
    StringBuilder message = new StringBuilder(claim);
    if (!pieces.isEmpty()) {
      message
          .append(pieces.size() == 1 ? " This is in the way:" : " These are in conflict, and each of them is needed for that:");
      pieces.forEach(p -> message.append(nl).append("  - ").append(p));
    }
    String maybe = relaxations.isEmpty()
        ? "ask for less: no single change is known that helps."
        : String.join(", and ", relaxations) + (resolved ? "" : "; more is in conflict besides")
            + (alternative.isEmpty() ? "" : "; or " + alternative) + ".";
    return new InfeasibleException(message.toString(), maybe);
  }
}
