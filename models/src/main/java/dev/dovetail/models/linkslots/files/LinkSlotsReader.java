package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import java.nio.file.Path;

/** Reads problems of kind link-slots. */
public final class LinkSlotsReader {
  /** The format of problem files. */
  public static final String FORMAT = "link-slots/1";

  private LinkSlotsReader() {}

  /**
   * Reads a problem: a flow set.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  public static LinkSlotsProblem read(Path file) {
    DataNode root = DataFile.read(file);
    return FlowsFile.read(root);
  }
}
