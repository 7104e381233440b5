package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Analysis;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.RouteLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the pinned service deployment to its end: status first, stage second, and a status that nobody knows keeps
 * looking. Checks are judged beside it; a failed one, a stop or the end of the time take the release back, or leave it,
 * as the terms say.
 *
 * @param analysis of the checks; null before the first turn
 * @param cause why ECS was told to roll back; empty while it was not
 */
public record Shift(Course course, Progress seen, Analysis analysis, String cause) implements Await {

    public static Shift of(Course course) {
        return new Shift(course, Progress.NONE, null, "");
    }

    private DeploymentLook look() {
        return new DeploymentLook(course.deployment());
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(look());
        if (seen.wide()) {
            course.setup().productionRules().forEach(rule -> questions.add(new RouteLook(rule)));
            seen.groups().forEach(group -> questions.add(new TargetsLook(group)));
            if (seen.groups().isEmpty() && !seen.revision().isEmpty()) {
                questions.add(new RevisionLook(seen.revision()));
            }
            if (rising()) {
                questions.add(tasksLook());
            }
        }
        if (analysis != null) {
            questions.addAll(analysis.questions(seen.scope(course)));
        }
        return questions;
    }

    /** Whether the new version is coming up, so that its tasks that end are worth a look. */
    private boolean rising() {
        return course.purpose() == Course.Purpose.RELEASE && seen.rising();
    }

    private TasksLook tasksLook() {
        return new TasksLook(course.cluster(), course.service(), "STOPPED");
    }

    @Override
    public String describe() {
        return cause.isEmpty() ? seen.text() : "rolling back, " + seen.text();
    }

    @Override
    public Turn next(View view) {
        Answer<LiveDeployment> answer = view.of(look());
        if (!(answer instanceof Answer.Known<LiveDeployment> known)) {
            return blind(view, answer.ifUnknown().orElseThrow());
        }
        LiveDeployment deployment = known.value();
        List<Fact> facts = new ArrayList<>();
        Progress now = Sight.see(course, seen, deployment, view, facts);
        if (restored(now) && course.restoredAt() == null) {
            facts.add(Fact.of("restored", "All traffic is back after "
                    + Duration.between(course.startedAt(), view.now()).toSeconds() + " seconds."));
            return new Shift(course.restored(view.now()), seen, analysis, cause).decide(view, deployment, now, facts);
        }
        return decide(view, deployment, now, facts);
    }

    /** On a way back: whether the traffic is where it had been. */
    private boolean restored(Progress now) {
        return switch (course.purpose()) {
            case RELEASE -> false;
            case REVERT, ROLLBACK -> now.share() == 100;
            case UNDO -> now.share() == 0 && !cause.isEmpty();
        };
    }

    private Turn decide(View view, LiveDeployment deployment, Progress now, List<Fact> facts) {
        switch (deployment.status()) {
            case "SUCCESSFUL":
                return new Turn(live(view, now), Duration.ZERO, facts, null);
            case "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED":
                return new Turn(new Aftermath(course, deployment.status(), cause, view.now(), now.sick()), Duration.ZERO, facts, null);
            case "PENDING", "IN_PROGRESS":
                return extended(now, view.now()).going(view, deployment, now, facts);
            default:
                return undoneOrUnknown(view, deployment, now, facts);
        }
    }

    /** A way back is judged once it is through: no check may stand in it. */
    private List<Check> judged() {
        return course.purpose() == Course.Purpose.RELEASE ? course.terms().checks() : List.of();
    }

    /** The time that a hold took does not count: once it is over, the deadline moves. */
    private Shift extended(Progress now, Instant time) {
        boolean over = seen.heldSince() != null && now.heldSince() == null;
        return over
                ? new Shift(course.until(course.deadline().plus(Duration.between(seen.heldSince(), time))), seen, analysis, cause)
                : this;
    }

    /** It became live. Had it been meant to be taken back, that came too late for ECS: it is deployed back instead. */
    private Phase live(View view, Progress now) {
        boolean takenBack = !cause.isEmpty() && course.purpose() == Course.Purpose.RELEASE;
        if (takenBack || course.purpose() == Course.Purpose.UNDO) {
            return new Revert(course, cause.isEmpty() ? "it was over before ECS could take it back" : cause);
        }
        if (course.purpose() != Course.Purpose.RELEASE || course.terms().onInconclusive().equals("accept")) {
            return new Verify(course, "", view.now(), "");
        }
        Analysis judged = analysis == null ? Analysis.begin(judged(), view.now()) : analysis;
        return judged.inconclusive(view.now()).isPresent()
                ? LateLook.of(course, now, judged, view.now())
                : new Verify(course, "", view.now(), "");
    }

    /** Nothing is known of it now: only a stop can act, and no deadline passes. */
    private Turn blind(View view, Problem problem) {
        Optional<Signal> stop = stop(view);
        if (stop.isPresent() && cause.isEmpty()) {
            return leaves(stop.get())
                    ? left(view, Verdict.STOPPED, stopped(stop.get()), seen)
                    : Turn.to(new TakeBack(this, stopped(stop.get()), ""));
        }
        Duration pause = Duration.ofSeconds(problem.kind() == Problem.Kind.THROTTLED ? 10 : 5);
        if (analysis == null || !cause.isEmpty()) {
            return Turn.again(this, pause);
        }
        // What the checks say holds also while ECS does not say where the deployment stands.
        Analysis.Judged judged = analysis.judge(view, seen.scope(course));
        return judged.failure().isPresent()
                ? failed(view, seen, Optional.empty(), judged.failure().get(), judged.facts())
                : new Turn(new Shift(course, seen, judged.next().dueBy(view.now().plus(pause)), cause), pause, judged.facts(), null);
    }

    private Turn going(View view, LiveDeployment deployment, Progress now, List<Fact> facts) {
        Optional<Signal> stop = stop(view);
        if (stop.isPresent() && cause.isEmpty()) {
            return stop(view, stop.get(), now, facts);
        }
        Optional<LiveDeployment.Hook> waiting = deployment.waiting();
        Optional<Signal> back = view.first(Signal.Kind.ROLL_BACK);
        if (back.isPresent() && cause.isEmpty()) {
            return act(takeBack(now, waiting, "taken back by " + back.get().who()), facts);
        }
        Analysis begun = analysis == null ? Analysis.begin(judged(), view.now()) : analysis;
        Analysis.Judged judged = begun.judge(view, seen.scope(course));
        facts.addAll(judged.facts());
        Optional<Falling> falling = seen.wide() && rising() ? Falling.in(view.of(tasksLook()), course, deployment) : Optional.empty();
        if (falling.isPresent()) {
            now = falling.get().tell(now, facts);
            if (cause.isEmpty() && falling.get().tooMany()) {
                return failed(view, now, waiting, falling.get().sentence(), facts);
            }
        }
        if (cause.isEmpty() && judged.failure().isPresent()) {
            return failed(view, now, waiting, judged.failure().get(), facts);
        }
        Duration held = now.heldSince() == null ? Duration.ZERO : Duration.between(now.heldSince(), view.now());
        if (cause.isEmpty() && view.now().isAfter(course.deadline().plus(held))) {
            return timedOut(view, now, waiting, facts);
        }
        if (cause.isEmpty() && endsUndecided(deployment, now, view.now()) && judged.next().inconclusive(view.now()).isPresent()
                && course.terms().onInconclusive().equals("rollback") && course.terms().onFailure().equals("rollback")) {
            return act(takeBack(now, waiting, judged.next().inconclusive(view.now()).get() + " before the bake ended"), facts);
        }
        if (waiting.isPresent() && !now.decided().contains(waiting.get().id()) && cause.isEmpty()) {
            Optional<Turn> decided = held(view, deployment, now, judged.next(), waiting.get(), held, facts);
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        return again(view, deployment, now, judged.next(), facts);
    }

    /** What becomes of a hook that waits for an answer; empty to wait on. */
    private Optional<Turn> held(View view, LiveDeployment deployment, Progress now, Analysis next, LiveDeployment.Hook waiting,
            Duration held, List<Fact> facts) {
        Phase on = new Proceed(new Shift(course, now, next, cause), waiting.id());
        if (Setups.guards(course, deployment.stage())) {
            if (next.opensTheWay(view.now())) {
                return Optional.of(act(on, facts));
            }
            return held.compareTo(Setups.GUARD_PATIENCE) < 0 ? Optional.empty() : Optional.of(failed(view, now, Optional.of(waiting),
                    next.inconclusive(view.now()).orElse("the checks through the test listener did not pass") + " before production traffic "
                            + "was to move", facts));
        }
        boolean goesOn = view.first(Signal.Kind.PROCEED).isPresent();
        if (!next.watched().isEmpty() && (goesOn || seen.heldSince() == null)) {
            facts.add(Fact.of("evidence", (goesOn ? "It goes on with its checks as they stand:\n" : "For who decides, how the checks stand:\n")
                    + next.standing(view.now()), Map.of("standing", next.standing(view.now()))));
        }
        return goesOn ? Optional.of(act(on, facts)) : Optional.empty();
    }

    private static Turn act(Phase phase, List<Fact> facts) {
        return new Turn(phase, Duration.ZERO, facts, null);
    }

    /** A stop that is to act: whoever wants a release taken back when it is stopped wants its way back to be gone to the end. */
    private Optional<Signal> stop(View view) {
        return view.stop().filter(stop -> course.purpose() == Course.Purpose.RELEASE || leaves(stop));
    }

    private Turn stop(View view, Signal stop, Progress now, List<Fact> facts) {
        if (leaves(stop)) {
            return left(view, Verdict.STOPPED, stopped(stop), now);
        }
        return act(new TakeBack(new Shift(course, now, analysis, ""), stopped(stop), ""), facts);
    }

    private boolean leaves(Signal stop) {
        return course.terms().onAbort().equals("leave") || stop.about().equals("displaced");
    }

    private static String stopped(Signal stop) {
        return stop.about().equals("timeout") ? "the build's time was over" : "the build was stopped by " + stop.who();
    }

    private Turn failed(
            View view, Progress now, Optional<LiveDeployment.Hook> waiting, String failure, List<Fact> facts) {
        return course.terms().onFailure().equals("leave")
                ? left(view, Verdict.STOPPED, failure, now)
                : act(takeBack(now, waiting, failure), facts);
    }

    private Turn timedOut(View view, Progress now, Optional<LiveDeployment.Hook> waiting, List<Fact> facts) {
        String over = "its time of " + Duration.between(course.startedAt(), view.now()).toMinutes() + " minutes is over";
        return course.terms().onFailure().equals("leave")
                ? left(view, Verdict.TIMED_OUT, over, now)
                : act(takeBack(now, waiting, over), facts);
    }

    private Phase takeBack(
            Progress now, Optional<LiveDeployment.Hook> waiting, String why) {
        return new TakeBack(new Shift(course, now, analysis, ""), why, waiting.map(LiveDeployment.Hook::id).orElse(""));
    }

    /** Told as it is: what goes on in ECS without us. */
    private Turn left(View view, Verdict verdict, String why, Progress now) {
        String left = capital(why) + ". The deployment " + course.deployment() + " of " + course.version()
                + " was left as it is (" + now.text() + "); ECS goes on with it.";
        String way = " To take it back, run ecsRollback, or: aws ecs stop-service-deployment --service-deployment-arn "
                + course.deployment() + " --stop-type ROLLBACK";
        return Finish.with(course, verdict, course.purpose() == Course.Purpose.RELEASE ? left + way : left, view.now());
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static boolean endsUndecided(LiveDeployment deployment, Progress now, Instant time) {
        return deployment.stage().equals("BAKE_TIME") && now.stageSince() != null && deployment.bakeMinutes() > 0
                && !time.isBefore(now.stageSince().plus(Duration.ofMinutes(deployment.bakeMinutes())).minusSeconds(30));
    }

    /** ECS is taking it back, stopping it, or says something nobody knows: it is followed, for as long as there is time. */
    private Turn undoneOrUnknown(View view, LiveDeployment deployment, Progress now, List<Fact> facts) {
        Optional<Signal> stop = stop(view);
        boolean undoing = deployment.status().startsWith("ROLLBACK") || deployment.status().startsWith("STOP");
        if (stop.isPresent() && leaves(stop.get())) {
            return left(view, Verdict.STOPPED, stopped(stop.get()), now);
        }
        if (stop.isPresent() && cause.isEmpty() && !undoing) {
            return stop(view, stop.get(), now, facts);
        }
        // A way back gets an hour of its own on top.
        if (view.now().isAfter(course.deadline().plus(Duration.ofHours(undoing ? 1 : 0)))) {
            return Finish.with(course, Verdict.TIMED_OUT, "The time is over while ECS says " + deployment.status() + " of "
                    + course.deployment() + " (" + deployment.reason() + "). Look at it in ECS.", view.now());
        }
        String told = cause.isEmpty() && deployment.status().startsWith("ROLLBACK")
                ? "ECS rolls back by itself" + (deployment.rollbackReason().isEmpty() ? "" : ": " + deployment.rollbackReason())
                : cause;
        return again(view, deployment, now, analysis, facts, told);
    }

    private Turn again(View view, LiveDeployment deployment, Progress now, Analysis next, List<Fact> facts) {
        return again(view, deployment, now, next, facts, cause);
    }

    private Turn again(
            View view, LiveDeployment deployment, Progress now, Analysis next, List<Fact> facts, String told) {
        Duration paced = Pace.next(deployment, now, view.now());
        Duration after = course.purpose() == Course.Purpose.RELEASE || paced.compareTo(Duration.ofSeconds(3)) < 0
                ? paced
                : Duration.ofSeconds(3);
        boolean checking = next != null && told.isEmpty();
        if (checking) {
            Duration untilCheck = next.nextLook().map(at -> Duration.between(view.now(), at)).orElse(after);
            after = untilCheck.compareTo(after) < 0
                    ? untilCheck.isNegative() ? Duration.ZERO : untilCheck
                    : after;
        }
        Instant then = view.now().plus(after);
        boolean wayBack = course.purpose() != Course.Purpose.RELEASE && course.restoredAt() == null;
        Duration wide = wayBack ? Duration.ofSeconds(3) : Pace.wide(deployment);
        boolean look = now.wideAt() == null || !then.isBefore(now.wideAt().plus(wide));
        return new Turn(new Shift(course, now.widely(look), checking ? next.dueBy(then) : next, told), after, facts, null);
    }
}
