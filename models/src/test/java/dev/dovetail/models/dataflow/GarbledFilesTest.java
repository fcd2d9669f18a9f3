package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.intracore.maestro.cases.CaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a file holds, it is read or gives one error that names the place. */
class GarbledFilesTest {
  private static final Path EXAMPLE = Path.of("src/test/resources/dev/dovetail/models/dataflow/example.yaml");

  private static final List<Dataflow> DATAFLOWS = DataflowReader.read(EXAMPLE);

  private static final String NEUTRAL = """
      {"format": "neutral-dataflow-1", "note": "n", "dataflows": {
        "a": [{"op": "S", "dim": "K", "size": "1", "offset": "Sz(R)-1"}, {"op": "C", "size": "4"}]}}
      """;

  private static final String NAMED = """
      id,layer_type,K,C,R,S,Y,X,dataflow,num_pes,noc_bw,noc_hops,hop_latency,simd,offchip_bw_cstr,runtime
      0,CONV,4,2,3,3,5,8,product,4,8,1,1,1,16,5
      1,GEMM,4,,,,,,product,4,8,1,1,1,16,
      """;

  private static final String LISTED = """
      mapping_file,layer_type,dims,strides,directives,num_pes,noc_bw,noc_hops,hop_latency,simd,offchip_bw_cstr
      net,CONV,"{""K"": 4, ""C"": 2}","{""Y"": 2}","[[""S"", 1, 1, ""K""], [""C"", 2], [""T"", 3, 1, ""Y'""]]",8,8,1,1,1,16
      """;

  private static String garbled(String text, long seed) {
    Random random = new Random(seed);
    StringBuilder out = new StringBuilder(text);
    String letters = "{}[]()\"',;:-+*/ \n\r\tSzKCYX09aT.#&*!|>%@`?\u00e9\u0000\uD83D\uFEFF";
    int edits = 1 + random.nextInt(6);
    for (int i = 0; i < edits && out.length() > 0; i++) {
      int at = random.nextInt(out.length());
      char c = letters.charAt(random.nextInt(letters.length()));
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.setCharAt(at, c);
        case 2 -> out.insert(at, c);
        default -> out.delete(at, Math.min(out.length(), at + random.nextInt(20)));
      }
    }
    return out.toString();
  }

  private static void readOrRefused(Runnable reading, String name) {
    try {
      reading.run();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith(name + ":").contains("Maybe ");
    }
  }

  @Property(tries = 300)
  void dataflows(@ForAll long seed) throws IOException {
    String text = garbled(Files.readString(EXAMPLE), seed);
    readOrRefused(() -> DataflowReader.parse(text, "f.yaml"), "f.yaml");
  }

  @Property(tries = 300)
  void dataflowsOfTheReference(@ForAll long seed) {
    readOrRefused(() -> DataflowReader.parse(garbled(NEUTRAL, seed), "f.json"), "f.json");
  }

  @Property(tries = 300)
  void tablesOfCases(@ForAll long seed) {
    readOrRefused(() -> CaseFile.parse(garbled(NAMED, seed), "c.csv", DATAFLOWS, null), "c.csv");
    readOrRefused(() -> CaseFile.parse(garbled(LISTED, seed), "c.csv", DATAFLOWS, null), "c.csv");
  }
}
