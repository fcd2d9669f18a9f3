package dev.dovetail.models.linkslots.files;

import java.util.List;

/** What can be said of a flow, by name: the columns of a flow file and the keys of a flow that stands in a problem file. */
final class FlowColumns {
  static final String ID = "id";
  static final String KIND = "kind";
  static final String SRC = "src";
  static final String DSTS = "dsts";
  static final String FLITS = "flits";
  static final String BITS = "bits";
  static final String RELEASE = "release";
  static final String DEADLINE = "deadline";
  static final String WEIGHT = "weight";
  static final String GROUP = "group";
  static final String AFTER = "after";
  static final String PERIOD = "period";
  static final String CHUNKS = "chunks";
  static final String ROUTES = "routes";

  /** The columns of {@code link-slots-flows/1}. */
  static final List<String> OF_FILES = List.of(ID, KIND, SRC, DSTS, FLITS, RELEASE, GROUP, DEADLINE, WEIGHT, BITS, AFTER);

  /** The keys of a flow in {@code link-slots/1}. */
  static final List<String> OF_PROBLEMS =
      List.of(ID, KIND, SRC, DSTS, FLITS, BITS, RELEASE, DEADLINE, WEIGHT, GROUP, AFTER, PERIOD, CHUNKS, ROUTES);

  private FlowColumns() {}
}
