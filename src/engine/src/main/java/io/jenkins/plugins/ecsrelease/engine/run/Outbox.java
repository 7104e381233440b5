package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the host is still to be told, in order. A host that is slow to take it holds up nobody: of the lines the oldest go
 * when there are too many (they are in the timeline), of where it stands only the latest is kept, and output stops its
 * operation from following more.
 */
final class Outbox {

    private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());

    private static final int MOST_LINES = 1000;
    private static final long MOST_OUTPUT = 256 * 1024;
    private static final Duration BETWEEN_STATUS = Duration.ofSeconds(10);

    private sealed interface Item {
        record Line(String text) implements Item {}

        record Noted(Note note) implements Item {}

        record Output(byte[] bytes) implements Item {}

        record End(Outcome outcome) implements Item {}
    }

    private final Follower follower;
    private final Schedule schedule;
    private final Deque<Item> items = new ArrayDeque<>();
    private int lines;
    private int dropped;
    private long output;
    private boolean delivering;
    private String status = "";
    private String said = "";
    private long saidAt;

    Outbox(Follower follower, Schedule schedule) {
        this.follower = follower;
        this.schedule = schedule;
    }

    synchronized void line(String text) {
        if (lines >= MOST_LINES && items.removeIf(oldestLine())) {
            lines--;
            dropped++;
        }
        items.add(new Item.Line(text));
        lines++;
        deliver();
    }

    private static java.util.function.Predicate<Item> oldestLine() {
        boolean[] found = new boolean[1];
        return item -> !found[0] && (found[0] = item instanceof Item.Line);
    }

    synchronized void noted(Note note) {
        items.add(new Item.Noted(note));
        if (!note.fact().quiet() && !note.fact().text().isEmpty()) {
            line(note.fact().text());
        } else {
            deliver();
        }
    }

    synchronized void output(byte[] bytes) {
        if (bytes.length > 0) {
            items.add(new Item.Output(bytes));
            output += bytes.length;
            deliver();
        }
    }

    /** Where the operation stands; said when it has changed, at most every ten seconds. */
    synchronized void status(String now) {
        status = now;
        boolean early = !said.isEmpty() && schedule.nanos() - saidAt < BETWEEN_STATUS.toNanos();
        if (status.isEmpty() || status.equals(said) || early) {
            return;
        }
        said = status;
        saidAt = schedule.nanos();
        line(status);
    }

    synchronized void end(Outcome outcome) {
        items.add(new Item.End(outcome));
        deliver();
    }

    /** Whether so much output waits that no more should be followed. */
    synchronized boolean full() {
        return output > MOST_OUTPUT;
    }

    private void deliver() {
        if (!delivering) {
            delivering = true;
            schedule.work(Schedule.Urgency.DELIVER, this::run);
        }
    }

    private void run() {
        while (true) {
            Item item;
            int missing;
            synchronized (this) {
                item = items.poll();
                if (item == null) {
                    delivering = false;
                    return;
                }
                lines -= item instanceof Item.Line ? 1 : 0;
                output -= item instanceof Item.Output o ? o.bytes().length : 0;
                missing = dropped;
                dropped = 0;
            }
            try {
                if (missing > 0) {
                    follower.say("(" + missing + " lines left out; they are in the timeline)");
                }
                hand(item);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "The host did not take " + item.getClass().getSimpleName(), e);
            }
        }
    }

    private void hand(Item item) {
        if (item instanceof Item.Line line) {
            follower.say(line.text());
        } else if (item instanceof Item.Noted noted) {
            follower.noted(noted.note().at(), noted.note().fact());
        } else if (item instanceof Item.Output chunk) {
            follower.output(chunk.bytes());
        } else if (item instanceof Item.End end) {
            follower.ended(end.outcome());
        }
    }
}
