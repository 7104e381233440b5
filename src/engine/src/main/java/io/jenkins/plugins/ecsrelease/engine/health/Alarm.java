package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/** A metric or composite alarm of CloudWatch, judged here too because ECS ignores one that was red before the start. */
public record Alarm(String name, Limits limits) implements Check {

    public Alarm {
        name = Wanted.text("name", name, "web-5xx");
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "alarm " + name;
    }
}
