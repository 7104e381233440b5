package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the records that Jenkins keeps with the seals that AWS keeps of them. What is decided is decided from AWS; a
 * record that differs is told of, because people read it.
 */
final class Seals {

    private static final Logger LOGGER = Logger.getLogger(Seals.class.getName());

    /** A run as tags have it, which know no '#': "shop/main_42/17" of job, build and node. */
    private static final Pattern RUN = Pattern.compile("(.+)[_#](\\d{1,9})/[^/]+");

    private Seals() {}

    /** What to say about the record that a fact seals; empty where it fits, is gone, or the fact is about something else. */
    static Optional<String> check(Fact fact) {
        if (!fact.kind().equals(ReleaseRecord.SEALED)) {
            return Optional.empty();
        }
        String release = String.valueOf(fact.details().get("release"));
        Matcher named = RUN.matcher(release);
        try {
            Run<?, ?> run = named.matches() ? Run.fromExternalizableId(named.group(1) + "#" + named.group(2)) : null;
            List<Journal> records = run == null ? List.of() : Journal.all(Records.of(run));
            if (records.isEmpty()) {
                return Optional.empty();
            }
            for (Journal each : records) {
                if (Tags.value(each.order().path("release").asText()).equals(release)) {
                    return each.fits(String.valueOf(fact.details().get("seal"))) ? Optional.empty()
                            : told("The release record " + each.id() + " of " + run.getFullDisplayName() + " was changed after it was written");
                }
            }
            return told("A release record of " + run.getFullDisplayName() + " is missing, or another's name was put into it");
        } catch (IOException | IllegalArgumentException unreadable) {
            LOGGER.log(Level.WARNING, unreadable, () -> "The record of " + release + " could not be compared with its seal.");
            return Optional.empty();
        }
    }

    private static Optional<String> told(String what) {
        return Optional.of("WARNING: " + what + ": AWS keeps the seal of another one. Do not believe what that build's records and "
                + "pages say; what is done here is decided from AWS alone.");
    }
}
