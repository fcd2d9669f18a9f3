package dev.dovetail.benchmarks.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** NOTICE names every library that a build puts beside the jars, and no other. */
class NoticeTest {
  /** A line of NOTICE: coordinates | licence | holder. */
  private static final Pattern NOTICE_LINE = Pattern.compile("([\\w.-]+:[\\w.-]+) \\| ([^|]+) \\| (.+)");

  /** A line of {@code dependency:list}: coordinates, then type, version and scope. */
  private static final Pattern LIST_LINE = Pattern.compile("\\s+([\\w.-]+:[\\w.-]+):jar:[^:\\s]+:(?:compile|runtime)\\b.*");

  private static final Set<String> KNOWN_LICENCES = Set.of("Apache-2.0", "BSD-3-Clause", "BSD-4-Clause", "MIT", "LGPL-2.1-only",
      "Apache-2.0 OR LGPL-2.1-or-later", "EPL-2.0 OR LGPL-2.1-or-later", "GPL-2.0-only WITH Classpath-exception-2.0");

  private static final Map<String, String> LICENCES = new LinkedHashMap<>();
  private static final Set<String> DEPENDENCIES = new TreeSet<>();

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(Path.of("..", "NOTICE"))) {
      Matcher matcher = NOTICE_LINE.matcher(line);
      if (matcher.matches()) {
        LICENCES.put(matcher.group(1), matcher.group(2));
      }
    }
    // Written by the build just before the tests.
    for (String line : Files.readAllLines(Path.of("target", "runtime-dependencies.txt"))) {
      Matcher matcher = LIST_LINE.matcher(line);
      if (matcher.matches()) {
        DEPENDENCIES.add(matcher.group(1));
      }
    }
  }

  @Test
  void theListsAreRead() {
    assertThat(DEPENDENCIES).contains("com.google.ortools:ortools-java", "org.choco-solver:choco-solver");
    assertThat(LICENCES).contains(entry("net.sf.trove4j:trove4j", "LGPL-2.1-only"));
  }

  @Test
  void everyRuntimeDependencyIsListed() {
    assertThat(LICENCES.keySet()).containsAll(DEPENDENCIES);
  }

  @Test
  void nothingElseIsListedButTheNativeLibrariesOfOtherPlatforms() {
    Set<String> rest = new TreeSet<>(LICENCES.keySet());
    rest.removeAll(DEPENDENCIES);
    assertThat(rest).allMatch(name -> name.matches("com\\.google\\.ortools:ortools-(linux|darwin|win32)-.*"));
  }

  @Test
  void everyLicenceIsOneThatWasLookedAt() {
    assertThat(KNOWN_LICENCES).containsAll(Set.copyOf(LICENCES.values()));
  }
}
