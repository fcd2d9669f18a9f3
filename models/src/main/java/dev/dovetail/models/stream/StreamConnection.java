package dev.dovetail.models.stream;

import java.util.List;

/**
 * A connection between cores as the accelerator lists it.
 *
 * @param id its name, for example {@code bus12}
 * @param bus whether all members share one medium, one transfer at a time; a link is full duplex
 * @param cores members: exactly two of a link, at least two of a bus
 * @param rate bits per cycle, per direction of a link
 */
public record StreamConnection(String id, boolean bus, List<Integer> cores, BitRate rate) {
  public StreamConnection {
    cores = List.copyOf(cores);
  }
}
