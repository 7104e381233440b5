package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.jenkins.plugins.ecsrelease.engine.service.look.EcsJson;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionsLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * RegisterTaskDefinition, once: the revision that carries this release's tag is ours.
 *
 * <p>The request is not kept here, because a task definition may have values in it that should not be copied around: it
 * is made from {@code base}, a revision, which never changes.
 *
 * @param base ARN of the task definition that serves now
 */
public record Register(
        Course course, Baseline baseline, String base, Map<String, String> changes, Map<String, String> tags)
        implements Change<String> {

    private RevisionsLook look() {
        String name = Course.nameOf(base);
        return new RevisionsLook(name.substring(0, name.lastIndexOf(':')), RevisionsLoader.revisionOf(base));
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "registering the next task definition after " + Course.nameOf(base);
    }

    @Override
    public Finding<String> find(View view) {
        Answer<RevisionsLook.Revisions> answer = view.of(look());
        if (!(answer instanceof Answer.Known<RevisionsLook.Revisions> known)) {
            return Finding.unclear(answer.ifUnknown().orElseThrow());
        }
        return known.value().newest().stream()
                .filter(definition -> tags.get(Tags.RELEASE).equals(definition.tags().get(Tags.RELEASE)))
                .filter(definition -> TaskDefinitions.changes(definition, changes).isEmpty())
                .map(LiveTaskDefinition::arn)
                .findFirst()
                .map(Finding::made)
                .orElseGet(Finding::absent);
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(15);
    }

    @Override
    public String make(Tools tools) {
        JsonNode described = TaskDefinitionLoader.describe(tools, base);
        JsonNode response = EcsJson.call(tools, "RegisterTaskDefinition", TaskDefinitions.next(described, changes, tags));
        return EcsJson.text(response, "taskDefinition", "taskDefinitionArn");
    }

    @Override
    public Turn made(String arn) {
        return Turn.to(Update.of(course.registered(arn), baseline), Fact.of("mutation",
                "Registered " + Course.nameOf(arn) + " from " + Course.nameOf(base) + ".",
                Map.of("call", "RegisterTaskDefinition", "taskDefinition", arn)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(Outcome.stopped(
                "The new task definition was refused, and nothing was changed. " + problem.full())));
    }
}
