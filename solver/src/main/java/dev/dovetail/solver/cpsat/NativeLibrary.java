package dev.dovetail.solver.cpsat;

import com.google.ortools.Loader;
import dev.dovetail.solver.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native library of OR-Tools, unpacked once per version instead of once per process (it is about 100 MB).
 *
 * <p>The cache is {@code $DOVETAIL_CACHE}, or {@code $XDG_CACHE_HOME/dovetail}, or {@code ~/.cache/dovetail}. Each file is
 * written
 * under another name and moved, so that processes that unpack at the same time do not see half a file. Wherever this fails, the
 * loader of OR-Tools itself is used, which unpacks to the temporary directory.
 */
final class NativeLibrary {
  private static boolean loaded;

  private NativeLibrary() {}

  /** Loads the library once per process. */
  static synchronized void load() {
    if (!loaded) {
      if (!loadCached()) {
        Loader.loadNativeLibraries();
      }
      loaded = true;
    }
  }

  private static boolean loadCached() {
    try {
      String platform = platform();
      URL resource = platform == null ? null : Loader.class.getClassLoader().getResource(platform + "/");
      if (resource == null || !(resource.openConnection() instanceof JarURLConnection jar)) {
        return false;
      }
      String version = Versions.all().getOrDefault("or-tools", "unknown");
      Path directory = cache(System.getenv()).resolve("ortools-" + version).resolve(platform);
      Path library = unpack(jar, platform + "/", directory).resolve(System.mapLibraryName("jniortools"));
      System.load(library.toAbsolutePath().toString());
      return true;
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      return false; // The library's own loader reports what is wrong, if it fails too.
    }
  }

  /** The platform as OR-Tools names its resources; null where we leave it to its own loader. */
  static @Nullable String platform() {
    String os = System.getProperty("os.name");
    boolean arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
    if (os.startsWith("Linux")) {
      return "ortools-linux-" + (arm ? "aarch64" : "x86-64");
    }
    if (os.startsWith("Mac")) {
      return "ortools-darwin-" + (arm ? "aarch64" : "x86-64");
    }
    return null; // Windows loads ten libraries in an order that only its loader knows.
  }

  /** The cache directory. */
  static Path cache(Map<String, String> environment) {
    String own = environment.getOrDefault("DOVETAIL_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg)).resolve("dovetail");
  }

  /** Unpacks the entries under a prefix that are missing or of another size. Returns the directory. */
  static Path unpack(JarURLConnection jar, String prefix, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (JarFile file = new JarFile(Path.of(URI.create(jar.getJarFileURL().toString())).toFile())) {
      for (JarEntry entry : file.stream().filter(e -> !e.isDirectory() && e.getName().startsWith(prefix)).toList()) {
        Path target = directory.resolve(entry.getName().substring(prefix.length())).normalize();
        if (!target.startsWith(directory)) {
          throw new IOException("The entry (%s) leaves its directory.".formatted(entry.getName()));
        }
        if (!Files.isRegularFile(target) || Files.size(target) != entry.getSize()) {
          Files.createDirectories(target.getParent());
          write(file, entry, target);
        }
      }
    }
    return directory;
  }

  private static void write(JarFile file, JarEntry entry, Path target) throws IOException {
    Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    try {
      try (InputStream in = file.getInputStream(entry)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
