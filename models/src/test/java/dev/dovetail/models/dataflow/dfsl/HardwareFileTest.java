package dev.dovetail.models.dataflow.dfsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwareFileTest {
  private static final long UNLIMITED = Integer.MAX_VALUE;

  private static MaestroHardware parse(String text) {
    return HardwareFile.parse(text, "h.m", 2);
  }

  @Test
  void everyKeyHasItsPlace() {
    assertThat(parse("""
        // a small core
        num_pes: 64
        l1_size_cstr: 100   // elements
        l2_size_cstr: 3000
        noc_bw_cstr: 32
        NoC_NumHops: 3
        offchip_bw_cstr: 8
        """)).isEqualTo(new MaestroHardware(64, 32, 3, 1, 2, 8, 100, 3000));
  }

  @Test
  void whatIsMissingHasTheDefaultsOfThePublicProgram() {
    assertThat(parse("l1_size_cstr: 7")).isEqualTo(new MaestroHardware(1, UNLIMITED, 1, 1, 2, UNLIMITED, 7, UNLIMITED));
    assertThat(parse("num_pes 4 num_pes 5 NoC_NumHops 0").latency()).isZero();
    assertThat(parse("num_pes 4 num_pes 5").pes()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "num_pess: 4|h.m:1:1: The key (num_pess) is not known|Maybe you meant 'num_pes'.",
      "NumPEs: 4|h.m:1:1: The key (NumPEs) is not known|Maybe you meant 'num_pes'.",
      "Network n|h.m:1:1: The key (Network) is not known|Maybe it is a mapping file.",
      "num_pes: 0|h.m:1:10: The num_pes (0) must be from 1 to 2147483647|",
      "num_pes: 4x|h.m:1:10: The num_pes (4x) must be a whole number|",
      "num_pes: -4|h.m:1:11: The num_pes (-4) must be at least 1|",
      "num_pes:|h.m:1:1: The file ends before the value of num_pes|",
      "''|h.m:1:1: The file holds no key|",
  })
  void aMistakeIsNamedWithFileLineAndColumn(String text, String message, String maybe) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(BadInputException.class).hasMessageStartingWith(message)
        .hasMessageContaining("Maybe ").hasMessageContaining(maybe == null ? "" : maybe);
  }
}
