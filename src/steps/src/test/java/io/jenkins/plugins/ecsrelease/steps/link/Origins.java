package io.jenkins.plugins.ecsrelease.steps.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which plugin a type comes from, by its package; those of Jenkins core and the JDK come from none. */
final class Origins {

    /** Before the name of a module that no plugin carries. */
    static final String BUNDLED = "bundled:";

    private static final Map<String, String> PLUGINS = new LinkedHashMap<>();

    static {
        PLUGINS.put("org/jenkinsci/plugins/workflow/steps/", "workflow-step-api");
        PLUGINS.put("org/jenkinsci/plugins/workflow/support/steps/input/", "pipeline-input-step");
        PLUGINS.put("org/jenkinsci/plugins/workflow/cps/", "workflow-cps");
        PLUGINS.put("org/jenkinsci/plugins/workflow/graph/", "workflow-api");
        PLUGINS.put("org/jenkinsci/plugins/workflow/flow/", "workflow-api");
        PLUGINS.put("org/jenkinsci/plugins/workflow/actions/", "workflow-api");
        PLUGINS.put("org/jenkinsci/plugins/durabletask/", "durable-task");
        PLUGINS.put("org/jenkinsci/plugins/structs/", "structs");
        PLUGINS.put("com/cloudbees/jenkins/plugins/awscredentials/", "aws-credentials");
        PLUGINS.put("com/cloudbees/plugins/credentials/", "credentials");
        PLUGINS.put("org/jenkinsci/plugins/plaincredentials/", "plain-credentials");
        PLUGINS.put("com/fasterxml/jackson/", "jackson2-api");
        PLUGINS.put("software/amazon/awssdk/services/sts/", "aws-java-sdk2-core");
        for (String service : new String[] {
            "cloudwatch", "cloudwatchlogs", "codedeploy", "ec2", "ecr", "ecs", "elasticloadbalancingv2", "iam", "secretsmanager", "ssm"
        }) {
            PLUGINS.put("software/amazon/awssdk/services/" + service + "/", "aws-java-sdk2-" + service);
        }
        for (String service : new String[] {"rds", "kms"}) {
            PLUGINS.put("software/amazon/awssdk/services/" + service + "/", BUNDLED + service);
        }
        PLUGINS.put("software/amazon/awssdk/", "aws-java-sdk2-core");
    }

    private Origins() {}

    static Optional<String> of(String type) {
        return PLUGINS.entrySet().stream().filter(each -> type.startsWith(each.getKey())).map(Map.Entry::getValue).findFirst()
                .or(() -> type.startsWith("org/jenkinsci/plugins/") || type.startsWith("com/cloudbees/") ? Optional.of("an unknown plugin, by " + type) : Optional.empty());
    }
}
