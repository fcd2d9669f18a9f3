package dev.dovetail.models.linkslots;

/**
 * How the way between a tile and its router counts. With h links on the way and L flits injected in slot t:
 *
 * <p>{@link #BOTH}, {@link #ONE} and {@link #NONE} admit the same slot tables, so their least makespans differ by constants.
 */
public enum LocalPorts {
  /** Convention A: inject port at depth 0, link i at depth i, eject port at h + 1; finish t + h + 1 + L. */
  BOTH,
  /** Convention B: the first link is crossed in the slot of the injection; eject port at depth h; finish t + h + L. */
  ONE,
  /** Convention C: as {@link #ONE}, but the finish is the end of the last link, t + h - 1 + L. */
  NONE,
  /** There are no local ports: any number of messages may leave or enter a tile; finish as {@link #NONE}. */
  OPEN
}
