package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** A metric or composite alarm of CloudWatch (DescribeAlarms). */
public record AlarmLook(String name) implements Question<AlarmLook.State> {

    /** @param value OK, ALARM, INSUFFICIENT_DATA */
    public record State(String value, String reason) {}
}
