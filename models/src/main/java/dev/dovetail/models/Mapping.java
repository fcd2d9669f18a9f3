package dev.dovetail.models;

/** A decoded, executable answer: nothing is left to decide. One record per problem kind. */
public interface Mapping {}
