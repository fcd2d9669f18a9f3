package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.solver.Toy.Answer;
import dev.dovetail.solver.Toy.Ask;
import java.nio.file.Path;

/** A kind whose reader returns one more than its writer wrote. */
record ForgetfulKind(ProblemKind<Ask, Answer> honest) implements ProblemKind<Ask, Answer> {
  @Override
  public String name() {
    return honest.name();
  }

  @Override
  public String problemFormat() {
    return honest.problemFormat();
  }

  @Override
  public String mappingFormat() {
    return honest.mappingFormat();
  }

  @Override
  public Ask readProblem(Path file) {
    return honest.readProblem(file);
  }

  @Override
  public Answer readMapping(Ask problem, Path file) {
    return new Answer(honest.readMapping(problem, file).number() + 1);
  }

  @Override
  public JsonNode writeMapping(Ask problem, Answer mapping) {
    return honest.writeMapping(problem, mapping);
  }

  @Override
  public Evaluator<Ask, Answer> evaluator() {
    return honest.evaluator();
  }

  @Override
  public LowerBounds<Ask> lowerBounds() {
    return honest.lowerBounds();
  }
}
