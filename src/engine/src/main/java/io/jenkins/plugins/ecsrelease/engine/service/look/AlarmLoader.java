package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;

/** DescribeAlarms by name, a hundred a call, both kinds. */
public final class AlarmLoader implements Loader<AlarmLook, AlarmLook.State> {

    @Override
    public Class<AlarmLook> question() {
        return AlarmLook.class;
    }

    @Override
    public int batch() {
        return 100;
    }

    @Override
    public Map<AlarmLook, Answer<AlarmLook.State>> load(Tools tools, Set<AlarmLook> questions) {
        List<String> names = questions.stream().map(AlarmLook::name).toList();
        DescribeAlarmsResponse response = tools.client(CloudWatchClient.class)
                .describeAlarms(request -> request.alarmNames(names)
                        .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                        .maxRecords(100));
        Map<AlarmLook, Answer<AlarmLook.State>> answers = new HashMap<>();
        response.metricAlarms().forEach(alarm -> answers.put(
                new AlarmLook(alarm.alarmName()), Answer.known(state(alarm.stateValueAsString(), alarm.stateReason()))));
        response.compositeAlarms().forEach(alarm -> answers.put(
                new AlarmLook(alarm.alarmName()), Answer.known(state(alarm.stateValueAsString(), alarm.stateReason()))));
        return answers;
    }

    private static AlarmLook.State state(String value, String reason) {
        return new AlarmLook.State(value == null ? "" : value, reason == null ? "" : reason);
    }
}
