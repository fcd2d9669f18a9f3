package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Turns what a flow carries into what its messages hold links for.
 *
 * <p>METRO, arXiv 2108.10570: chunk based packets spread the cost of a header over several flits.
 *
 * @param linkWidthBits bits of a flit, 0 if the file does not say
 * @param perFlitBits bits of each flit that are header, 0 for none
 * @param chunkFlits payload flits that follow one header flit, 0 for no header flits
 * @param inBits whether volumes are bits, because the rates of links are bits
 */
record Volumes(long linkWidthBits, long perFlitBits, long chunkFlits, boolean inBits) {
  /** Most flits or bits of a flow. */
  static final long LARGEST = 1L << 40;

  /** Flits alone, which include all headers. */
  static final Volumes FLITS = new Volumes(0, 0, 0, false);

  /**
   * Reads the key {@code header} of a problem.
   *
   * @param inBits whether the rates of links are bits: then there are no flits, and no headers are added
   */
  static Volumes read(Optional<DataNode> header, boolean inBits) {
    if (header.isEmpty()) {
      return inBits ? new Volumes(0, 0, 0, true) : FLITS;
    }
    DataNode h = header.get();
    if (inBits) {
      throw h.error("The header does not go with links whose rates are bits.", "add its bits to those of the flows.");
    }
    h.onlyKeys("linkWidthBits", "perFlitBits", "chunkFlits");
    long width = h.required("linkWidthBits").longValue(1, LARGEST);
    long perFlit = h.optional("perFlitBits").map(b -> b.longValue(0, LARGEST)).orElse(0L);
    long chunk = h.optional("chunkFlits").map(c -> c.longValue(1, LARGEST)).orElse(0L);
    if (perFlit >= width) {
      throw h.required("perFlitBits").error(
          "The header (%d bits) of each flit leaves nothing of the link width (%d bits).".formatted(perFlit, width),
          "links are wider, or the header is that of a packet: use 'chunkFlits'.");
    }
    if (perFlit > 0 && chunk > 0) {
      throw h.error("The header is given per flit (perFlitBits) and per chunk (chunkFlits).", "remove one of the two.");
    }
    return new Volumes(width, perFlit, chunk, false);
  }

  /** The volume of each of the messages into which a flow is cut: its share, rounded up, with headers of its own. */
  long of(FlowRow row, String id, int chunks) {
    boolean bits = row.optional(FlowColumns.BITS).isPresent()
        && (inBits || linkWidthBits > 0 || row.optional(FlowColumns.FLITS).isEmpty());
    if (bits) {
      DataNode cell = row.required(FlowColumns.BITS);
      long share = ceil(amount(cell, "bits", id), chunks);
      if (inBits) {
        return share;
      }
      if (linkWidthBits == 0) {
        throw cell.error("The flow (%s) is given in bits, but nothing says how many bits a flit has.".formatted(id),
            "give its 'flits', or put 'header: {linkWidthBits: 256}' into a problem file that names this one under 'flows'.");
      }
      return flits(share);
    }
    if (inBits) {
      throw row.cellOrRow(FlowColumns.FLITS).error(
          "The flow (%s) has no 'bits', but the rates of the links are bits.".formatted(id), "give its volume as 'bits'.");
    }
    return ceil(amount(row.required(FlowColumns.FLITS), "flits", id), chunks);
  }

  /** Flits that carry so many bits, with the headers. */
  long flits(long bits) {
    long payload = ceil(bits, linkWidthBits - perFlitBits);
    return payload + (chunkFlits > 0 ? ceil(payload, chunkFlits) : 0);
  }

  private static long amount(DataNode cell, String unit, String id) {
    if (!cell.isNumber()) {
      throw cell.error("The volume of the flow (%s) must be a whole number of %s.".formatted(id, unit),
          "remove quotes and units.");
    }
    if (cell.decimal().signum() <= 0) {
      throw cell.error("The volume (%s %s) of the flow (%s) must be positive.".formatted(cell.text(), unit, id),
          "a sign is wrong, or the flow can be left out.");
    }
    if (cell.decimal().compareTo(BigDecimal.valueOf(LARGEST)) > 0) {
      throw cell.error("The volume (%s %s) of the flow (%s) is too large: at most %d can be added up exactly."
          .formatted(cell.text(), unit, id, LARGEST), "a digit too many was written.");
    }
    return cell.longValue(1, LARGEST);
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
