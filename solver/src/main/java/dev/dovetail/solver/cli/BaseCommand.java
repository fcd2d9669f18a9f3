package dev.dovetail.solver.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: {@code --json}, {@code --debug}, {@code --help}. */
abstract class BaseCommand implements Callable<Integer> {
  final Console console;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Option(names = "--debug", description = "Print stack traces of internal errors; also with DOVETAIL_DEBUG set.")
  boolean debug;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
  boolean help;

  BaseCommand(Console console) {
    this.console = console;
  }
}
