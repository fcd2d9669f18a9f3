package dev.dovetail.solver.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For commands of several forms: which options belong to which. */
final class OptionCheck {
  private static final Set<String> EVERYWHERE = Set.of("--json", "--debug", "--help");

  private OptionCheck() {}

  /**
   * Refuses what was given and means nothing here.
   *
   * @param form what was asked for, as the user wrote it
   * @param allowed the options of that form
   */
  static void only(CommandSpec command, String form, List<String> allowed) {
    Set<String> known = new HashSet<>(allowed);
    known.addAll(EVERYWHERE);
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!known.contains(option.longestName())) {
        throw new UsageException(
            "The option (%s) means nothing with %s.".formatted(option.longestName(), form),
            "leave it out; '%s --help' shows what belongs together.".formatted(command.qualifiedName()));
      }
    }
  }
}
