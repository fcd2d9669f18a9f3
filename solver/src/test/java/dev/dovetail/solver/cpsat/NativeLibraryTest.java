package dev.dovetail.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir
  private Path temp;

  @Test
  void theCacheIsWhereTheEnvironmentSays() {
    assertThat(NativeLibrary.cache(Map.of("DOVETAIL_CACHE", "/c", "XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/c"));
    assertThat(NativeLibrary.cache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/dovetail"));
    assertThat(NativeLibrary.cache(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home")).resolve(".cache").resolve("dovetail"));
  }

  @Test
  void filesAreUnpackedOnceAndRepairedIfCutOff() throws Exception {
    Path directory = temp.resolve("cache");
    NativeLibrary.unpack(jar(), "platform/", directory);
    assertThat(directory.resolve("liba.so")).hasContent("library a");
    assertThat(directory.resolve("sub/libb.so")).hasContent("library b");
    Files.writeString(directory.resolve("liba.so"), "libr");
    Files.writeString(directory.resolve("sub/libb.so"), "LIBRARY B");
    NativeLibrary.unpack(jar(), "platform/", directory);
    assertThat(directory.resolve("liba.so")).hasContent("library a");
    assertThat(directory.resolve("sub/libb.so")).as("same size: left alone").hasContent("LIBRARY B");
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("liba.so", "libb.so");
    }
  }

  private JarURLConnection jar() throws Exception {
    Path file = temp.resolve("natives.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (List<String> entry : List.of(
          List.of("platform/", ""),
          List.of("platform/liba.so", "library a"),
          List.of("platform/sub/libb.so", "library b"),
          List.of("other/libc.so", "library c"))) {
        jar.putNextEntry(new JarEntry(entry.get(0)));
        jar.write(entry.get(1).getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
      }
    }
    return (JarURLConnection) URI.create("jar:" + file.toUri() + "!/platform/").toURL().openConnection();
  }
}
