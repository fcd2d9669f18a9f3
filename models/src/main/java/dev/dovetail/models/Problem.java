package dev.dovetail.models;

/** An immutable statement of what is asked, read from a file. */
public interface Problem {
  /** The kind's name as the command line writes it, for example {@code allocation}. */
  String kind();

  /** A short name of this instance, for tables and reports. */
  String name();
}
