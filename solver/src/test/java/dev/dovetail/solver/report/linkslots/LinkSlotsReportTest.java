package dev.dovetail.solver.report.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.solver.report.PageDocument;
import dev.dovetail.solver.report.RunFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkSlotsReportTest {
  private static final RunFacts NOTHING = new RunFacts(List.of(), List.of(), Map.of());

  private static PageDocument page(LinkSlotsProblem problem, SlotTable table, long objective) {
    return new PageDocument(LinkSlotsReport.render(problem, table, SlotFixtures.executable(objective), NOTHING));
  }

  private static PageDocument figure5() {
    LinkSlotsProblem problem = SlotFixtures.figure5();
    return page(problem, SlotFixtures.figure5Table(problem), 12);
  }

  @Test
  void pagesAreWellFormedAndNeedNothingElse() {
    figure5().isSelfContained();
    LinkSlotsProblem mesh = SlotFixtures.allToAll(3, 3, 2);
    page(mesh, SlotFixtures.earliestFit(mesh), 40).isSelfContained();
  }

  @Test
  void everyLinkIsAnArrowAndEveryPortABarWithItsNumbers() {
    PageDocument page = figure5();
    // 26 links and 20 ports; link 2->3 carries 2 + 5 of 12 slots, which is 58.3 %, the sixth tenth.
    assertThat(page.section("links"))
        .contains("link 2->3\nbusy 7 of 12 slots, 58.3 %\n2 messages", "inject port inject MC\nbusy 4 of 12")
        .contains("28 links and ports are idle throughout.");
    assertThat(page.attributes("class")).filteredOn(c -> c.equals("critical")).hasSize(1);
  }

  @Test
  void theCriticalLinkSaysWhyItBinds() {
    String critical = figure5().section("critical");
    assertThat(critical).contains("The link 2->3 carries 2 messages for 7 slots.",
        "None can be on it before slot 1 (message 3)", "a message needs at least 1 slot more", "1 + 7 + 1 = 9 slots.",
        "The makespan is 12, which is 3 slots more: so long it is idle in between.");
    // Flow 1 reaches it 4 slots after slot 0: inject, MC->8, 8->1, 1->2 come before.
    assertThat(critical).contains("then comes message 1, 4 slots after its injection in slot 0: it starts in slot 0");
    assertThat(critical).contains("waits for 2->3, which message 1 leaves after slot 5");
  }

  @Test
  void aLinkWithoutIdleSlotsShowsThatInjectionCannotBeBetter() {
    LinkSlotsProblem problem = SlotFixtures.problem("pair", SlotFixtures.mesh(2, 1),
        List.of(Flow.unicast("long", 0, 1, 4), Flow.unicast("short", 0, 1, 2)));
    assertThat(page(problem, SlotFixtures.earliestFit(problem), 8).section("critical"))
        .contains("1 + 6 + 1 = 8 slots. That is the makespan: with these routes no injection times can be better.")
        .doesNotContain("When it is idle");
  }

  @Test
  void messagesHaveRouteInjectionFinishAndSlack() {
    String messages = figure5().section("messages");
    // Flow 1 may be at most 0 later: flow 3 follows it on 2->3. Flow 4 has 6->7 from slot 1 to 2, flow 2 follows in slot 6: 3 slots.
    assertThat(messages).contains("11MC1, 2, 3S,W*,S*,S20700", "4467S20403");
    // Flow 2 branches at tile 4, where it is delivered in passing.
    assertThat(messages).contains("S,S*(S)(E*,S)");
  }

  @Test
  void routersAreShadedByTheRowsOfTheirTables() {
    // Rows are inputs of routers: flow 1 inject, MC->8, 8->1, 1->2, 2->3; flow 2 inject, MC->8, 8->4, 4->5, 4->6, 6->7; flows 3 and 4 two each.
    assertThat(figure5().section("routers")).contains("In all 15 rows, at most 2 in one router");
  }

  @Test
  void sourcesListTheirClosedInjectionRanges() {
    assertThat(figure5().section("sources")).contains("3 tiles send.", "MC2430–1 (1), 2–3 (2)", "21595–9 (3)");
  }

  @Test
  void oneCommonPeriodIsDrawnAndWhatCrossesItsEndGoesOnAtItsBegin() {
    // A ring of 3, period 6: one message of 4 slots from sw0 to sw1, injected in slot 1: its link is busy in slots 2 to 5, its port in 3 to 6.
    LinkSlotsProblem problem = new LinkSlotsProblem("ring", SlotFixtures.ring(3), List.of(Flow.unicast("a", 0, 1, 4)),
        SlotRules.DEFAULT.withGoal(Goal.PERIOD));
    SlotTable table = new SlotTable(
        List.of(new Transmission(0, SlotFixtures.edges(problem, "inject sw0", "sw0->sw1", "eject sw1"), 1)), 6, null);
    SlotsView view = new SlotsView(problem, table);
    assertThat(view.span()).isEqualTo(6);
    assertThat(view.busiest(3))
        .extracting(l -> l.about().name() + " " + l.bars().stream().map(b -> b.start() + "-" + b.end()).toList())
        .containsExactly("inject sw0 [1-5]", "eject sw1 [0-1, 3-6]", "sw0->sw1 [2-6]");
    PageDocument page = page(problem, table, 6);
    page.isSelfContained();
    assertThat(page.section("slots")).contains("One period of 6 slots is drawn");
    assertThat(page.section("critical")).contains("4 slots of the 6 slots of the period: 2 slots are idle");
  }

  @Test
  void differentPeriodsAreDrawnOverTheirLeastCommonMultiple() {
    LinkSlotsProblem problem = new LinkSlotsProblem("ring", SlotFixtures.ring(3), List.of(stream("a", 4), stream("b", 6)),
        SlotRules.DEFAULT.withGoal(Goal.DEADLINE));
    SlotsView view = new SlotsView(problem, SlotFixtures.earliestFit(problem));
    assertThat(view.span()).isEqualTo(12);
    // One slot of every 4 and one of every 6: 3 + 2 of 12.
    assertThat(view.links().get(0).busy()).isEqualTo(5);
  }

  private static Flow stream(String id, long period) {
    return new Flow(id, FlowKind.UNICAST, List.of(0), List.of(1), 1, 0, Flow.NO_DEADLINE, 1, period, null, 1, List.of(),
        List.of());
  }

  @Test
  void theTightestDeadlinesComeFirst() {
    // On two links of one slot each and two ports it takes 3 + 1 slots; of 4 and of 9 that is left 0 and 5.
    List<Flow> flows =
        List.of(new Flow("loose", FlowKind.UNICAST, List.of(0), List.of(2), 1, 0, 9, 1, 20, null, 1, List.of(), List.of()),
            new Flow("tight", FlowKind.UNICAST, List.of(1), List.of(3), 1, 0, 4, 1, 20, null, 1, List.of(), List.of()));
    LinkSlotsProblem problem =
        new LinkSlotsProblem("ring", SlotFixtures.ring(5), flows, SlotRules.DEFAULT.withGoal(Goal.DEADLINE));
    PageDocument page = page(problem, SlotFixtures.earliestFit(problem), 0);
    assertThat(page.section("critical")).contains("margintightsw1 to sw3440", "loosesw0 to sw2495");
    // The link that both share is busy in two of 20 slots: the scale ends there.
    assertThat(page.section("links")).contains("above 0 %  10.0 %");
  }

  @Test
  void messagesLeftOutAreNamed() {
    LinkSlotsProblem problem = SlotFixtures.problem("pair", SlotFixtures.mesh(2, 1),
        List.of(Flow.unicast("kept", 0, 1, 4), Flow.unicast("dropped", 0, 1, 2)));
    SlotTable table = new SlotTable(SlotFixtures.earliestFit(problem).transmissions().subList(0, 1));
    assertThat(page(problem, table, 1).section("messages")).contains("1 message is left out: dropped.");
  }

  @Test
  void aRejectedTableHasNoPicturesButItsViolations() {
    LinkSlotsProblem problem = SlotFixtures.figure5();
    Evaluation rejected = new Evaluation(0, Map.of(), List.of(new Violation("capacity", "2->3", "In slot 6 it carries both.")));
    PageDocument page = new PageDocument(
        LinkSlotsReport.render(problem, SlotFixtures.figure5Table(problem), rejected, NOTHING));
    page.isSelfContained();
    assertThat(page.text()).contains("rejects this mapping", "In slot 6 it carries both.");
    assertThat(page.section("links")).isEmpty();
  }

  @Test
  void namesFromFilesAreTextAndNothingElse() {
    LinkSlotsProblem problem = SlotFixtures.problem("</script><script>alert(1)</script>", SlotFixtures.mesh(2, 1),
        List.of(Flow.unicast("<img src=x onerror=y>", 0, 1, 4)));
    PageDocument page = page(problem, SlotFixtures.earliestFit(problem), 6);
    page.isSelfContained();
    assertThat(page.source()).doesNotContain("<script>alert").doesNotContain("<img");
  }

  @Test
  void thousandsOfMessagesStayBelowTwoMegabytes() {
    LinkSlotsProblem problem = SlotFixtures.allToAll(7, 7, 3);
    PageDocument page = page(problem, SlotFixtures.oneAfterTheOther(problem), 1000);
    assertThat(page.source().length()).isLessThan(2_000_000);
    assertThat(page.section("messages")).contains("The 200 messages that finish last, of 2,352");
  }
}
