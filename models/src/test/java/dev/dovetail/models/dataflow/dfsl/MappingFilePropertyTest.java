package dev.dovetail.models.dataflow.dfsl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MappingFilePropertyTest {
  private static final Path SMALL = Path.of("src/test/resources/dev/dovetail/models/dataflow/small.m");
  private static final String HARDWARE = "num_pes: 64\nl1_size_cstr: 100 // elements\nnoc_bw_cstr: 32\nNoC_NumHops: 3\n";

  private static String written(MappingFile file) {
    try {
      StringBuilder out = new StringBuilder();
      MappingFileWriter.write(file, out);
      return out.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<List<Object>> content(MappingFile file) {
    return file.layers().stream().map(l -> List.<Object>of(l.name(), l.shape(), l.directives())).toList();
  }

  @Property(tries = 100)
  void whatIsWrittenReadsBack(@ForAll("files") MappingFile file) {
    MappingFile read = MappingFileReader.parse(written(file), "n.m");
    assertThat(read.network()).isEqualTo(file.network());
    assertThat(content(read)).isEqualTo(content(file));
  }

  @Property(tries = 600)
  void garbledFilesAreReadOrGiveOneError(@ForAll long seed, @ForAll("edits") int edits) throws IOException {
    Random random = new Random(seed);
    String broken = garbled(Files.readString(SMALL), edits, random);
    try {
      assertThat(MappingFileReader.parse(broken, "n.m").layers()).isNotEmpty();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).matches("(?s)n\\.m:[0-9]+:[0-9]+: .*Maybe .*");
    }
  }

  @Property(tries = 200)
  void garbledHardwareIsReadOrGivesOneError(@ForAll long seed, @ForAll("edits") int edits) {
    String broken = garbled(HARDWARE, edits, new Random(seed));
    try {
      assertThat(HardwareFile.parse(broken, "h.m", 1).pes()).isPositive();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).matches("(?s)h\\.m:[0-9]+:[0-9]+: .*Maybe .*");
    }
  }

  @Property(tries = 100)
  void aTruncatedFileGivesOneErrorUnlessOnlyItsEndIsLost(@ForAll long seed) throws IOException {
    String text = Files.readString(SMALL);
    int length = Math.floorMod(seed, text.length());
    try {
      MappingFileReader.parse(text.substring(0, length), "n.m");
      assertThat(text.substring(length).strip()).isEmpty();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith("n.m:");
    }
  }

  private static String garbled(String text, int edits, Random random) {
    StringBuilder out = new StringBuilder(text);
    String letters = "{}(),;:-+*/ \n\r\tSzKCYX'09aT.\u00e9\u0000\uD83D";
    for (int i = 0; i < edits && out.length() > 0; i++) {
      int at = random.nextInt(out.length());
      char c = letters.charAt(random.nextInt(letters.length()));
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.setCharAt(at, c);
        case 2 -> out.insert(at, c);
        default -> out.delete(at, Math.min(out.length(), at + random.nextInt(30)));
      }
    }
    return out.toString();
  }

  @Provide
  Arbitrary<Integer> edits() {
    return Arbitraries.integers().between(1, 8);
  }

  @Provide
  Arbitrary<MappingFile> files() {
    Arbitrary<Long> size = Arbitraries.longs().between(1, Integer.MAX_VALUE);
    Arbitrary<LoopDim> dim = Arbitraries.of(LoopDim.class);
    Arbitrary<Directive> directive = Arbitraries.oneOf(
        Combinators.combine(size, size, dim).as(Directive::temporal),
        Combinators.combine(size, size, dim).as(Directive::spatial),
        size.map(Directive::cluster));
    Arbitrary<String> name = Arbitraries.strings().withCharRange('a', 'z').withChars("_.'[]=09").ofMinLength(1).ofMaxLength(8);
    Arbitrary<Map<LoopDim, Long>> sizes = Arbitraries.maps(dim, size).ofMinSize(1);
    Arbitrary<LayerShape> shape = Combinators.combine(Arbitraries.of(LayerType.class), sizes, size, size)
        .as((t, s, y, x) -> new LayerShape(t, new EnumMap<>(s), y, x));
    Arbitrary<MappingFile.Layer> layer = Combinators.combine(name, shape, directive.list().ofMinSize(1).ofMaxSize(8))
        .as((n, s, d) -> new MappingFile.Layer(n, s, d, false, ""));
    return Combinators.combine(name, layer.list().ofMinSize(1).ofMaxSize(4)).as(MappingFile::new);
  }
}
