package dev.dovetail.solver.cli;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.dfsl.MappingFile;
import dev.dovetail.models.dataflow.dfsl.MappingFileReader;
import dev.dovetail.models.intracore.maestro.InvalidMappingException;
import dev.dovetail.models.intracore.maestro.MaestroCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.solver.report.layer.LayerView;
import java.nio.file.Path;
import java.util.List;

/** One layer of a MAESTRO mapping file, ready to be shown. */
final class MappingFileLayer {
  private MappingFileLayer() {}

  /**
   * The first layer of that name.
   *
   * @param core the core, and what it is called
   * @throws BadInputException if the file has no such layer, or the layer is invalid
   */
  static LayerView read(Path mapping, String name, MaestroHardware core, String coreName, MaestroMode mode) {
    MappingFile file = MappingFileReader.read(mapping);
    List<String> names = file.layers().stream().map(MappingFile.Layer::name).toList();
    if (!names.contains(name)) {
      throw new BadInputException(
          "The mapping file (%s) has no layer (%s).".formatted(mapping, name), Suggestions.instead(name, names));
    }
    MappingFile.Layer layer = file.layers().get(names.indexOf(name));
    try {
      return new LayerView(
          file.network().isEmpty() ? name : name + " of " + file.network(),
          coreName,
          mapping.getFileName().toString(),
          layer.shape(),
          layer.directives(),
          core,
          mode,
          new MaestroCostModel(mode).evaluate(layer.shape(), layer.directives(), core));
    } catch (InvalidMappingException e) {
      throw MappingFileCost.refused(layer, e);
    }
  }
}
