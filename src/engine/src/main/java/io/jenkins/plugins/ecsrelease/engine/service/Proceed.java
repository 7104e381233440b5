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
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.EcsJson;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** ContinueServiceDeployment: a pause hook that waits for a decision is told to go on. */
public record Proceed(Shift following, String hook) implements Change<String> {

    private DeploymentLook look() {
        return new DeploymentLook(following.course().deployment());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "telling ECS to go on";
    }

    @Override
    public Finding<String> find(View view) {
        Answer<LiveDeployment> answer = view.of(look());
        if (!(answer instanceof Answer.Known<LiveDeployment> known)) {
            return Finding.unclear(answer.ifUnknown().orElseThrow());
        }
        boolean waits = known.value().hooks().stream().anyMatch(one -> one.id().equals(hook) && one.awaitsAction());
        return waits ? Finding.absent() : Finding.made("");
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(following);
    }

    @Override
    public String make(Tools tools) {
        ObjectNode request = EcsJson.object();
        request.put("serviceDeploymentArn", following.course().deployment());
        request.put("hookId", hook);
        request.put("action", "CONTINUE");
        EcsJson.call(tools, "ContinueServiceDeployment", request);
        return "";
    }

    @Override
    public Turn made(String nothing) {
        Progress seen = following.seen();
        return Turn.to(new Shift(following.course(), seen.decided(hook), following.analysis(), following.cause()), Fact.of(
                "mutation", "ECS was told to go on.", Map.of("call", "ContinueServiceDeployment", "hook", hook)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.again(following, Duration.ofSeconds(5),
                Fact.of("hold", "ECS did not take the order to go on: " + problem.full()));
    }
}
