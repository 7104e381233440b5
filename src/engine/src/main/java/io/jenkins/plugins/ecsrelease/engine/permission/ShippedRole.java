package io.jenkins.plugins.ecsrelease.engine.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A role that a release needs: who may assume it, and the policies that it has. */
public enum ShippedRole {
    /** Builds and pushes images; knows no environment. */
    BUILD(Trust.JENKINS, ShippedPolicy.BUILD),
    /** Gives images to an environment. */
    PROMOTE(Trust.JENKINS, ShippedPolicy.PROMOTE),
    /** Plans; may change nothing. */
    PLAN(Trust.JENKINS, ShippedPolicy.PLAN),
    /** Deploys one environment's services, and takes them back. */
    DEPLOY(Trust.JENKINS, ShippedPolicy.PLAN, ShippedPolicy.DEPLOY),
    /** Takes snapshots of an environment's databases and migrates them; deploys nothing. */
    MIGRATE(Trust.JENKINS, ShippedPolicy.MIGRATE),
    /** What ECS starts tasks with. */
    EXECUTION(Trust.TASKS, ShippedPolicy.EXECUTION),
    /** What the application runs with. */
    TASK(Trust.TASKS, ShippedPolicy.TASK),
    /** What ECS moves traffic with; its policy is AWS' own. */
    INFRASTRUCTURE(Trust.ECS);

    /** Who may assume a role. */
    public enum Trust {
        /** Named principals of this or another account, with an external id where one is given. */
        JENKINS,
        /** Holders of a token of an OpenID Connect provider, such as Jenkins itself. */
        WEB_IDENTITY,
        /** Tasks of ECS in this account. */
        TASKS,
        /** ECS itself. */
        ECS;

        /** @throws IllegalArgumentException when a placeholder has no value: names which */
        public ObjectNode filled(Map<String, List<String>> values) {
            return Template.named("trust-" + name().toLowerCase(Locale.ROOT).replace('_', '-')).filled(values);
        }
    }

    /** AWS' own policy for the infrastructure role of load balancers. */
    public static final String LOAD_BALANCERS = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers";

    private final Trust trust;
    private final List<ShippedPolicy> policies;

    ShippedRole(Trust trust, ShippedPolicy... policies) {
        this.trust = trust;
        this.policies = List.of(policies);
    }

    public Trust trust() {
        return trust;
    }

    public List<ShippedPolicy> policies() {
        return policies;
    }

    /** ARNs of policies of AWS' own. */
    public List<String> managed() {
        return this == INFRASTRUCTURE ? List.of(LOAD_BALANCERS) : List.of();
    }

    /** Its name in lower case, as options and role names write it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
