package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;

/**
 * Where a build comes from. Of repeats of repeats the first build on the way back that released something counts, since
 * the ones between have nothing to roll back.
 *
 * @param mode "release", "rebuild", "replay" or "restart"
 * @param original the number of the build repeated; 0 for a release
 * @param edited whether the script was edited, now or on the way back
 * @param found the original build itself; null for a release, or when it is gone
 */
record Origin(String mode, int original, boolean edited, Run<?, ?> found) {

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
    Map<String, Object> told() throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("mode", mode);
        told.put("originalBuild", original);
        told.put("edited", edited);
        told.put("originalResult", found == null || found.getResult() == null ? "" : found.getResult().toString());
        told.put("record", found == null ? new ArrayList<>() : records(found));
        return told;
    }

    private static Origin step(Run<?, ?> run) {
        for (Cause each : run.getCauses()) {
            if (each instanceof ReplayCause replay) {
                return new Origin(replay.isRebuilt() ? "rebuild" : "replay", replay.getOriginalNumber(), !replay.isRebuilt(), replay.getOriginal());
            }
            if (Restart.is(each)) {
                return Restart.origin(each);
            }
        }
        return new Origin("release", 0, false, null);
    }

    private static List<Map<String, Object>> records(Run<?, ?> run) throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Journal each : Journal.all(ReleaseExecution.archive(run))) {
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
