package dev.dovetail.models.intracore.maestro.cases;

import dev.dovetail.models.dataflow.dfsl.MappingFile;

/** A layer of a mapping file and what the model says to it. */
public record LayerResult(MappingFile.Layer layer, Outcome outcome) {}
