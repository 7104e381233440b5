package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.LogLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudy;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows a migration whose command is the task's own (mode "task"): its exit code is the container's, its output what
 * awslogs writes.
 *
 * @param begun null until the first turn
 * @param heard when output last came, or a line was last said about its silence
 * @param quietSince when output last came
 * @param token where the log goes on
 * @param drained whether the log was read once more after the task had stopped
 * @param why who or what had it stopped; empty for nobody
 */
record MigrationTask(
        MigrationPlan plan,
        String task,
        Instant begun,
        Instant heard,
        Instant quietSince,
        String standing,
        String token,
        LogTail last,
        boolean drained,
        String why)
        implements Await {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration UNSEEN = Duration.ofMinutes(3);

    static MigrationTask of(MigrationPlan plan, String task) {
        return new MigrationTask(plan, task, null, null, null, "asked for", "", LogTail.EMPTY, false, "");
    }

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    private boolean logged() {
        return plan.study().container(plan.container())
                .map(container -> !container.logGroup().isEmpty() && !container.logPrefix().isEmpty())
                .orElse(false);
    }

    private LogLook log() {
        ServiceStudy.Container container = plan.study().container(plan.container()).orElseThrow();
        String id = task.substring(task.lastIndexOf('/') + 1);
        return new LogLook(container.logRegion(), container.logGroup(), container.logPrefix() + "/" + container.name() + "/" + id,
                plan.taskDefinition(), token);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new HashSet<>();
        questions.add(look());
        if (logged()) {
            questions.add(log());
        }
        return questions;
    }

    @Override
    public String describe() {
        return "the migration's task " + task.substring(task.lastIndexOf('/') + 1) + " is " + standing;
    }

    @Override
    public Turn next(View view) {
        Instant now = view.now();
        Instant since = begun == null ? now : begun;
        LogLook.Seen log = logged() ? view.of(log()).ifKnown().orElse(null) : null;
        byte[] output = log == null ? new byte[0] : log.text().getBytes(StandardCharsets.UTF_8);
        String further = log == null ? token : log.token();
        Answer<TaskLook.Seen> answer = view.of(look());
        TaskLook.Seen seen = answer.ifKnown().orElse(null);
        String status = seen == null ? standing : seen.present() ? seen.lastStatus() : standing;
        boolean spoke = begun == null || output.length > 0;
        MigrationTask next = new MigrationTask(plan, task, since, spoke ? now : heard, spoke ? now : quietSince, status, further,
                output.length > 0 ? last.then(output) : last, false, why);
        if (begun == null && !logged()) {
            return Turn.again(next, EVERY, Fact.of("migration", "Container " + plan.container()
                    + " has no awslogs log with a stream prefix, so the migration's output is not shown here."));
        }
        if (begun == null && view.of(log()) instanceof Answer.Unknown<LogLook.Seen> unread && unread.problem().kind() == Problem.Kind.DENIED) {
            return Turn.again(next, EVERY, Fact.of("migration", "The migration's output is not shown here. " + unread.problem().full()));
        }
        if (seen != null && seen.stopped() && (seen.present() || now.isAfter(since.plus(UNSEEN)))) {
            boolean more = output.length > 0 || !drained;
            return more
                    ? Turn.again(new MigrationTask(plan, task, since, next.heard, next.quietSince, status, further, next.last, true, why),
                            output.length > 0 ? Duration.ZERO : EVERY).with(output)
                    : next.over(seen, now);
        }
        if (why.isEmpty() && view.stop().isPresent()) {
            return plan.guest()
                    ? Turn.to(MigrationRecord.next(plan, task, MigrationEnd.notRun("Stopped by " + view.stop().get().who()
                            + " while it watched another build's migration, which goes on."))).with(output)
                    : Turn.to(new MigrationHalt(next.because("stopped by " + view.stop().get().who()))).with(output);
        }
        if (why.isEmpty() && !plan.guest() && now.isAfter(since.plus(Duration.ofMinutes(plan.order().timeoutMinutes())))) {
            return Turn.to(new MigrationHalt(
                    next.because("its " + plan.order().timeoutMinutes() + " minutes (timeoutMinutes) were over"))).with(output);
        }
        return next.silent(now).with(output);
    }

    private Turn silent(Instant now) {
        if (now.isBefore(heard.plus(SILENCE)) || !standing.equals("RUNNING")) {
            return Turn.again(this, EVERY);
        }
        return Turn.again(new MigrationTask(plan, task, begun, now, quietSince, standing, token, last, drained, why), EVERY,
                Fact.of("heartbeat", "The migration still runs after " + Duration.between(begun, now).toMinutes()
                        + " minutes; it has said nothing for " + Duration.between(quietSince, now).toMinutes() + " minutes."));
    }

    private MigrationTask because(String reason) {
        return new MigrationTask(plan, task, begun, heard, quietSince, standing, token, last, drained, reason);
    }

    private Turn over(TaskLook.Seen seen, Instant now) {
        if (plan.guest()) {
            return Turn.to(new MigrationCheck(plan.order(), plan.begun(), true));
        }
        TaskLook.Container container = seen.container(plan.container()).orElse(null);
        Integer code = container == null ? null : container.exitCode();
        Instant started = seen.startedAt() == null ? begun : seen.startedAt();
        long seconds = Math.max(0, Duration.between(started, now).toSeconds());
        MigrationEnd end;
        if (code != null) {
            end = MigrationEnd.ended(plan, code, seconds, last.text());
            if (!why.isEmpty() && code != 0) {
                end = end.saying("The migration was asked to end (" + why + ")" + (code == 137 ? ", did not, and was killed by ECS: exit code 137"
                        : " and ended with exit code " + code) + " after " + seconds + " s. What it had done by then is in the database."
                        + (plan.snapshot().isEmpty() ? "" : " Snapshot " + plan.snapshot() + " was taken before it."));
            }
        } else if (seen.stopCode().equals("TaskFailedToStart")) {
            end = MigrationEnd.notRun(AgentDiagnosis.stopped(plan, seen));
        } else {
            end = MigrationEnd.unknown("The migration's task stopped without an exit code: "
                    + AgentDiagnosis.join(seen.stopCode(), seen.stoppedReason(), container == null ? "" : container.reason()) + ".",
                    seconds, last.text());
        }
        return Turn.to(MigrationRecord.next(plan, task, end));
    }
}
