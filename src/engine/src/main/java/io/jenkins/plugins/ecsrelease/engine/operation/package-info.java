/**
 * The contract of an operation on AWS: a chain of phases, each a record of plain values that is saved before it acts.
 *
 * <p>Nothing here does I/O. Phases decide; {@code engine.run} asks, saves and calls.
 */
package io.jenkins.plugins.ecsrelease.engine.operation;
