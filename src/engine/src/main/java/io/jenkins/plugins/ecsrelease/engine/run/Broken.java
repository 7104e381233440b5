package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How an operation ends that cannot go on: as unknown, with what is known of it. */
final class Broken {

    private static final Logger LOGGER = Logger.getLogger(Broken.class.getName());

    private Broken() {}

    /** By a mistake in the code of a phase. */
    static Turn at(Phase phase, Throwable error) {
        LOGGER.log(Level.WARNING, "The phase " + phase.getClass().getSimpleName() + " failed", error);
        String may = phase instanceof Change ? " It may or may not have been done." : "";
        return unknown("An error in this plugin kept it from going on while it stood at: " + JournalFiles.describe(phase) + "." + may
                + " Nothing was undone. Look at it in AWS, and report the error: " + error + ".");
    }

    static Turn unknown(String message) {
        return Turn.to(new Ended(new Outcome(Verdict.UNKNOWN, message, Map.of())));
    }
}
