package dev.dovetail.solver.stream;

/**
 * A group with all decisions made but the order of its loops.
 *
 * @param cost what it costs before memory is asked for
 * @param parts per node and loop into how many parts the node divides it
 * @param cores per node the mask of its cores
 * @param optimistic its total where memory limits nothing
 */
record Candidate(GroupCost cost, long[][] parts, long[] cores, long optimistic) {}
