package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.solver.report.Html;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Where the energy goes: computing, the network on package, DRAM. */
final class EnergySection {
  private EnergySection() {}

  /**
   * A part of the energy.
   *
   * @param name what it is for
   * @param amount how much of it, in words
   * @param femtojoules what it takes
   */
  record Part(String name, String amount, long femtojoules) {}

  /** Whether all entries of the table of energies are known. */
  static boolean isKnown(PlanView plan) {
    return plan.problem().module().energy().isComplete();
  }

  /** The parts; their sum is the energy of the plan. */
  static List<Part> parts(PlanView plan) {
    PackageEnergy energy = plan.problem().module().energy();
    long samples = plan.problem().samples();
    long macs = samples * plan.segments().stream().mapToLong(SegmentView::macs).sum();
    long nop =
        samples * plan.segments().stream().flatMap(s -> s.stages().stream()).mapToLong(c -> c.timing().receivedBytes()).sum();
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("computing", Numbers.grouped(macs) + " multiply-accumulates", macs * energy.macFemtojoules().orElse(0)));
    parts.add(
        new Part("network on package", Numbers.bytes(nop) + " received", 8 * nop * energy.nopFemtojoulesPerBit().orElse(0)));
    dram(parts, "DRAM: input and output of the segments",
        samples * plan.segments().stream().mapToLong(s -> s.timing().borderBytes()).sum(),
        energy);
    dram(parts, "DRAM: weights, loaded once", plan.segments().stream().flatMap(s -> s.stages().stream())
        .mapToLong(c -> c.timing().residentBytes()).sum(), energy);
    dram(parts, "DRAM: weights streamed for every sample", samples * plan.segments().stream().flatMap(s -> s.stages().stream())
        .mapToLong(c -> c.timing().streamedBytes()).sum(), energy);
    return parts;
  }

  private static void dram(List<Part> parts, String name, long bytes, PackageEnergy energy) {
    if (bytes > 0) {
      parts.add(new Part(name, Numbers.bytes(bytes), 8 * bytes * energy.dramFemtojoulesPerBit().orElse(0)));
    }
  }

  static void write(Html html, PlanView plan) {
    List<Part> parts = parts(plan);
    long all = parts.stream().mapToLong(Part::femtojoules).sum();
    long samples = plan.problem().samples();
    html.element("p", "Of all " + Numbers.count(samples, "sample", "samples") + ": " + Numbers.energy(all) + ", "
        + Numbers.energy(all / samples) + " each. Buffers inside the chiplets are not part of the model.", "class", "muted");
    Table table = new Table(html, "for", "amount", "#energy", "#share", "share of all");
    long before = 0;
    for (Part p : parts) {
      table.row().words(p.name()).cell(p.amount()).cell(Numbers.energy(p.femtojoules()),
          Numbers.grouped(p.femtojoules()) + " fJ");
      table.cell(Numbers.percent(p.femtojoules(), all));
      table.bar((double) before / Math.max(1, all), (double) (before + p.femtojoules()) / Math.max(1, all), "bar-plain",
          Numbers.percent(p.femtojoules(), all)).endRow();
      before += p.femtojoules();
    }
    table.end();
  }
}
