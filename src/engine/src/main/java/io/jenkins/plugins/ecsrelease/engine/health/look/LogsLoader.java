package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.secret.Mask;
import io.jenkins.plugins.ecsrelease.engine.secret.SecretLike;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * FilterLogEvents over the minutes asked for. Streams of the awslogs driver end with the task's id, so those of other
 * versions are told apart by it.
 */
public final class LogsLoader implements Loader<LogsLook, LogsLook.Matches> {

    private static final int PAGES = 10;
    private static final int LINE = 200;

    @Override
    public Class<LogsLook> question() {
        return LogsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LogsLook, Answer<LogsLook.Matches>> load(Tools tools, Set<LogsLook> questions) {
        Map<LogsLook, Answer<LogsLook.Matches>> answers = new HashMap<>();
        for (LogsLook look : questions) {
            answers.put(look, Answer.known(matches(tools, look, tasks(tools.client(EcsClient.class), look))));
        }
        return answers;
    }

    /** Those that run and those that ended: a task that broke has the most telling log. */
    private static Set<String> tasks(EcsClient ecs, LogsLook look) {
        Set<String> ids = new HashSet<>();
        for (String status : List.of("RUNNING", "STOPPED")) {
            List<String> arns = ecs.listTasks(request -> request.cluster(look.cluster()).serviceName(look.service())
                    .desiredStatus(status).maxResults(100)).taskArns();
            if (!arns.isEmpty()) {
                ecs.describeTasks(request -> request.cluster(look.cluster()).tasks(arns)).tasks().stream()
                        .filter(task -> look.taskDefinition().equals(task.taskDefinitionArn()))
                        .forEach(task -> ids.add(task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1)));
            }
        }
        return ids;
    }

    private static LogsLook.Matches matches(Tools tools, LogsLook look, Set<String> tasks) {
        Map<Instant, Integer> counts = new HashMap<>();
        Map<Instant, String> examples = new HashMap<>();
        if (tasks.isEmpty()) {
            return new LogsLook.Matches(counts, examples);
        }
        CloudWatchLogsClient logs = tools.client(CloudWatchLogsClient.class);
        Set<String> seen = new LinkedHashSet<>();
        String token = null;
        for (int page = 0; page < PAGES; page++) {
            String from = token;
            FilterLogEventsResponse response = logs.filterLogEvents(request -> request.logGroupName(look.group())
                    .filterPattern(look.pattern()).startTime(look.from().toEpochMilli()).endTime(look.until().toEpochMilli())
                    .nextToken(from));
            for (FilteredLogEvent event : response.events()) {
                String stream = event.logStreamName() == null ? "" : event.logStreamName();
                if (tasks.contains(stream.substring(stream.lastIndexOf('/') + 1))) {
                    Instant minute = Instant.ofEpochSecond(event.timestamp() / 60_000 * 60);
                    counts.merge(minute, 1, Integer::sum);
                    examples.putIfAbsent(minute, event.message() == null ? "" : event.message());
                }
            }
            token = response.nextToken();
            if (token == null || !seen.add(token)) {
                break;
            }
        }
        if (!examples.isEmpty()) {
            Mask mask = mask(tools, look);
            examples.replaceAll((minute, message) -> shorten(mask.in(message)));
        }
        return new LogsLook.Matches(counts, examples);
    }

    /** What the task definition has in plain sight is no line of ours. */
    private static Mask mask(Tools tools, LogsLook look) {
        List<String> values = new ArrayList<>(tools.secrets());
        tools.client(EcsClient.class).describeTaskDefinition(request -> request.taskDefinition(look.taskDefinition())).taskDefinition()
                .containerDefinitions().forEach(container -> container.environment().forEach(variable ->
                        SecretLike.why(variable.name(), variable.value()).ifPresent(why -> values.add(variable.value()))));
        return Mask.of(values);
    }

    private static String shorten(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= LINE ? line : line.substring(0, LINE) + "…";
    }
}
