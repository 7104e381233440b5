package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.time.Instant;

/** A fact and when it was noted: one line of a timeline. */
public record Note(Instant at, Fact fact) {}
