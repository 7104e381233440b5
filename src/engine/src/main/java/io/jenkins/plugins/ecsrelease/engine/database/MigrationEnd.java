package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a migration ended, before its task is stopped and its outcome is noted at AWS.
 *
 * @param remembered what is noted at AWS: "ended 7", "notRun", "unknown"
 * @param exitCode -1 where there is none
 * @param tail the last of its output
 */
record MigrationEnd(String remembered, Verdict verdict, String message, int exitCode, long seconds, String tail) {

    static MigrationEnd notRun(String message) {
        return new MigrationEnd("notRun", Verdict.STOPPED, message, -1, 0, "");
    }

    static MigrationEnd unknown(String message, long seconds, String tail) {
        return new MigrationEnd("unknown", Verdict.UNKNOWN, message
                + " Look into the database, then say resolved: 'ran' or resolved: 'notRun'; until then it is not run again.",
                -1, seconds, tail);
    }

    static MigrationEnd ended(MigrationPlan plan, int code, long seconds, String tail) {
        if (code == 0) {
            return new MigrationEnd("ended 0", Verdict.SUCCEEDED, "Migration " + plan.order().migrationId()
                    + " ended with exit code 0 after " + seconds + " s.", 0, seconds, tail);
        }
        return new MigrationEnd("ended " + code, Verdict.STOPPED, "Migration " + plan.order().migrationId()
                + " ended with exit code " + code + " after " + seconds + " s."
                + (plan.snapshot().isEmpty() ? "" : " Snapshot " + plan.snapshot() + " was taken before it.")
                + " The service was not touched. Once the cause is gone, retry: true runs it again.", code, seconds, tail);
    }

    MigrationEnd saying(String other) {
        return new MigrationEnd(remembered, verdict, other, exitCode, seconds, tail);
    }

    Outcome outcome(MigrationPlan plan, String task) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(MigrationOrder.EXIT_CODE, exitCode);
        result.put(MigrationOrder.TASK, task);
        result.put(MigrationOrder.TASK_DEFINITION, plan.taskDefinition());
        result.put(MigrationOrder.MIGRATION_ID, plan.order().migrationId());
        result.put(MigrationOrder.SECONDS, seconds);
        result.put(MigrationOrder.LOG_TAIL, tail);
        result.put(MigrationOrder.ALREADY_RUN, false);
        result.put(MigrationOrder.SNAPSHOT, plan.snapshot());
        result.put(MigrationOrder.REVERSIBLE, plan.order().reversible());
        return new Outcome(verdict, message, result);
    }
}
