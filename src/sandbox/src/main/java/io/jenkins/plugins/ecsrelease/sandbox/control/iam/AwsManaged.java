package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of AWS itself that roles around ECS use. */
final class AwsManaged {

    private AwsManaged() {}

    static Map<String, ManagedPolicy> policies() {
        Map<String, ManagedPolicy> all = new LinkedHashMap<>();
        add(all, "/", "AdministratorAccess", "*");
        add(all, "/", "ReadOnlyAccess", "ecs:Describe*", "ecs:List*", "ecr:Describe*", "ecr:Get*", "ecr:List*",
                "ecr:BatchGet*", "ecr:BatchCheck*", "elasticloadbalancing:Describe*", "rds:Describe*", "rds:List*",
                "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:Describe*", "logs:Get*",
                "logs:FilterLogEvents", "logs:List*", "ec2:Describe*", "iam:Get*", "iam:List*", "kms:Describe*", "kms:List*",
                "secretsmanager:DescribeSecret", "secretsmanager:List*", "ssm:Describe*", "ssm:Get*", "ssm:List*");
        add(all, "/service-role/", "AmazonECSTaskExecutionRolePolicy", "ecr:GetAuthorizationToken",
                "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "logs:CreateLogStream",
                "logs:PutLogEvents");
        add(all, "/", "AmazonECSInfrastructureRolePolicyForLoadBalancers",
                "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
                "elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule",
                "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets");
        return all;
    }

    private static void add(Map<String, ManagedPolicy> all, String path, String name, String... actions) {
        String arn = "arn:aws:iam::aws:policy" + path + name;
        String document = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
                + String.join("\",\"", List.of(actions)) + "\"],\"Resource\":\"*\"}]}";
        all.put(arn, new ManagedPolicy(name, path, arn, Identities.id("ANPA"), "", document,
                Instant.parse("2015-02-06T18:39:46Z")));
    }
}
