package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a deployment knows of itself once its plan stands: carried from phase to phase.
 *
 * @param purpose what the outcome is told as
 * @param cluster as given
 * @param service as given
 * @param images container to image by digest that must be seen running
 * @param previous ARN of the task definition that served before
 * @param taskDefinition ARN of the one asked for; empty until it is registered
 * @param deployment ARN of the pinned service deployment; empty until it is known
 * @param changed whether UpdateService was made
 * @param deadline when the time is over; moved by the time spent in a hold
 * @param reason for {@link Purpose#REVERT}: why the release is taken back
 * @param restoredAt on a way back: when all traffic was seen to be where it had been; null before
 */
public record Course(
        Purpose purpose,
        String release,
        String cluster,
        String service,
        Map<String, String> images,
        String previous,
        String taskDefinition,
        String deployment,
        boolean changed,
        Instant startedAt,
        Instant deadline,
        Terms terms,
        Setup setup,
        String reason,
        Instant restoredAt) {

    /** What a course is for. */
    public enum Purpose {
        /** A new version goes live. */
        RELEASE,
        /** A release of ours is taken back by a deployment of what ran before. */
        REVERT,
        /** Somebody asked to go back, and what ran before is deployed again. */
        ROLLBACK,
        /** Somebody asked to go back while the release was in flight: that deployment is taken back. */
        UNDO
    }

    public Course {
        images = Wanted.map(images);
    }

    public Course registered(String arn) {
        return new Course(purpose, release, cluster, service, images, previous, arn, deployment, changed, startedAt,
                deadline, terms, setup, reason, restoredAt);
    }

    /** UpdateService was made. */
    public Course updated() {
        return new Course(purpose, release, cluster, service, images, previous, taskDefinition, deployment, true,
                startedAt, deadline, terms, setup, reason, restoredAt);
    }

    public Course pinned(String arn) {
        return new Course(purpose, release, cluster, service, images, previous, taskDefinition, arn, true, startedAt,
                deadline, terms, setup, reason, restoredAt);
    }

    /** Nothing had to be deployed. */
    Course unchanged() {
        return new Course(purpose, release, cluster, service, images, previous, taskDefinition, deployment, false,
                startedAt, deadline, terms, setup, reason, restoredAt);
    }

    public Course until(Instant other) {
        return new Course(purpose, release, cluster, service, images, previous, taskDefinition, deployment, changed,
                startedAt, other, terms, setup, reason, restoredAt);
    }

    /** All traffic is where it had been. */
    Course restored(Instant at) {
        return new Course(purpose, release, cluster, service, images, previous, taskDefinition, deployment, changed,
                startedAt, deadline, terms, setup, reason, at);
    }

    /** Family and revision of the task definition asked for, or a word for it. */
    public String version() {
        return taskDefinition.isEmpty() ? "the new version" : nameOf(taskDefinition);
    }

    /** Family and revision of an ARN. */
    public static String nameOf(String taskDefinition) {
        return taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
    }

    /** The last part of a cluster's or service's ARN, or the name itself. */
    public static String plain(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** "shop-web in shop" */
    public String place() {
        return plain(service) + " in " + plain(cluster);
    }

    public Outcome outcome(Verdict verdict, String message, Instant now) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(Result.VERDICT, verdict.name());
        result.put(Result.DEPLOYMENT, deployment);
        boolean undone = purpose == Purpose.UNDO;
        result.put(Result.TASK_DEFINITION, undone ? previous : taskDefinition);
        result.put(Result.PREVIOUS_TASK_DEFINITION, undone ? taskDefinition : previous);
        result.put(Result.DIGEST, images.values().stream().findFirst().map(Image::digestOf).orElse(""));
        result.put(Result.SECONDS, Duration.between(startedAt, restoredAt == null ? now : restoredAt).toSeconds());
        result.put(Result.CHANGED, changed);
        return new Outcome(verdict, message, result);
    }
}
