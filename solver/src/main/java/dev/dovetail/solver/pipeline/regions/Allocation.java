package dev.dovetail.solver.pipeline.regions;

import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import java.util.List;

/**
 * A segment whose clusters have places on the mesh.
 *
 * @param clusters stages of the pipeline, in the order of the chain
 * @param places rectangle of each cluster; they do not overlap
 * @param stageCycles the longest of the clusters' times and the DRAM's time for a sample
 * @param cost the segment's share of the objective
 */
public record Allocation(List<ChainPlan.Cluster> clusters, List<Place> places, long stageCycles, long cost) {
  public Allocation {
    clusters = List.copyOf(clusters);
    places = List.copyOf(places);
  }
}
