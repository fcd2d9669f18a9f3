package dev.dovetail.solver.report.layer;

/**
 * One layer as a mapping runs it, ready to be shown.
 *
 * @param view what its pictures show
 * @param note what else is to be known, one sentence or two; empty for nothing
 */
public record LayerPicture(LayerView view, String note) {}
