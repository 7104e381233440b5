package io.jenkins.plugins.ecsrelease.engine.health;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something that is looked at again and again while a new version takes over, and passes, fails or cannot be told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "check")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TargetHealth.class, name = "targetHealth"),
    @JsonSubTypes.Type(value = Alarm.class, name = "alarm"),
    @JsonSubTypes.Type(value = Metric.class, name = "metric"),
    @JsonSubTypes.Type(value = Http.class, name = "http"),
    @JsonSubTypes.Type(value = HttpErrors.class, name = "httpErrors"),
    @JsonSubTypes.Type(value = Latency.class, name = "latency")
})
public sealed interface Check permits TargetHealth, Alarm, Metric, Http, HttpErrors, Latency {

    /** A short name for people, such as "alarm web-5xx". */
    String title();

    /** How often and how strictly it is judged. */
    Limits limits();
}
