package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Claim;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The release became live in the moment in which it was to be taken back: ECS has nothing left to stop, so what ran
 * before is deployed again, the fast way.
 */
public record Revert(Course course, String cause) implements Await {

    private ServiceLook serviceLook() {
        return new ServiceLook(course.cluster(), course.service());
    }

    private HistoryLook historyLook() {
        return new HistoryLook(course.cluster(), course.service(), null);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(serviceLook(), historyLook());
    }

    @Override
    public String describe() {
        return "going back to " + Course.nameOf(course.previous()) + ", because " + cause;
    }

    @Override
    public Turn next(View view) {
        Answer<LiveService> service = view.of(serviceLook());
        Answer<History> history = view.of(historyLook());
        if (!(service instanceof Answer.Known<LiveService> now) || !(history instanceof Answer.Known<History> known)) {
            return Turn.again(this, Duration.ofSeconds(3));
        }
        if (!now.value().taskDefinition().equals(course.taskDefinition()) || known.value().inFlight().isPresent()) {
            return Finish.with(course, Verdict.SUPERSEDED, Shift.capital(cause) + "; before it could be taken back, someone "
                    + "else changed " + course.place() + ", which was left as it is.", view.now());
        }
        Setup fast = Setups.fast(now.value());
        boolean undoes = course.purpose() == Course.Purpose.UNDO;
        // What this release had borrowed goes back too: the service's own configuration is the one from before it. Another's
        // release has put back what it had borrowed by now: it has ended, or this would not have the service to itself.
        Setup setup = undoes ? fast : new Setup(fast.strategy(), course.setup().own(),
                fast.sent().isEmpty() && !course.setup().sent().isEmpty() ? now.value().configuration() : fast.sent(),
                fast.waits(), fast.productionRules(), fast.targetGroups());
        Course.Purpose purpose = undoes ? Course.Purpose.ROLLBACK : Course.Purpose.REVERT;
        Course back = new Course(purpose, course.release(), course.cluster(), course.service(), Map.of(),
                course.taskDefinition(), course.previous(), "", false, course.startedAt(),
                view.now().plus(Duration.ofHours(1)), course.terms().ofWayBack(60), setup, cause, null);
        Turn turn = Turn.to(Update.of(back, Baseline.of(known.value())), Fact.of("rollback", "The release was live already when "
                + cause + "; " + Course.nameOf(course.previous()) + " is deployed again."));
        return undoes ? turn.claiming(Claim.first(now.value().claim(), course.deadline())) : turn;
    }

    /** The release that was taken back too late still puts its things in order. */
    @Override
    public Turn taken(String holder, Instant now) {
        return Turn.again(this, Duration.ofSeconds(1));
    }
}
