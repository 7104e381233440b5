package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * Writes the verdict to AWS: one TagResource on the task definition. A release is never judged by whether it worked.
 *
 * @param taskDefinition ARN of the one that the verdict is about
 * @param undoneBy the rollback that took it back; empty for a verdict of its own release
 */
public record Remember(String taskDefinition, String verdict, String undoneBy, Outcome outcome) implements Change<String> {

    @Override
    public Set<Question<?>> questions() {
        return Set.of(new TaskDefinitionLook(taskDefinition));
    }

    @Override
    public String describe() {
        return "noting the verdict at " + Course.nameOf(taskDefinition);
    }

    @Override
    public Finding<String> find(View view) {
        Answer<LiveTaskDefinition> answer = view.of(new TaskDefinitionLook(taskDefinition));
        if (answer instanceof Answer.Known<LiveTaskDefinition> known) {
            return verdict.equals(known.value().tags().get(Tags.VERDICT)) ? Finding.made("") : Finding.absent();
        }
        Problem problem = answer.ifUnknown().orElseThrow();
        return switch (problem.kind()) {
            case THROTTLED, LOST -> Finding.unclear(problem);
            default -> Finding.instead(refused(problem));
        };
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public String make(Tools tools) {
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.builder().key(Tags.VERDICT).value(Tags.value(verdict)).build());
        String seal = undoneBy.isEmpty() ? tools.seal(outcome) : "";
        if (!seal.isEmpty()) {
            tags.add(Tag.builder().key(Tags.RECORD).value(seal).build());
        }
        if (!undoneBy.isEmpty()) {
            tags.add(Tag.builder().key(Tags.UNDONE_BY).value(Tags.value(undoneBy)).build());
        }
        tools.client(EcsClient.class).tagResource(request -> request.resourceArn(taskDefinition).tags(tags));
        return "";
    }

    @Override
    public Turn made(String nothing) {
        return Turn.to(new Ended(outcome));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(outcome), Fact.of("record",
                "The verdict could not be noted at " + Course.nameOf(taskDefinition) + ": " + problem.full()));
    }
}
