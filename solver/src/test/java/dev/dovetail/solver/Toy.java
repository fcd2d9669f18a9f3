package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.Encoding;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.ProblemKind;
import dev.dovetail.models.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The smallest problem kind: name a number, the smaller the better, none below the floor. The floor is also the best bound. */
public final class Toy {
  public record Ask(long floor) implements Problem {
    @Override
    public String kind() {
      return "toy";
    }

    @Override
    public String name() {
      return "toy-" + floor;
    }
  }

  public record Answer(long number) implements Mapping {}

  private Toy() {}

  /** The kind, with a bound of its own at {@code floor - slack}. */
  public static ProblemKind<Ask, Answer> kind(long slack) {
    return kind(p -> List.of(new LowerBound("floor", p.floor() - slack, "given"), new LowerBound("zero", 0, "numbers")));
  }

  public static ProblemKind<Ask, Answer> kind(LowerBounds<Ask> bounds) {
    return new Kind(bounds);
  }

  private record Kind(LowerBounds<Ask> lowerBounds) implements ProblemKind<Ask, Answer> {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String problemFormat() {
      return "toy/1";
    }

    @Override
    public String mappingFormat() {
      return "toy-answer/1";
    }

    @Override
    public Ask readProblem(Path file) {
      return new Ask(number(file, "floor"));
    }

    @Override
    public Answer readMapping(Ask problem, Path file) {
      return new Answer(number(file, "number"));
    }

    private static long number(Path file, String field) {
      try {
        return new ObjectMapper().readTree(file.toFile()).get(field).asLong();
      } catch (IOException e) {
        throw new BadInputException("no toy: " + file, "write one.", e);
      }
    }

    @Override
    public JsonNode writeMapping(Ask problem, Answer mapping) {
      return JsonNodeFactory.instance.objectNode().put("format", mappingFormat()).put("number", mapping.number());
    }

    @Override
    public Evaluator<Ask, Answer> evaluator() {
      return (ask, answer) -> new Evaluation(
          answer.number(),
          Map.of("number", answer.number()),
          answer.number() < ask.floor()
              ? List.of(new Violation("below-floor", "number", answer.number() + " is below " + ask.floor()))
              : List.of());
    }
  }

  /** The kind with its methods; the first one is the default. */
  public static KindMethods<Ask, Answer> methods(ProblemKind<Ask, Answer> kind, List<Method<Ask, Answer>> methods) {
    return new KindMethods<>(kind, methods, List.of(methods.get(0).name()), List.of(new Toy.Model()), new Shown());
  }

  /** One variable and its floor. */
  private record Model() implements Encoding<Ask, Answer> {
    @Override
    public String name() {
      return "toy/number";
    }

    @Override
    public Encoded<Answer> encode(Ask problem) {
      ModelBuilder builder = ConstraintModel.builder(problem.name());
      IntVar number = builder.intVar(problem.floor(), problem.floor() + 1_000, "number");
      builder.minimize(number);
      ConstraintModel model = builder.build();
      return new Encoded<>() {
        @Override
        public ConstraintModel model() {
          return model;
        }

        @Override
        public Answer decode(Assignment assignment) {
          return new Answer(assignment.value(number));
        }

        @Override
        public Assignment hint(Answer answer) {
          return Assignment.of(answer.number());
        }
      };
    }
  }

  private record Shown() implements Presentation<Ask, Answer> {
    @Override
    public Measure measure(Ask problem) {
      return new Measure("number", "units");
    }

    @Override
    public Map<String, String> labels(Ask problem) {
      return Map.of("costModel", "counting");
    }

    @Override
    public String ascii(Ask problem, Answer mapping, Evaluation evaluation) {
      return "#".repeat(5) + "\n";
    }

    @Override
    public void writeHtml(Ask problem, Answer mapping, Evaluation evaluation, JsonNode result, Path file) throws IOException {
      Files.writeString(file, "<p>" + mapping.number() + " " + result.get("status").asText() + "</p>");
    }

    @Override
    public void writeTrace(Ask problem, Answer mapping, Evaluation evaluation, JsonNode result, Path file) throws IOException {
      Files.writeString(file, "[]");
    }
  }

  /** What a fake method does with its listener. */
  public interface Behaviour {
    Outcome act(Ask problem, Limits limits, Listener<Answer> listener) throws Exception;
  }

  public static Method<Ask, Answer> method(String name, Behaviour behaviour) {
    return new Method<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String description() {
        return "a fake";
      }

      @Override
      public Outcome solve(Ask problem, Limits limits, Listener<Answer> listener) {
        try {
          return behaviour.act(problem, limits, listener);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  /** Names the given numbers one after another and stops with the given proof. */
  public static Method<Ask, Answer> counting(String name, Outcome.Proof proof, long... numbers) {
    return method(
        name,
        (problem, limits, listener) -> {
          for (long n : numbers) {
            listener.incumbent(new Answer(n), n, "counting");
          }
          return new Outcome(Outcome.Termination.COMPLETE, proof, "counted");
        });
  }
}
