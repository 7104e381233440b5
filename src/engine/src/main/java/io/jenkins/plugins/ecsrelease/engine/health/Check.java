package io.jenkins.plugins.ecsrelease.engine.health;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.Set;

/** Something that is looked at again and again while a new version takes over, and passes, fails or cannot be told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "check")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TargetHealth.class, name = "targetHealth"),
    @JsonSubTypes.Type(value = Alarm.class, name = "alarm"),
    @JsonSubTypes.Type(value = Metric.class, name = "metric"),
    @JsonSubTypes.Type(value = Http.class, name = "http"),
    @JsonSubTypes.Type(value = HttpErrors.class, name = "httpErrors"),
    @JsonSubTypes.Type(value = Latency.class, name = "latency"),
    @JsonSubTypes.Type(value = DatabaseConnections.class, name = "databaseConnections"),
    @JsonSubTypes.Type(value = DatabaseLatency.class, name = "databaseLatency"),
    @JsonSubTypes.Type(value = ReplicaLag.class, name = "replicaLag"),
    @JsonSubTypes.Type(value = Logs.class, name = "logs")
})
public sealed interface Check permits TargetHealth, Alarm, Metric, Http, HttpErrors, Latency, DatabaseConnections,
        DatabaseLatency, ReplicaLag, Logs {

    /** A short name for people, such as "alarm web-5xx". */
    String title();

    /** Of its values, such as "%" or "ms"; empty for plain numbers. */
    String unit();

    /** How often and how strictly it is judged. */
    Limits limits();

    /** What a look asks. */
    Set<Question<?>> questions(Look look);

    /** Judges the answers to {@link #questions} of the same look. */
    Reading read(Look look, View view);
}
