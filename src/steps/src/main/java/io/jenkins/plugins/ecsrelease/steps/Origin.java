package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;

/**
 * Where a build comes from. Of repeats of repeats the first build on the way back that released something counts, since
 * the ones between have nothing to roll back.
 *
 * @param mode "release", "rebuild", "replay", "restart", or "rollback" for a build that was started to take another back
 * @param original the number of the build repeated; 0 for a release
 * @param edited whether the script was edited, now or on the way back
 * @param found the original build itself; null for a release, or when it is gone
 */
record Origin(String mode, int original, boolean edited, Run<?, ?> found) {

    /** How the script came to differ from the original's, as the beginning of a sentence; empty when nothing says that it did. */
    static Optional<String> edited(Run<?, ?> run) {
        Run<?, ?> here = run;
        while (here != null) {
            Origin from = step(here);
            String who = here == run ? "This build" : "This build repeats #" + here.getNumber() + ", which";
            if (from.edited()) {
                return Optional.of(who + " replays #" + from.original() + " with an edited script");
            }
            if (from.found() == null && from.original() > 0 && !from.mode().equals("rollback")) {
                return Optional.of(who + " repeats #" + from.original() + ", which is gone: whether its script was edited cannot be told");
            }
            here = from.mode().equals("rollback") ? null : from.found();
        }
        return Optional.empty();
    }

    static Origin of(Run<?, ?> run) throws IOException {
        Origin nearest = step(run);
        Origin here = nearest;
        boolean edited = nearest.edited();
        while (here.found() != null) {
            if (!records(here.found()).isEmpty()) {
                return new Origin(nearest.mode(), here.original(), edited, here.found());
            }
            Origin before = step(here.found());
            edited = edited || before.edited();
            here = before;
        }
        return new Origin(nearest.mode(), nearest.original(), edited, nearest.found());
    }

    /** What the step returns. */
    Map<String, Object> told(Run<?, ?> run) throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("plugin", PluginVersion.get());
        told.put("mode", mode);
        told.put("originalBuild", original);
        told.put("edited", edited);
        told.put("originalResult", found == null || found.getResult() == null ? "" : found.getResult().toString());
        told.put("record", found == null ? kept(run) : records(found));
        told.put("stopped", stopped(run));
        return told;
    }

    /**
     * Why steps of this very build did not come to their own end: "displaced" where a newer build took over, "abort" where
     * somebody or a time limit stopped one; empty for neither.
     */
    private static String stopped(Run<?, ?> run) throws IOException {
        String why = "";
        for (Journal each : Journal.all(Records.of(run))) {
            boolean displaced = each.verdict().filter(verdict -> verdict == Verdict.SUPERSEDED).isPresent();
            for (Signal signal : each.signals()) {
                displaced |= signal.kind() == Signal.Kind.STOP && signal.about().equals("displaced");
                why = signal.kind() == Signal.Kind.STOP ? "abort" : why;
            }
            if (displaced) {
                return "displaced";
            }
        }
        return why;
    }

    private static Origin step(Run<?, ?> run) {
        for (Cause each : run.getCauses()) {
            if (each instanceof ReplayCause replay) {
                return new Origin(replay.isRebuilt() ? "rebuild" : "replay", replay.getOriginalNumber(), !replay.isRebuilt(), replay.getOriginal());
            }
            if (each instanceof RollbackCause rollback) {
                return new Origin("rollback", rollback.getBuild(), false, run.getParent().getBuildByNumber(rollback.getBuild()));
            }
            if (Restart.is(each)) {
                return Restart.origin(each);
            }
        }
        return new Origin("release", 0, false, null);
    }

    private static List<Map<String, Object>> records(Run<?, ?> run) throws IOException {
        return records(Records.of(run));
    }

    /** Of a build that is gone, as long as its records are kept. */
    private List<Map<String, Object>> kept(Run<?, ?> run) throws IOException {
        return original == 0 ? new ArrayList<>() : records(Records.of(run.getParent(), original));
    }

    private static List<Map<String, Object>> records(Path directory) throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Journal each : Journal.all(directory)) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("step", each.labels().getOrDefault("step", each.kind()));
            record.put("kind", each.kind());
            record.put("environment", each.labels().getOrDefault("environment", ""));
            record.put("cluster", each.labels().getOrDefault("cluster", ""));
            record.put("service", each.labels().getOrDefault("service", ""));
            each.outcome().ifPresent(outcome -> record.putAll(Conclusion.value(outcome)));
            records.add(record);
        }
        return records;
    }

    /** The cause of a restart from a stage, asked by name: the declarative plugin need not be installed. */
    private static final class Restart {

        static boolean is(Cause cause) {
            return cause.getClass().getSimpleName().equals("RestartDeclarativePipelineCause");
        }

        static Origin origin(Cause cause) {
            try {
                int number = (Integer) cause.getClass().getMethod("getOriginRunNumber").invoke(cause);
                return new Origin("restart", number, false, (Run<?, ?>) cause.getClass().getMethod("getOriginal").invoke(cause));
            } catch (ReflectiveOperationException changed) {
                throw new IllegalStateException("The cause of a restart from a stage cannot be read: " + cause.getShortDescription(), changed);
            }
        }
    }
}
