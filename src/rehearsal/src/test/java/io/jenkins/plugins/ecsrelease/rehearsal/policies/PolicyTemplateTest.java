package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class PolicyTemplateTest {

    private static final Map<String, List<String>> NAMES = Map.of(
            "account", List.of("123456789012"), "region", List.of("eu-central-1"),
            "cluster", List.of("blue", "green"), "service", List.of("web", "worker"), "family", List.of("web"),
            "repository", List.of("shop"), "database", List.of("shop"), "executionRole", List.of("arn:aws:iam::123456789012:role/execution"),
            "taskRole", List.of("arn:aws:iam::123456789012:role/task"), "key", List.of("arn:aws:kms:eu-central-1:123456789012:key/1"));

    /** Actions for which the service authorization reference knows no resource to name. */
    private static final Set<String> NOTHING_NARROWER = Set.of(
            "ecr:GetAuthorizationToken", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics",
            "ec2:DescribeRouteTables", "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints", "ecs:DescribeTaskDefinition",
            "ecs:ListTaskDefinitions", "ecs:ListTasks", "ecs:RegisterTaskDefinition", "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
            "logs:DescribeLogGroups", "ssm:DescribeParameters",
            "rds:DescribeAccountAttributes");

    @Test
    public void everyServiceOfEveryClusterIsNamed() throws Exception {
        JsonNode policy = PolicyTemplate.DEPLOY.filled(NAMES);
        Set<String> resources = new HashSet<>();
        policy.path("Statement").path(0).path("Resource").forEach(resource -> resources.add(resource.asText()));
        assertEquals(Set.of(
                "arn:aws:ecs:eu-central-1:123456789012:service/blue/web", "arn:aws:ecs:eu-central-1:123456789012:service/blue/worker",
                "arn:aws:ecs:eu-central-1:123456789012:service/green/web", "arn:aws:ecs:eu-central-1:123456789012:service/green/worker"),
                resources);
    }

    @Test
    public void aNameThatIsMissingIsAskedFor() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class,
                () -> PolicyTemplate.DEPLOY.filled(Map.of("account", List.of("123456789012"), "region", List.of("eu-central-1"))));
        assertTrue(error.getMessage(), error.getMessage().contains("'cluster'"));
    }

    @Test
    public void noActionIsAPatternAndAllResourcesOnlyWhereAwsAllowsNothingNarrower() throws Exception {
        for (PolicyTemplate template : PolicyTemplate.values()) {
            for (JsonNode statement : template.filled(NAMES).path("Statement")) {
                for (JsonNode action : statement.path("Action")) {
                    assertFalse(template + ": " + action, action.asText().contains("*"));
                    if (statement.path("Resource").asText().equals("*")) {
                        assertTrue(template + ": " + action, NOTHING_NARROWER.contains(action.asText()));
                    }
                }
                assertFalse(template + ": " + statement, statement.toString().contains("${"));
            }
        }
    }

    @Test
    public void rolesArePassedToTasksAlone() throws Exception {
        for (JsonNode statement : PolicyTemplate.DEPLOY.filled(NAMES).path("Statement")) {
            if (statement.path("Action").toString().contains("iam:PassRole")) {
                assertEquals("ecs-tasks.amazonaws.com",
                        statement.path("Condition").path("StringEquals").path("iam:PassedToService").asText());
                return;
            }
        }
        throw new AssertionError("The deploying identity passes no role.");
    }
}
