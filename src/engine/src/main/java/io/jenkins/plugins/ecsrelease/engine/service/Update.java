package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.EcsJson;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * UpdateService, once, with everything. ECS has no client token for it: the evidence that it was made is a deployment of
 * our task definition which the baseline does not have. The number of tasks is never sent: it belongs to auto scaling.
 */
public record Update(Course course, Baseline baseline) implements Change<String> {

    public static Update of(Course course, Baseline baseline) {
        return new Update(course, baseline);
    }

    private HistoryLook historyLook() {
        return new HistoryLook(course.cluster(), course.service(), baseline.since());
    }

    private ServiceLook serviceLook() {
        return new ServiceLook(course.cluster(), course.service());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(historyLook(), serviceLook());
    }

    @Override
    public String describe() {
        return "telling ECS to deploy " + course.version() + " as " + course.place();
    }

    @Override
    public Finding<String> find(View view) {
        Answer<History> history = view.of(historyLook());
        if (!(history instanceof Answer.Known<History> known)) {
            return Finding.unclear(history.ifUnknown().orElseThrow());
        }
        List<History.Entry> others = baseline.newIn(known.value());
        Optional<History.Entry> ours = Pin.ours(others, course);
        if (ours.isPresent()) {
            return Finding.made(ours.get().arn());
        }
        Answer<LiveService> service = view.of(serviceLook());
        if (!(service instanceof Answer.Known<LiveService> now)) {
            return Finding.unclear(service.ifUnknown().orElseThrow());
        }
        String serves = now.value().taskDefinition();
        if (serves.equals(course.taskDefinition()) && !serves.equals(course.previous())) {
            // Made, and the list of deployments does not show it yet.
            return Finding.made("");
        }
        if (others.stream().anyMatch(entry -> entry.taskDefinition().isEmpty())) {
            return Finding.unclear(Problem.of(Problem.Kind.LOST,
                    "A new deployment of " + course.place() + " is there, and ECS does not say yet what it deploys."));
        }
        if (!others.isEmpty() || !serves.equals(course.previous())) {
            return Finding.instead(overtaken(others, serves, view));
        }
        return Finding.absent();
    }

    /** Somebody else deployed between the plan and now. */
    private Turn overtaken(List<History.Entry> others, String serves, View view) {
        String who = others.isEmpty()
                ? "its task definition is " + Course.nameOf(serves) + " now"
                : "the deployment " + others.get(0).arn() + " of " + Course.nameOf(others.get(0).taskDefinition()) + " began";
        return Finish.with(course, Verdict.STOPPED, "Someone else changed " + course.place() + " after the plan was made: "
                + who + ". This release deployed nothing. Run it again to plan on what is there now.", view.now());
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(30);
    }

    @Override
    public boolean yieldsToStop() {
        return course.purpose() == Course.Purpose.RELEASE;
    }

    @Override
    public Turn stopped(Signal stop) {
        return Finish.with(course, Verdict.STOPPED, "Stopped by " + stop.who() + " before ECS was told to deploy; "
                + Course.nameOf(course.previous()) + " serves on, and " + course.version() + " stays registered, unused.", stop.at());
    }

    @Override
    public String make(Tools tools) {
        ObjectNode request = EcsJson.object();
        request.put("cluster", course.cluster());
        request.put("service", course.service());
        request.put("taskDefinition", course.taskDefinition());
        if (!course.setup().sent().isEmpty()) {
            request.set("deploymentConfiguration", Setups.read(course.setup().sent()));
        }
        EcsJson.call(tools, "UpdateService", request);
        // The answer's currentServiceDeployment may still be the one before: the list tells.
        return "";
    }

    @Override
    public Turn made(String arn) {
        Fact fact = Fact.of("mutation", "ECS was told to deploy " + course.version() + " as " + course.place() + ".",
                Map.of("call", "UpdateService", "taskDefinition", course.taskDefinition()));
        return Turn.to(arn.isEmpty() ? new Pin(course.updated(), baseline, null) : Shift.of(course.pinned(arn)), fact);
    }

    @Override
    public Turn refused(Problem problem) {
        return Finish.with(course, course.purpose() == Course.Purpose.RELEASE ? Verdict.STOPPED : Verdict.ROLLBACK_FAILED,
                "ECS refused to deploy " + course.version() + " as " + course.place() + "; " + Course.nameOf(course.previous())
                        + " serves on. " + problem.full(), course.startedAt());
    }
}
