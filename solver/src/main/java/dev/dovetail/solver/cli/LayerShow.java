package dev.dovetail.solver.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.solver.ExitCode;
import dev.dovetail.solver.WholeFile;
import dev.dovetail.solver.report.layer.LayerPage;
import dev.dovetail.solver.report.layer.LayerPicture;
import dev.dovetail.solver.report.layer.LayerView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows one layer under one mapping: on the terminal, as JSON, as a page. */
final class LayerShow {
  private final Console console;
  private final @Nullable Path html;
  private final boolean json;

  LayerShow(Console console, @Nullable Path html, boolean json) {
    this.console = console;
    this.html = html;
    this.json = json;
  }

  /** Shows it. */
  int show(LayerPicture picture) {
    LayerView view = picture.view();
    String note = picture.note();
    if (html != null) {
      WholeFile.write(html, target -> Files.writeString(target, LayerPage.render(view)));
    }
    if (json) {
      ObjectNode o = LayerJson.of(view);
      o.put("note", note.isEmpty() ? null : note);
      o.putArray("files").addAll(html == null ? List.of() : List.of(o.textNode(html.toString())));
      console.json(o);
    } else {
      console.out().print(LayerText.of(view));
      if (!note.isEmpty()) {
        console.out().println(note);
      }
      if (html != null) {
        console.out().println("written: " + html);
      }
    }
    return ExitCode.OK;
  }
}
