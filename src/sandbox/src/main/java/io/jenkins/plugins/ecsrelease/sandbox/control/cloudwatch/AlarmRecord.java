package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** One alarm: either of its two definitions, and its state. */
final class AlarmRecord {

    final String arn;
    final String name;
    final String place;
    MetricAlarm metric;
    CompositeAlarm composite;
    String state = "INSUFFICIENT_DATA";
    String reason = "Unchecked: Initial alarm creation";
    Instant updatedAt;
    Instant configuredAt;
    /** Grows with each new definition, so that an evaluation planned for an older one ends. */
    int generation;

    AlarmRecord(String arn, String name, String place) {
        this.arn = arn;
        this.name = name;
        this.place = place;
    }

    AlarmType type() {
        return metric != null ? AlarmType.METRIC_ALARM : AlarmType.COMPOSITE_ALARM;
    }

    void is(String now, String because, Instant at) {
        if (!state.equals(now)) {
            updatedAt = at;
        }
        state = now;
        reason = because;
    }

    MetricAlarm describeMetric(String shown, String why) {
        return metric.toBuilder().alarmName(name).alarmArn(arn).stateValue(shown).stateReason(why)
                .stateUpdatedTimestamp(updatedAt).stateTransitionedTimestamp(updatedAt)
                .alarmConfigurationUpdatedTimestamp(configuredAt).build();
    }

    CompositeAlarm describeComposite(String shown, String why) {
        return composite.toBuilder().alarmName(name).alarmArn(arn).stateValue(shown).stateReason(why)
                .stateUpdatedTimestamp(updatedAt).stateTransitionedTimestamp(updatedAt)
                .alarmConfigurationUpdatedTimestamp(configuredAt).build();
    }
}
