package dev.dovetail.models.dataflow.dfsl;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.Suggestions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads MAESTRO's hardware files: a list of {@code key: value}, the later of two equal keys counts.
 *
 * <p>Keys and their values where they are missing: {@code num_pes} 1; {@code noc_bw_cstr}, {@code offchip_bw_cstr}, {@code l1_size_cstr},
 * {@code l2_size_cstr} 2147483647; {@code NoC_NumHops} 1, which is the latency of the network in cycles. A file has no key for the
 * lanes of a processing element: they come from the command line.
 */
public final class HardwareFile {
  private static final List<String> KEYS =
      List.of("num_pes", "l1_size_cstr", "l2_size_cstr", "noc_bw_cstr", "NoC_NumHops", "offchip_bw_cstr");

  private HardwareFile() {}

  /**
   * Reads a file.
   *
   * @param simd multiply-accumulates per processing element and cycle, at least 1
   * @throws BadInputException with file, line and column, if it cannot be read or means nothing
   */
  public static MaestroHardware read(Path file, long simd) {
    return parse(DataFile.text(file), file.toString(), simd);
  }

  /**
   * Parses a text.
   *
   * @param source the file's name, for messages
   * @param simd multiply-accumulates per processing element and cycle, at least 1
   * @throws BadInputException with source, line and column, if it means nothing
   */
  public static MaestroHardware parse(String text, String source, long simd) {
    TokenStream in = new TokenStream(text, source);
    if (!in.hasNext()) {
      throw new BadInputException("%s:1:1: The file holds no key.".formatted(source), "write num_pes: 256 in it.");
    }
    Map<String, Long> values = new HashMap<>();
    while (in.hasNext()) {
      Token key = in.take("a key", in.peek());
      if (!KEYS.contains(key.text())) {
        throw in.error(key, "The key (%s) is not known in a hardware file.".formatted(TokenStream.shown(key.text())),
            instead(key));
      }
      values.put(key.text(), in.number(in.take("the value of " + key.text(), key), key.text(), key.is("NoC_NumHops") ? 0 : 1));
    }
    long unlimited = MaestroHardware.UNLIMITED;
    return new MaestroHardware(values.getOrDefault("num_pes", 1L), values.getOrDefault("noc_bw_cstr", unlimited),
        values.getOrDefault("NoC_NumHops", 1L), 1, simd, values.getOrDefault("offchip_bw_cstr", unlimited),
        values.getOrDefault("l1_size_cstr", unlimited), values.getOrDefault("l2_size_cstr", unlimited));
  }

  private static String instead(Token key) {
    return switch (key.text()) {
      case "NumPEs" -> "you meant 'num_pes'.";
      case "L1Size" -> "you meant 'l1_size_cstr'.";
      case "L2Size" -> "you meant 'l2_size_cstr'.";
      case "NoC_BW" -> "you meant 'noc_bw_cstr'.";
      case "Network", "Layer" -> "it is a mapping file.";
      default -> Suggestions.instead(TokenStream.shown(key.text()), KEYS);
    };
  }
}
