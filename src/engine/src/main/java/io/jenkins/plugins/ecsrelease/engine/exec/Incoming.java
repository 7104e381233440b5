package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts arriving stream data in order, each once, within bounds.
 *
 * <p>Duplicates are acknowledged again: the sender resends only the head of its queue, so one acknowledgement that stays
 * lost would hold up everything behind it. What does not fit is not acknowledged, and comes again.
 */
final class Incoming {

    private final int mostFrames;
    private final int mostBytes;
    private final TreeMap<Long, Frame> ahead = new TreeMap<>();
    private int bytesAhead;
    private long expected;

    Incoming(int mostFrames, int mostBytes) {
        this.mostFrames = mostFrames;
        this.mostBytes = mostBytes;
    }

    /**
     * @param acknowledge whether the sender may forget it
     * @param repeated whether it had come before
     * @param ready what is now in order
     */
    record Taken(boolean acknowledge, boolean repeated, List<Frame> ready) {}

    Taken take(Frame frame) {
        long number = frame.sequence();
        if (number < expected) {
            return new Taken(true, true, List.of());
        }
        if (number > expected) {
            if (ahead.containsKey(number)) {
                return new Taken(true, true, List.of());
            }
            if (ahead.size() >= mostFrames || bytesAhead + frame.payload().length > mostBytes) {
                return new Taken(false, false, List.of());
            }
            ahead.put(number, frame);
            bytesAhead += frame.payload().length;
            return new Taken(true, false, List.of());
        }
        List<Frame> ready = new ArrayList<>();
        ready.add(frame);
        expected++;
        while (!ahead.isEmpty() && ahead.firstKey() == expected) {
            Frame next = ahead.pollFirstEntry().getValue();
            bytesAhead -= next.payload().length;
            ready.add(next);
            expected++;
        }
        return new Taken(true, false, ready);
    }

    long expected() {
        return expected;
    }

    int waiting() {
        return ahead.size();
    }
}
