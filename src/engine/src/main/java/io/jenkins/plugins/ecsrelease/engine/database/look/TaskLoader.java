package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Up to 100 tasks of a cluster a call. */
public final class TaskLoader implements Loader<TaskLook, TaskLook.Seen> {

    @Override
    public Class<TaskLook> question() {
        return TaskLook.class;
    }

    @Override
    public int batch() {
        return 100;
    }

    @Override
    public Map<TaskLook, Answer<TaskLook.Seen>> load(Tools tools, Set<TaskLook> questions) {
        Map<TaskLook, Answer<TaskLook.Seen>> answers = new HashMap<>();
        questions.stream().collect(Collectors.groupingBy(TaskLook::cluster)).forEach((cluster, looks) -> {
            ObjectNode request = EcsCalls.object().put("cluster", cluster);
            looks.forEach(look -> request.withArray("tasks").add(look.task()));
            JsonNode answer = EcsCalls.call(tools, "DescribeTasks", request);
            for (JsonNode task : answer.path("tasks")) {
                answers.put(new TaskLook(cluster, text(task, "taskArn")), Answer.known(seen(task)));
            }
            for (JsonNode failure : answer.path("failures")) {
                TaskLook failed = new TaskLook(cluster, text(failure, "arn"));
                answers.put(failed, text(failure, "reason").equals("MISSING")
                        ? Answer.known(TaskLook.Seen.ABSENT)
                        : Answer.unknown(Problem.of(Problem.Kind.LOST, "ECS did not tell of " + failed.task() + ": "
                                + text(failure, "reason") + " " + text(failure, "detail"))));
            }
        });
        return answers;
    }

    private static TaskLook.Seen seen(JsonNode task) {
        List<TaskLook.Container> containers = new ArrayList<>();
        for (JsonNode container : task.path("containers")) {
            String agent = "";
            String agentReason = "";
            for (JsonNode managed : container.path("managedAgents")) {
                if (text(managed, "name").equals("ExecuteCommandAgent")) {
                    agent = text(managed, "lastStatus");
                    agentReason = text(managed, "reason");
                }
            }
            containers.add(new TaskLook.Container(
                    text(container, "name"),
                    text(container, "lastStatus"),
                    container.path("exitCode").isInt() ? container.path("exitCode").asInt() : null,
                    text(container, "reason"),
                    agent,
                    agentReason));
        }
        return new TaskLook.Seen(
                true,
                text(task, "lastStatus"),
                text(task, "desiredStatus"),
                text(task, "stopCode"),
                text(task, "stoppedReason"),
                text(task, "platformVersion"),
                time(task.path("startedAt")),
                containers);
    }

    private static Instant time(JsonNode seconds) {
        return seconds.isNumber() ? Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000)) : null;
    }
}
