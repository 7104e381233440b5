package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayInLook;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service that another controller than ECS deploys: reads how its traffic comes in, and ends with the way to native
 * deployments, written out for this very service. Changes nothing.
 *
 * @param targetGroups those that serve
 */
public record Foreign(BlueGreenOrder order, Instant startedAt, List<String> targetGroups) implements Await {

    public Foreign {
        targetGroups = List.copyOf(targetGroups);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(look());
        targetGroups.forEach(group -> questions.add(new WayInLook(group)));
        return questions;
    }

    private ServiceLook look() {
        return new ServiceLook(order.cluster(), order.service());
    }

    @Override
    public String describe() {
        return "looking how the traffic of " + Course.plain(order.service()) + " comes in";
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " while looking; nothing was changed.")));
        }
        Map<String, WayIn> ways = new LinkedHashMap<>();
        for (String group : targetGroups) {
            Answer<WayIn> answer = view.of(new WayInLook(group));
            answer.ifKnown().ifPresent(way -> ways.put(group, way));
            boolean passing = answer.ifUnknown().map(Problem::kind)
                    .filter(kind -> kind == Problem.Kind.THROTTLED || kind == Problem.Kind.LOST).isPresent();
            if (passing && Duration.between(startedAt, view.now()).compareTo(Preflight.PATIENCE) < 0) {
                return Turn.again(this, Duration.ofSeconds(3));
            }
        }
        Answer<LiveService> answer = view.of(look());
        if (answer instanceof Answer.Known<LiveService> known) {
            return "ECS".equals(known.value().controller()) ? Turn.to(new Preflight(order, startedAt))
                    : Turn.to(new Ended(Outcome.stopped(Migration.refusal(known.value(), ways) + "\nNothing was changed.")));
        }
        return Preflight.unread(this, startedAt, "the service " + order.service(), answer.ifUnknown().orElseThrow(), view.now());
    }
}
