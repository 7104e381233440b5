package io.jenkins.plugins.ecsrelease.engine.operation;

/**
 * Something to read from AWS or from a followed process, as a record of plain values, equal when it asks the same.
 *
 * @param <A> what a known answer holds: our own immutable records of plain values, never an SDK type
 */
public interface Question<A> {}
