package dev.dovetail.models.linkslots.bounds;

/**
 * A resource and the messages that must pass it.
 *
 * @param bound the name of the bound that it belongs to
 * @param place in words: the port, the link, the cut
 * @param jobs what messages hold of it
 * @param machines how many messages it carries at the same time, at least 1
 * @param single whether each of its channels carries one message at a time
 */
record Gate(String bound, String place, Jobs jobs, long machines, boolean single) {
  /** What proves a bound of it. */
  String witness() {
    String channels = machines == 1 ? "" : ", %d at a time".formatted(machines);
    return "%s: %d messages hold it for %d slots%s, none before slot %d, at least %d slots before the end"
        .formatted(place, jobs.size(), jobs.load(), channels, jobs.leastHead(), jobs.leastTail());
  }
}
