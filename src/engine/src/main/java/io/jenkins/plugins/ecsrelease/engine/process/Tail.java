package io.jenkins.plugins.ecsrelease.engine.process;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * What a detached program wrote from an offset on, and whether it still runs.
 *
 * @param id as in {@link Detached.Launch#id()}
 * @param offset bytes accounted for so far
 * @param atMost how many bytes to bring, at least 1
 */
public record Tail(Detached.Place place, String id, long offset, int atMost) implements Question<Detached.Progress> {

    /** A portion that keeps a turn short: 64 KiB. */
    public static final int PORTION = 64 * 1024;

    public Tail(Detached.Place place, String id, long offset) {
        this(place, id, offset, PORTION);
    }
}
