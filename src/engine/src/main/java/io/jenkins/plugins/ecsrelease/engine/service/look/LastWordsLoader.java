package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.secret.Mask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/** ListTasks, DescribeTasks, DescribeTaskDefinition for where its log goes, and GetLogEvents of that stream's end. */
public final class LastWordsLoader implements Loader<LastWordsLook, LastWordsLook.Words> {

    private static final int LINES = 5;
    private static final int LENGTH = 300;

    @Override
    public Class<LastWordsLook> question() {
        return LastWordsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LastWordsLook, Answer<LastWordsLook.Words>> load(Tools tools, Set<LastWordsLook> questions) {
        Map<LastWordsLook, Answer<LastWordsLook.Words>> answers = new HashMap<>();
        for (LastWordsLook look : questions) {
            answers.put(look, Answer.known(words(tools, look)));
        }
        return answers;
    }

    private static LastWordsLook.Words words(Tools tools, LastWordsLook look) {
        List<Task> tasks = tasks(tools.client(EcsClient.class), look);
        if (tasks.isEmpty()) {
            return LastWordsLook.Words.NONE;
        }
        ObjectNode request = EcsJson.object();
        request.put("taskDefinition", look.taskDefinition());
        JsonNode containers = EcsJson.call(tools, "DescribeTaskDefinition", request).path("taskDefinition").path("containerDefinitions");
        Mask mask = Mask.of(containers, tools.secrets());
        for (Task task : tasks) {
            for (Container container : task.containers().stream().sorted(Comparator.comparing(LastWordsLoader::endedWell)).toList()) {
                List<String> lines = lines(tools, containers, container.name(), id(task), mask);
                if (!lines.isEmpty()) {
                    return new LastWordsLook.Words(id(task), container.name(), lines);
                }
            }
        }
        return LastWordsLook.Words.NONE;
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    private static boolean endedWell(Container container) {
        return container.exitCode() == null || container.exitCode() == 0;
    }

    /** A few of its tasks, those that ended by themselves first. */
    private static List<Task> tasks(EcsClient ecs, LastWordsLook look) {
        List<Task> found = new ArrayList<>();
        for (String status : List.of("STOPPED", "RUNNING")) {
            List<String> arns = ecs.listTasks(request -> request.cluster(look.cluster()).serviceName(look.service())
                    .desiredStatus(status).maxResults(100)).taskArns();
            if (!arns.isEmpty()) {
                ecs.describeTasks(request -> request.cluster(look.cluster()).tasks(arns)).tasks().stream()
                        .filter(task -> look.taskDefinition().equals(task.taskDefinitionArn()))
                        .forEach(found::add);
            }
        }
        found.sort(Comparator.comparing(task -> !"EssentialContainerExited".equals(task.stopCodeAsString())));
        return found.stream().limit(3).toList();
    }

    private static List<String> lines(Tools tools, JsonNode containers, String name, String task, Mask mask) {
        JsonNode options = option(containers, name).orElse(null);
        if (options == null || EcsJson.text(options, "awslogs-group").isEmpty() || EcsJson.text(options, "awslogs-stream-prefix").isEmpty()) {
            return List.of();
        }
        try {
            return tools.client(CloudWatchLogsClient.class)
                    .getLogEvents(request -> request.logGroupName(EcsJson.text(options, "awslogs-group"))
                            .logStreamName(EcsJson.text(options, "awslogs-stream-prefix") + "/" + name + "/" + task)
                            .startFromHead(false).limit(LINES))
                    .events().stream().map(event -> shorten(mask.in(event.message() == null ? "" : event.message()))).toList();
        } catch (ResourceNotFoundException neverWritten) {
            return List.of();
        }
    }

    private static Optional<JsonNode> option(JsonNode containers, String name) {
        for (JsonNode container : containers) {
            if (name.equals(EcsJson.text(container, "name")) && "awslogs".equals(EcsJson.text(container, "logConfiguration", "logDriver"))) {
                return Optional.of(container.path("logConfiguration").path("options"));
            }
        }
        return Optional.empty();
    }

    private static String shorten(String message) {
        String line = message.strip();
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…";
    }
}
