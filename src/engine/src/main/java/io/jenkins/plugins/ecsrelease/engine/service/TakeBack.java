package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.EcsJson;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/**
 * StopServiceDeployment with ROLLBACK: ECS moves the traffic back and ends the new tasks. ECS takes it in every state of
 * a deployment that is not over, also when no rollback is set up. A pause hook that waits for a decision is answered
 * with ROLLBACK instead.
 *
 * @param following what is followed, before and after
 * @param cause why, as the outcome will say it
 * @param hook the pause hook that waits; empty when none does
 */
public record TakeBack(Shift following, String cause, String hook) implements Change<String> {

    private DeploymentLook look() {
        return new DeploymentLook(following.course().deployment());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "telling ECS to roll back, because " + cause;
    }

    @Override
    public Finding<String> find(View view) {
        Answer<LiveDeployment> answer = view.of(look());
        if (answer instanceof Answer.Known<LiveDeployment> known) {
            String status = known.value().status();
            if (status.startsWith("ROLLBACK")) {
                return Finding.made("");
            }
            if (History.over(status)) {
                return Finding.instead(Turn.to(on()));
            }
            Optional<String> waiting = known.value().waiting().map(LiveDeployment.Hook::id)
                    .filter(id -> hook.isEmpty() && !following.seen().decided().contains(id));
            return waiting.isPresent()
                    ? Finding.instead(Turn.to(new TakeBack(following, cause, waiting.get())))
                    : Finding.absent();
        }
        Problem problem = answer.ifUnknown().orElseThrow();
        // Not being able to look must not keep a rollback from being tried: ECS takes it twice.
        return problem.kind() == Problem.Kind.DENIED ? Finding.absent() : Finding.unclear(problem);
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(5);
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public String make(Tools tools) {
        if (!hook.isEmpty()) {
            ObjectNode request = EcsJson.object();
            request.put("serviceDeploymentArn", following.course().deployment());
            request.put("hookId", hook);
            request.put("action", "ROLLBACK");
            EcsJson.call(tools, "ContinueServiceDeployment", request);
            return "";
        }
        tools.client(EcsClient.class).stopServiceDeployment(request -> request
                .serviceDeploymentArn(following.course().deployment())
                .stopType(StopServiceDeploymentStopType.ROLLBACK));
        return "";
    }

    private Shift on() {
        Course course = following.course();
        return new Shift(course, following.seen(), following.analysis(), cause);
    }

    @Override
    public Turn made(String nothing) {
        return Turn.to(on(), Fact.of("mutation", "ECS was told to roll back, because " + cause + ".",
                Map.of("call", hook.isEmpty() ? "StopServiceDeployment" : "ContinueServiceDeployment", "deployment", following.course().deployment())));
    }

    @Override
    public Turn refused(Problem problem) {
        Fact fact = Fact.of("rollback", "ECS did not take the order to roll back: " + problem.full());
        if (problem.kind() == Problem.Kind.DENIED) {
            return Finish.with(following.course(), Verdict.ROLLBACK_FAILED, Shift.capital(cause) + ", and the rollback was "
                    + "denied. The deployment " + following.course().deployment() + " goes on in ECS. " + problem.full()
                    + " Allow ecs:StopServiceDeployment, and run ecsRollback now.", following.course().startedAt(), fact);
        }
        if (!hook.isEmpty()) {
            // The hook was answered or ran out in this very moment: the deployment itself can still be stopped.
            Shift answered = new Shift(following.course(), following.seen().decided(hook), following.analysis(), "");
            return Turn.to(new TakeBack(answered, cause, ""), fact);
        }
        // Most often it ended in this very moment; following it tells.
        return Turn.again(on(), Duration.ofSeconds(2), fact);
    }
}
