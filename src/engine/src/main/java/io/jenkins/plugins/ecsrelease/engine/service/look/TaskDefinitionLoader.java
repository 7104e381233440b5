package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** DescribeTaskDefinition with tags, one a call, as AWS has it. */
public final class TaskDefinitionLoader implements Loader<TaskDefinitionLook, LiveTaskDefinition> {

    @Override
    public Class<TaskDefinitionLook> question() {
        return TaskDefinitionLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<TaskDefinitionLook, Answer<LiveTaskDefinition>> load(Tools tools, Set<TaskDefinitionLook> questions) {
        Map<TaskDefinitionLook, Answer<LiveTaskDefinition>> answers = new HashMap<>();
        for (TaskDefinitionLook look : questions) {
            answers.put(look, Answer.known(LiveTaskDefinition.of(describe(tools, look.name()))));
        }
        return answers;
    }

    /** The whole answer: {@code taskDefinition} and {@code tags}. */
    public static JsonNode describe(Tools tools, String name) {
        ObjectNode request = EcsJson.object();
        request.put("taskDefinition", name);
        request.set("include", EcsJson.array(List.of("TAGS")));
        return EcsJson.call(tools, "DescribeTaskDefinition", request);
    }
}
