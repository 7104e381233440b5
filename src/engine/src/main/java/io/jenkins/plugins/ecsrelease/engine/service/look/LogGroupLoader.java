package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** DescribeLogGroups by prefix, one a call. Prefixed by its own name, a group comes first in its list. */
public final class LogGroupLoader implements Loader<LogGroupLook, Boolean> {

    @Override
    public Class<LogGroupLook> question() {
        return LogGroupLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LogGroupLook, Answer<Boolean>> load(Tools tools, Set<LogGroupLook> questions) {
        Map<LogGroupLook, Answer<Boolean>> answers = new HashMap<>();
        for (LogGroupLook look : questions) {
            boolean there = tools.client(CloudWatchLogsClient.class)
                    .describeLogGroups(request -> request.logGroupNamePrefix(look.name()).limit(50)).logGroups().stream()
                    .anyMatch(group -> look.name().equals(group.logGroupName()));
            if (there) {
                answers.put(look, Answer.known(true));
            }
        }
        return answers;
    }
}
