package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Follows the build, or the push, until it ends. An agent that is away is waited for; a program that is gone without an
 * exit code is a failure.
 *
 * @param offset bytes of its output that were passed on
 * @param last the end of that output, for errors and for the script's own last words
 * @param silent looks in a row that brought nothing, which makes the next one wait a little longer
 * @param tries how often it was started before without ever beginning
 * @param login when the login that it was given ends; long ago where that is not known
 */
public record FollowProgram(
        Commission commission, Commission.Stage stage, long offset, String last, int silent, int tries, Instant login)
        implements Await {

    private static final int KEPT = 4000;
    /** In looks. */
    private static final int HALF_AN_HOUR = 600;

    static FollowProgram from(Commission commission, Commission.Stage stage, int tries, Instant login) {
        return new FollowProgram(commission, stage, 0, "", 0, tries, login);
    }

    /** With another login. */
    FollowProgram until(Instant expires) {
        return new FollowProgram(commission, stage, offset, last, silent, tries, expires);
    }

    private FollowProgram silent(int looks) {
        return new FollowProgram(commission, stage, offset, last, looks, tries, login);
    }

    /** Asks whether it still runs, and for next to nothing of its output. */
    Tail oneByte() {
        return new Tail(commission.place(), commission.program(stage), 0, 1);
    }

    private Tail tail() {
        return new Tail(commission.place(), commission.program(stage), offset);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(tail());
    }

    @Override
    public String describe() {
        String step = stage == Commission.Stage.BUILD ? Words.step(last) : "";
        return stage.doing() + " " + commission.image() + (step.isEmpty() ? "" : ": " + step);
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new StopProgram(
                    commission, stage, commission.failed("Stopped by " + view.stop().get().who() + " while "
                            + stage.doing().toLowerCase(java.util.Locale.ROOT) + " " + commission.image() + "."),
                    false));
        }
        Answer<Detached.Progress> answer = view.of(tail());
        if (view.now().isAfter(commission.until())) {
            String away = answer.ifUnknown().map(problem -> " (" + problem.full() + ")").orElse("");
            return Turn.to(new StopProgram(commission, stage, commission.timedOut("this ran: " + describe() + away), false));
        }
        if (answer instanceof Answer.Known<Detached.Progress> known) {
            boolean ending = view.now().isAfter(login.minus(RenewLogin.AHEAD));
            return ending && known.value().state() == Detached.Progress.State.RUNNING
                    ? Turn.to(new RenewLogin(this))
                    : seen(known.value());
        }
        return Turn.again(silent(silent + 1), Duration.ofSeconds(Math.min(15, 2 + silent)));
    }

    private Turn seen(Detached.Progress progress) {
        if (progress.output().length > 0) {
            String text = last + new String(progress.output(), StandardCharsets.UTF_8);
            String kept = text.length() > KEPT ? text.substring(text.length() - KEPT) : text;
            boolean more = progress.output().length >= Tail.PORTION
                    || progress.state() != Detached.Progress.State.RUNNING;
            return Turn.again(
                            new FollowProgram(
                                    commission, stage, offset + progress.output().length, kept, 0, tries, login),
                            more ? Duration.ZERO : Duration.ofSeconds(1))
                    .with(progress.output());
        }
        return switch (progress.state()) {
            case RUNNING -> Turn.again(
                    silent(silent + 1), Duration.ofSeconds(silent < HALF_AN_HOUR ? Math.min(3, 1 + silent / 5) : 10));
            case ENDED -> ended(progress.exitCode());
            case LOST -> cleanUp(commission.failed("The " + stage.word() + " on the agent is gone without an exit code:"
                    + " the agent was restarted, or something killed it. Nothing that it pushed counts. Run the build"
                    + " again."));
            case ABSENT -> offset == 0
                    ? new StartProgram(commission, stage, tries).again()
                    : cleanUp(commission.failed("The " + stage.word() + " on the agent left no trace: the directory beside"
                            + " the workspace was removed. Run the build again."));
        };
    }

    private Turn ended(int code) {
        if (code != 0) {
            return cleanUp(commission.failed(Words.failure(commission, stage, code, last)));
        }
        if (stage == Commission.Stage.BUILD) {
            Phase then = commission.order().push()
                    ? new StartProgram(commission, Commission.Stage.PUSH)
                    : new CleanUp(commission, null, false, Outcome.succeeded(
                            commission.order().repository() + " is built; nothing was pushed, as asked.",
                            Map.of("repository", commission.order().repository(), "pushed", false)), null);
            return new Turn(then, Duration.ZERO, Stages.read(last, commission.order().recipe().target()).facts(), null);
        }
        String digest = Words.digest(last);
        if (digest.isEmpty()) {
            return cleanUp(commission.failed(
                    "The push ended without an error, but the builder did not say the digest that it pushed. Nothing that"
                            + " it pushed counts."));
        }
        return Turn.to(
                new CleanUp(commission, null, true, null, digest),
                Fact.of("pushed", "Pushed " + commission.image() + " as " + digest + ".",
                        Map.of("image", commission.site().name() + "@" + digest)));
    }

    private Turn cleanUp(Outcome outcome) {
        return Turn.to(new CleanUp(commission, null, false, outcome, null));
    }
}
