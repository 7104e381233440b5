package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
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
import io.jenkins.plugins.ecsrelease.engine.service.plan.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the service, and from it what else must be read before anything may change.
 *
 * @param startedAt null before the first turn
 */
public record Preflight(BlueGreenOrder order, Instant startedAt) implements Await {

    /** How long reads may fail for a passing reason before nothing is begun. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    private ServiceLook look() {
        return new ServiceLook(order.cluster(), order.service());
    }

    @Override
    public String describe() {
        return "looking at the service " + Course.plain(order.service());
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " while looking; nothing was changed.")));
        }
        Preflight begun = new Preflight(order, startedAt == null ? view.now() : startedAt);
        Answer<LiveService> answer = view.of(look());
        if (answer instanceof Answer.Known<LiveService> known) {
            LiveService service = known.value();
            // There is nothing to plan: the deployments of such a service, and where its traffic goes, are another's.
            return Turn.to("ECS".equals(service.controller()) ? Study.of(order, begun.startedAt(), service)
                    : new Foreign(order, begun.startedAt(), Migration.serving(service).stream()
                            .map(LiveService.Balancer::targetGroup).filter(group -> !group.isEmpty()).distinct().toList()));
        }
        return unread(begun, begun.startedAt(), "the service " + order.service(), answer.ifUnknown().orElseThrow(), view.now());
    }

    /** What follows when something that the plan needs could not be read. */
    public static Turn unread(Await again, Instant since, String what, Problem problem, Instant now) {
        boolean passing = switch (problem.kind()) {
            case THROTTLED, LOST, CREDENTIALS -> true;
            case REFUSED, DENIED, NOT_FOUND -> false;
        };
        if (passing && Duration.between(since, now).compareTo(PATIENCE) < 0) {
            return Turn.again(again, Duration.ofSeconds(3));
        }
        String remedy = switch (problem.kind()) {
            case NOT_FOUND -> "Check 'cluster', 'service', 'region' and the account of the credentials.";
            case DENIED -> "Give the acting role the policy for deployments that comes with this plugin.";
            case CREDENTIALS -> "Check 'credentialsId' and 'roleArn'.";
            default -> "Try again later.";
        };
        return Turn.to(new Ended(Outcome.stopped("Could not read " + what + ". " + problem.full() + " " + remedy
                + " Nothing was changed.")));
    }

    /** The alarms that guard the release: those of ECS itself and those of the checks. */
    static Set<String> alarms(BlueGreenOrder order, LiveService service) {
        Set<String> alarms = new TreeSet<>();
        if (service.alarmsEnabled()) {
            alarms.addAll(service.alarms());
        }
        order.checks().stream().filter(Alarm.class::isInstance).forEach(check -> alarms.add(((Alarm) check).name()));
        return alarms;
    }
}
