package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.EcsJson;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Puts the service's own deploymentConfiguration back after a deployment that needed another one. In ECS this begins no
 * deployment. Somebody else's newer configuration is left alone.
 */
public record Restore(Course course, Outcome outcome) implements Change<String> {

    private ServiceLook look() {
        return new ServiceLook(course.cluster(), course.service());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "putting the service's own deployment configuration back";
    }

    @Override
    public Finding<String> find(View view) {
        Answer<LiveService> answer = view.of(look());
        if (!(answer instanceof Answer.Known<LiveService> known)) {
            Problem problem = answer.ifUnknown().orElseThrow();
            return problem.kind() == Problem.Kind.NOT_FOUND || problem.kind() == Problem.Kind.DENIED
                    ? Finding.instead(refused(problem))
                    : Finding.unclear(problem);
        }
        String now = known.value().configuration();
        if (Setups.restored(now, course.setup().own())) {
            return Finding.made("");
        }
        return Setups.borrowed(now, course.setup()) ? Finding.absent() : Finding.instead(Finish.remember(course, outcome,
                Fact.of("configuration", "Someone else changed the service's deployment configuration; it is left as it is.")));
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public String make(Tools tools) {
        ObjectNode request = EcsJson.object();
        request.put("cluster", course.cluster());
        request.put("service", course.service());
        request.set("deploymentConfiguration", Setups.restoring(course.setup()));
        EcsJson.call(tools, "UpdateService", request);
        return "";
    }

    @Override
    public Turn made(String nothing) {
        return Finish.remember(course, outcome, Fact.of("mutation",
                "The service's own deployment configuration is in place again.",
                Map.of("call", "UpdateService", "deploymentConfiguration", course.setup().own())));
    }

    @Override
    public Turn refused(Problem problem) {
        return Finish.remember(course, outcome, Fact.of("configuration", "The service's own deployment configuration could "
                + "not be put back: " + problem.full() + " It was: " + course.setup().own()));
    }
}
