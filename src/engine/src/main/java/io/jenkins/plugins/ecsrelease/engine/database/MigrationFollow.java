package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows the running migration: its output from a byte offset on, until it has ended. A session that is lost on the way
 * is no event; a task that is lost is: then nobody knows.
 *
 * @param offset bytes of output accounted for
 * @param last the end of the output so far, at most {@link LogTail#MOST} bytes
 * @param begun null until the first turn
 * @param heard when output last came, or a line was last said about its silence
 * @param quietSince when output last came
 * @param suspicious whether the last look failed, so that the task itself is looked at
 * @param ending "" while it may run, "asked" and "killed" once it was told to end
 * @param endingSince when it was told to end; null until the turn after
 * @param why who or what had it ended; empty for nobody
 */
record MigrationFollow(
        MigrationPlan plan,
        String task,
        long offset,
        LogTail last,
        Instant begun,
        Instant heard,
        Instant quietSince,
        boolean suspicious,
        String ending,
        Instant endingSince,
        String why)
        implements Await {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration TO_END = Duration.ofSeconds(30);
    private static final Duration TO_SHOW = Duration.ofMinutes(5);
    private static final int PORTION = 256 * 1024;

    static MigrationFollow of(MigrationPlan plan, String task) {
        return new MigrationFollow(plan, task, 0, LogTail.EMPTY, null, null, null, false, "", null, "");
    }

    private Tail tail() {
        return new Tail(plan.place(task), MigrationPlan.PROGRAM, offset, PORTION);
    }

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new HashSet<>();
        questions.add(tail());
        if (suspicious) {
            questions.add(look());
        }
        return questions;
    }

    @Override
    public String describe() {
        return switch (ending) {
            case "asked" -> "the migration was asked to end";
            case "killed" -> "the migration was killed";
            default -> (plan.guest() ? "watching" : "following") + " migration " + plan.order().migrationId();
        };
    }

    @Override
    public Turn next(View view) {
        Instant now = view.now();
        MigrationFollow same = begun == null ? new MigrationFollow(
                plan, task, offset, last, now, now, now, suspicious, ending, endingSince, why) : this;
        Answer<Detached.Progress> answer = view.of(tail());
        if (answer.ifKnown().isEmpty()) {
            return same.unseen(view);
        }
        Detached.Progress progress = answer.ifKnown().get();
        byte[] output = progress.output();
        MigrationFollow next = output.length > 0 ? same.heard(output, now) : same.suspicious ? same.with(false) : same;
        return switch (progress.state()) {
            case ENDED -> next.ended(progress.exitCode(), now).with(output);
            case LOST -> next.end(MigrationEnd.unknown("The migration's process vanished from its task without an exit code"
                    + " (killed from outside, or out of memory).", next.seconds(now), next.last.text())).with(output);
            case ABSENT -> next.absent(view);
            case RUNNING -> output.length > 0 && view.stop().isEmpty()
                    ? Turn.to(next).with(output)
                    : next.goesOn(view).with(output);
        };
    }

    private MigrationFollow heard(byte[] output, Instant now) {
        return new MigrationFollow(
                plan, task, offset + output.length, last.then(output), begun, now, now, false, ending, endingSince, why);
    }

    private MigrationFollow with(boolean suspected) {
        return new MigrationFollow(plan, task, offset, last, begun, heard, quietSince, suspected, ending, endingSince, why);
    }

    MigrationFollow told(String how) {
        return new MigrationFollow(plan, task, offset, last, begun, heard, quietSince, suspicious, how, null, why);
    }

    private MigrationFollow because(String reason) {
        return new MigrationFollow(plan, task, offset, last, begun, heard, quietSince, suspicious, ending, endingSince, reason);
    }

    private long seconds(Instant now) {
        return Math.max(0, Duration.between(begun, now).toSeconds());
    }

    /** Signals, limits, silence. */
    private Turn goesOn(View view) {
        Instant now = view.now();
        if (plan.guest()) {
            return view.stop().isPresent()
                    ? end(MigrationEnd.notRun("Stopped by " + view.stop().get().who()
                            + " while it watched another build's migration, which goes on."))
                    : silent(now);
        }
        if (ending.isEmpty()) {
            if (view.stop().isPresent()) {
                return Turn.to(new MigrationAsk(because("stopped by " + view.stop().get().who()), false));
            }
            if (now.isAfter(begun.plus(Duration.ofMinutes(plan.order().timeoutMinutes())))) {
                return Turn.to(new MigrationAsk(
                        because("its " + plan.order().timeoutMinutes() + " minutes (timeoutMinutes) were over"), false));
            }
            return silent(now);
        }
        if (endingSince == null) {
            return Turn.again(new MigrationFollow(
                    plan, task, offset, last, begun, heard, quietSince, suspicious, ending, now, why), EVERY);
        }
        if (now.isBefore(endingSince.plus(TO_END))) {
            return Turn.again(this, EVERY);
        }
        return ending.equals("asked")
                ? Turn.to(new MigrationAsk(this, true))
                : end(MigrationEnd.unknown("The migration did not end even when it was killed (" + why
                        + "); its task is stopped.", seconds(now), last.text()));
    }

    private Turn silent(Instant now) {
        if (now.isBefore(heard.plus(SILENCE))) {
            return Turn.again(this, EVERY);
        }
        MigrationFollow reminded = new MigrationFollow(
                plan, task, offset, last, begun, now, quietSince, suspicious, ending, endingSince, why);
        return Turn.again(reminded, EVERY, Fact.of("heartbeat", "The migration still runs after "
                + Duration.between(begun, now).toMinutes() + " minutes; it has said nothing for "
                + Duration.between(quietSince, now).toMinutes() + " minutes."));
    }

    private Turn unseen(View view) {
        Answer<TaskLook.Seen> answer = suspicious ? view.of(look()) : null;
        TaskLook.Seen seen = answer == null ? null : answer.ifKnown().orElse(null);
        if (seen != null && seen.stopped()) {
            return plan.guest()
                    ? Turn.to(new MigrationCheck(plan.order(), plan.begun(), true))
                    : end(MigrationEnd.unknown("The migration's task stopped before the migration's end was seen: "
                            + AgentDiagnosis.join(seen.stopCode(), seen.stoppedReason()) + ".", seconds(view.now()), last.text()));
        }
        return with(true).goesOn(view);
    }

    /** Its files are not there: a guest may have come before the program; others look twice before they believe it. */
    private Turn absent(View view) {
        Duration patience = plan.guest() ? TO_SHOW : TO_END;
        if (view.stop().isEmpty() && view.now().isBefore(quietSince.plus(patience))) {
            return Turn.again(this, EVERY);
        }
        return plan.guest()
                ? goesOn(view)
                : end(MigrationEnd.unknown("The migration was started, but its files are not in its task any more.",
                        seconds(view.now()), last.text()));
    }

    private Turn ended(int code, Instant now) {
        MigrationEnd end = MigrationEnd.ended(plan, code, seconds(now), last.text());
        if (!ending.isEmpty() && code != 0) {
            end = new MigrationEnd(end.remembered(), io.jenkins.plugins.ecsrelease.engine.operation.Verdict.STOPPED,
                    "The migration was " + (ending.equals("asked") ? "asked to end" : "killed") + " (" + why
                            + ") and ended with exit code " + code + " after " + seconds(now) + " s. What it had done by then "
                            + "is in the database." + (plan.snapshot().isEmpty() ? "" : " Snapshot " + plan.snapshot() + " was taken before it."),
                    code, end.seconds(), end.tail());
        }
        return end(end);
    }

    private Turn end(MigrationEnd end) {
        return Turn.to(MigrationRecord.next(plan, task, end));
    }
}
