package dev.dovetail.models.intracore.maestro.cases;

/** A case and what the model says to it. */
public record CaseResult(Case question, Outcome outcome) {}
