package dev.dovetail.benchmarks.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.benchmarks.BenchMain;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetroCommandTest {
  /** Tile 0 sends 3 flits to tile 1, a multicast of 3 flits to 1 and 2 follows. */
  private static final String TINY =
      """
      {"format": "link-slots-flows/1", "name": "tiny", "mesh": {"kx": 3, "ky": 1}, "local_ports": "both",
       "columns": ["id", "kind", "src", "dsts", "flits"], "flows": [[0, "unicast", 0, [1], 3], [1, "multicast", 0, [1, 2], 3]]}""";

  @TempDir
  Path folder;

  private Path tiny() throws Exception {
    return Files.writeString(Files.createDirectories(folder.resolve("sets")).resolve("tiny.json"), TINY);
  }

  /**
   * Unicast: the three messages leave one port, 9 flits, and the last goes to tile 1 (finish 9 + 1 + 1): 11 slots. Trees: 6 flits; last the
   * single one: 6 + 2 = 8. Wormhole in file order: 9 flits, the last two hops away: 7 + 8 + 8 = 23, with hop 1 7 + 2 + 8 = 17.
   */
  @Test
  void oneCommandMakesBothTables() throws Exception {
    tiny();
    Path out = folder.resolve("out");

    assertThat(
        BenchMain.run("metro", folder.resolve("sets").toString(), "--solver", "greedy", "--routes", "xy", "--time-limit", "60s",
            "--threads", "1", "--out", out.toString())).isZero();

    assertThat(Files.readAllLines(out.resolve("metro.csv"))).hasSize(3)
        .anyMatch(
            line -> line.startsWith("tiny,unicast/unicast,xy,3,both,4,8,16,23,17,") && line.contains(",11,,11,11,inject-port,"))
        .anyMatch(line -> line.startsWith("tiny,tree/unicast,xy,2,both,4,8,16,23,17,") && line.contains(",8,,8,8,inject-port,"));
    assertThat(Files.readString(out.resolve("metro.md"))).contains("### Unicast slots", "### Slots with trees",
        "### Wormhole by");
    assertThat(Files.readString(out.resolve("wormhole.csv"))).contains("tiny,16,8,XY,4,23,17");
  }

  @Test
  void refusesOptionsAndFilesThatMakeNoTable() throws Exception {
    String set = tiny().toString();
    String out = folder.resolve("out").toString();

    assertThat(BenchMain.run("metro", set, "--threads", "0", "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("metro", set, "--virtual-channels", "33", "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("metro", set, "--solver", "soma-sa", "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("metro", set, set, "--out", out)).isEqualTo(2);
    assertThat(BenchMain.run("metro", folder.resolve("none.json").toString(), "--out", out)).isEqualTo(2);
    Path other = Files.writeString(folder.resolve("other.json"), "{\"format\": \"link-slots/1\"}");
    assertThat(BenchMain.run("metro", other.toString(), "--out", out)).isEqualTo(3);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
