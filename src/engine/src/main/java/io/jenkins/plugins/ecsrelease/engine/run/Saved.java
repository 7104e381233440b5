package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal says about an operation. Whatever acts, acts on what is saved.
 *
 * @param doubt since when a call that may have been made has gone without a reply. A change found on disk after a restart
 *     is in doubt whatever this says: the call may have left just before the end.
 * @param claim what the operation has to itself
 * @param timelineLength bytes of the timeline that count
 * @param outputLength bytes of the output that count
 */
record Saved(
        String id,
        Operation<?> operation,
        Identity identity,
        Map<String, String> labels,
        Instant created,
        Record order,
        Phase phase,
        List<Signal> signals,
        Optional<Instant> doubt,
        Optional<String> claim,
        long timelineLength,
        long outputLength) {

    Saved {
        labels = Map.copyOf(labels);
        signals = List.copyOf(signals);
    }

    Saved with(Phase next) {
        return new Saved(id, operation, identity, labels, created, order, next, signals, Optional.empty(), claim, timelineLength, outputLength);
    }

    Saved claiming(String of) {
        return new Saved(id, operation, identity, labels, created, order, phase, signals, doubt, Optional.of(of), timelineLength, outputLength);
    }

    Saved with(Signal signal) {
        List<Signal> more = new ArrayList<>(signals);
        more.add(signal);
        return new Saved(id, operation, identity, labels, created, order, phase, more, doubt, claim, timelineLength, outputLength);
    }

    Saved inDoubt(Instant since) {
        return new Saved(id, operation, identity, labels, created, order, phase, signals, Optional.of(since), claim, timelineLength, outputLength);
    }

    Saved withLengths(long timeline, long output) {
        return new Saved(id, operation, identity, labels, created, order, phase, signals, doubt, claim, timeline, output);
    }

    /** Job and build that it is of, or its id where the host gave none. */
    String build() {
        return labels.getOrDefault("job", "").isEmpty() ? id : labels.get("job") + " #" + labels.get("build");
    }

    /** What it is to other builds: "shop/main #41, which stands at: telling ECS to deploy web:8 as web in shop". */
    String title() {
        return build() + ", which stands at: " + JournalFiles.describe(phase);
    }
}
