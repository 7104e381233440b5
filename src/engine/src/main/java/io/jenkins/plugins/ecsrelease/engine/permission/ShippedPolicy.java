package io.jenkins.plugins.ecsrelease.engine.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of the shipped IAM policies: what an identity of a release may do, and nothing more. */
public enum ShippedPolicy {
    /** Builds, pushes and judges images of the repositories. */
    BUILD,
    /** Gives images to the next environment, within a repository or from another one. */
    PROMOTE,
    /** Reads what a plan needs and what a release watches; changes nothing. */
    PLAN,
    /** Deploys and takes back; needs {@link #PLAN} beside it. */
    DEPLOY,
    /** Takes snapshots and runs migrations. */
    MIGRATE,
    /** What ECS does to start a task: the execution role. */
    EXECUTION,
    /** What ECS Exec does in a task: the least of a task role. The application's own needs come beside it. */
    TASK,
    /** Assumes the roles of a release, and nothing else: the key or instance that Jenkins itself has. */
    JENKINS;

    /**
     * @param values for each placeholder the names it stands for
     * @throws IllegalArgumentException when a placeholder has no value: names which
     */
    public ObjectNode filled(Map<String, List<String>> values) {
        return template().filled(values);
    }

    /** Its name in lower case, as files and options write it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every action that the policy allows. */
    public Set<String> actions() {
        Set<String> actions = new LinkedHashSet<>();
        for (JsonNode statement : template().document().path("Statement")) {
            statement.path("Action").forEach(action -> actions.add(action.asText()));
        }
        return actions;
    }

    /** The names that it needs, optional ones too. */
    public Set<String> placeholders() {
        return template().placeholders();
    }

    /** A policy of the pipeline's identities that has this action, such as "ecs:UpdateService". */
    public static Optional<ShippedPolicy> naming(String action) {
        return Arrays.stream(values()).filter(policy -> policy.actions().contains(action)).findFirst();
    }

    private Template template() {
        return Template.named(title());
    }
}
