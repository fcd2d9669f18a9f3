package dev.dovetail.benchmarks.metro;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.linkslots.files.LinkSlotsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the problem files of a flow set: the same flows with other rules. */
final class SlotProblemFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SlotProblemFile() {}

  /**
   * Writes one.
   *
   * @param folder where it goes; made if it is missing
   * @param trees whether multicasts and reduces go over trees; otherwise as one message per destination or source
   */
  static Path write(Path folder, MetroSet set, boolean trees, SlotRoutes routes) throws IOException {
    String name = "%s-%s-%s".formatted(set.problem().name(), trees ? "tree" : "unicast", routes);
    String text = """
        format: %s
        name: %s
        flows: %s
        routes: %s
        multicast: %s
        reduce: %s
        """.formatted(LinkSlotsReader.FORMAT, JSON.writeValueAsString(name),
        JSON.writeValueAsString(set.file().toAbsolutePath().toString()), routes, trees ? "tree" : "unicast",
        trees ? "in-network" : "gather");
    return Files.writeString(Files.createDirectories(folder).resolve(name + ".yaml"), text);
  }
}
