package dev.dovetail.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Ties a kind's name to its reader and writer, its evaluator and its lower bounds.
 *
 * @param <P> problem
 * @param <M> mapping
 */
public interface ProblemKind<P extends Problem, M extends Mapping> {
  /** The name as the command line writes it, for example {@code allocation}. */
  String name();

  /** The {@code format:} value of its problem files, for example {@code allocation/1}. */
  String problemFormat();

  /** The {@code format} values of all files that it reads problems from; {@link #problemFormat()} is the first one. */
  default List<String> problemFormats() {
    return List.of(problemFormat());
  }

  /** Whether it reads problems from files of this name, which are neither YAML nor JSON and have no {@code format:}. */
  default boolean readsTable(Path file) {
    return false;
  }

  /** What else a problem is read from that stands in such a file, for example the table that belongs to it. */
  default List<Path> companions(Path file) {
    return List.of();
  }

  /** The {@code format} value of its mapping files, for example {@code allocation-schedule/1}. */
  String mappingFormat();

  /**
   * Reads a problem from a YAML or JSON file.
   *
   * @throws BadInputException if anything in the file is wrong
   */
  P readProblem(Path file);

  /**
   * Reads a mapping from its JSON file. Derived sections (instruction lists, cost) are not part of the mapping: {@code check} compares
   * them with what {@link #writeMapping} derives from it.
   *
   * @param problem that it answers: names in the file are those of the problem
   * @throws BadInputException if the file is no mapping of this kind
   */
  M readMapping(P problem, Path file);

  /** Whether a mapping file holds sections that follow from the mapping, which {@code check} compares; a table does not. */
  default boolean derivesSections(Path mappingFile) {
    return !readsTable(mappingFile);
  }

  /** The mapping as a JSON tree, with every derived section (instruction lists, DRAM list, cost); deterministic. */
  JsonNode writeMapping(P problem, M mapping);

  /**
   * The tree that a file of this mapping should hold: {@link #writeMapping(Problem, Mapping)}, with what the file may choose freely (addresses
   * in memory) as it chose, as long as that is sound.
   */
  default JsonNode expected(P problem, M mapping, JsonNode file) {
    return writeMapping(problem, mapping);
  }

  /** The judge of this kind. */
  Evaluator<P, M> evaluator();

  /** The bounds of this kind. */
  LowerBounds<P> lowerBounds();
}
