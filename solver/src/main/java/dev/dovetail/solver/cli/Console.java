package dev.dovetail.solver.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/**
 * Where a command reads nothing and writes everything: answers on standard output, progress and complaints on standard error.
 *
 * @param out standard output
 * @param err standard error
 * @param toolbox kinds, methods, clock
 */
record Console(PrintStream out, PrintStream err, Toolbox toolbox) {
  /** Prints one JSON object on standard output. */
  void json(JsonNode tree) {
    try {
      out.println(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
