package dev.dovetail.solver;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The versions of everything that takes part in a solve, read from jar files without loading any solver class. */
public final class Versions {
  private Versions() {}

  /** Name to version: dovetail, java, and each backend library on the class path. */
  public static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("dovetail", dovetail());
    versions.put("java", System.getProperty("java.version", "unknown"));
    versions.put("or-tools", ofJar("com.google.ortools", "ortools-java"));
    versions.put("choco", ofJar("org.choco-solver", "choco-solver"));
    versions.values().removeIf(String::isEmpty);
    return versions;
  }

  /** This build's version; {@code development} when run from class files. */
  public static String dovetail() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String ofJar(String group, String artifact) {
    String resource = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream in = Versions.class.getResourceAsStream(resource)) {
      if (in == null) {
        return "";
      }
      Properties p = new Properties();
      p.load(in);
      return p.getProperty("version", "");
    } catch (IOException e) {
      return "";
    }
  }
}
