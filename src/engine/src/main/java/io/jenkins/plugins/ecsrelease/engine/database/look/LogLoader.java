package io.jenkins.plugins.ecsrelease.engine.database.look;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.secret.Mask;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** One page a stream; a stream that is not there yet is empty. */
public final class LogLoader implements Loader<LogLook, LogLook.Seen> {

    @Override
    public Class<LogLook> question() {
        return LogLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LogLook, Answer<LogLook.Seen>> load(Tools tools, Set<LogLook> questions) {
        Map<LogLook, Answer<LogLook.Seen>> answers = new HashMap<>();
        for (LogLook look : questions) {
            answers.put(look, Answer.known(page(tools, look)));
        }
        return answers;
    }

    /** A task definition never changes, but its secrets are not kept: each page that says something asks for it again. */
    private static String masked(Tools tools, LogLook look, String text) {
        if (text.isEmpty()) {
            return text;
        }
        JsonNode definition = EcsCalls.call(tools, "DescribeTaskDefinition", EcsCalls.object().put("taskDefinition", look.taskDefinition()));
        return Mask.of(definition.path("taskDefinition").path("containerDefinitions"), tools.secrets()).in(text);
    }

    private static LogLook.Seen page(Tools tools, LogLook look) {
        try {
            GetLogEventsResponse page = in(tools, look.region()).client(CloudWatchLogsClient.class)
                    .getLogEvents(request -> request.logGroupName(look.group())
                            .logStreamName(look.stream())
                            .startFromHead(true)
                            .limit(1000)
                            .nextToken(look.token().isEmpty() ? null : look.token()));
            StringBuilder text = new StringBuilder();
            page.events().forEach(event -> text.append(event.message()).append('\n'));
            return new LogLook.Seen(masked(tools, look, text.toString()), page.nextForwardToken() == null ? look.token() : page.nextForwardToken());
        } catch (ResourceNotFoundException e) {
            return new LogLook.Seen("", look.token());
        }
    }

    private static Tools in(Tools tools, String region) {
        Identity identity = tools.identity();
        return region.isEmpty() || region.equals(identity.region())
                ? tools
                : tools.as(identity.in(region));
    }
}
