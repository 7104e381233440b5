package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Another deployment is in flight and {@code onConflict} is "wait": when it is over, planning begins anew.
 *
 * @param conflict what is waited for
 */
public record Waiting(BlueGreenOrder order, Instant startedAt, String conflict) implements Await {

    private HistoryLook look() {
        return new HistoryLook(order.cluster(), order.service(), null);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "waiting for another deployment: " + conflict;
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped("Stopped by " + view.stop().get().who()
                    + " while waiting for another deployment; nothing was changed.")));
        }
        Answer<History> answer = view.of(look());
        if (answer instanceof Answer.Known<History> known && known.value().inFlight().isEmpty()) {
            return Turn.to(new Preflight(order, view.now()));
        }
        boolean tooLong = order.timeoutMinutes() > 0
                && Duration.between(startedAt, view.now()).compareTo(Duration.ofMinutes(order.timeoutMinutes())) > 0;
        return tooLong && answer instanceof Answer.Known
                ? Turn.to(new Ended(Outcome.stopped("Waited " + order.timeoutMinutes() + " minutes. " + conflict
                        + " Nothing was changed.")))
                : Turn.again(this, Duration.ofSeconds(15));
    }
}
