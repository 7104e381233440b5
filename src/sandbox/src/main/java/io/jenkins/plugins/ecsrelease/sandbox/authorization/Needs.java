package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.ecsrelease.sandbox.control.parameters.ParameterStore;
import io.jenkins.plugins.ecsrelease.sandbox.control.secrets.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each operation needs, from the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/). An operation that is not named here needs the
 * action of its own name on "*".
 */
final class Needs {

    private Needs() {}

    static List<Need> of(Asking asking) {
        return switch (asking.call().service()) {
            case "ecs" -> EcsNeeds.of(asking);
            case "rds" -> RdsNeeds.of(asking);
            case "ecr" -> ecr(asking);
            case "elasticloadbalancing" -> loadBalancing(asking);
            case "monitoring" -> cloudWatch(asking);
            case "logs" -> logs(asking);
            case "secretsmanager" -> secrets(asking);
            case "ssm" -> asking.text("SessionId").isEmpty() ? parameters(asking)
                    : asking.needs("ssm", asking.arn("ssm", "session/" + asking.text("SessionId")));
            case "iam" -> iam(asking);
            case "kms" -> kms(asking);
            case "sts" -> asking.call().operation().equals("AssumeRole") ? assumeRole(asking) : List.of();
            case "ec2" -> ec2(asking);
            default -> asking.needs(asking.call().service(), "*");
        };
    }

    /** Changes of networks name the kind of thing; reads of EC2 know no resource. */
    private static List<Need> ec2(Asking asking) {
        String operation = asking.call().operation();
        if (operation.startsWith("Describe")) {
            return asking.needs("ec2", "*");
        }
        List<Need> needs = new ArrayList<>();
        for (Map.Entry<String, String> kind : Map.of("Vpc", "vpc", "Subnet", "subnet", "SecurityGroup", "security-group",
                "RouteTable", "route-table", "InternetGateway", "internet-gateway", "NatGateway", "natgateway",
                "VpcEndpoint", "vpc-endpoint").entrySet()) {
            boolean route = kind.getKey().equals("RouteTable") && operation.endsWith("Route");
            String id = asking.text(kind.getKey().equals("SecurityGroup") ? "GroupId" : kind.getKey() + "Id");
            if (route || operation.replaceAll("(s|Ingress|Egress)$", "").endsWith(kind.getKey()) || !id.isEmpty()) {
                needs.add(asking.need("ec2", asking.arn("ec2", kind.getValue() + "/" + (id.isEmpty() ? "*" : id)), Map.of()));
            }
        }
        return needs.isEmpty() ? asking.needs("ec2", "*") : needs;
    }

    private static List<Need> ecr(Asking asking) {
        List<String> names = new ArrayList<>(asking.texts("repositoryNames"));
        String operation = asking.call().operation();
        if (!asking.text("repositoryName").isEmpty()) {
            names.add(asking.text("repositoryName"));
        }
        String owner = asking.text("registryId").isEmpty() ? asking.call().account() : asking.text("registryId");
        String prefix = "arn:aws:ecr:" + asking.call().region() + ":" + owner + ":repository/";
        if (!asking.text("resourceArn").isEmpty()) {
            return List.of(asking.need("ecr", asking.text("resourceArn"), asking.requestTags("tags", "Key", "Value")));
        }
        if (operation.equals("DescribeRepositories") && names.isEmpty()) {
            names.add("*");
        }
        if (names.isEmpty()) {
            return asking.needs("ecr", "*");
        }
        if (operation.equals("ListImageReferrers")) {
            // It has no action of its own: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
            return List.of(new Need("ecr:BatchGetImage", prefix + names.get(0), Map.of()));
        }
        Map<String, List<String>> tags = asking.requestTags("tags", "Key", "Value");
        List<Need> needs = new ArrayList<>(names.stream().map(name -> asking.need("ecr", prefix + name, tags)).toList());
        if (operation.equals("CreateRepository") && !tags.isEmpty()) {
            needs.add(new Need("ecr:TagResource", prefix + names.get(0), tags));
        }
        return needs;
    }

    private static List<Need> loadBalancing(Asking asking) {
        String prefix = "elasticloadbalancing";
        return switch (asking.call().operation()) {
            case "ModifyRule", "DeleteRule" -> asking.needs(prefix, asking.text("RuleArn"));
            case "CreateRule", "ModifyListener", "DeleteListener" -> asking.needs(prefix, asking.text("ListenerArn"));
            case "CreateListener", "DeleteLoadBalancer", "ModifyLoadBalancerAttributes" ->
                    asking.needs(prefix, asking.text("LoadBalancerArn"));
            case "RegisterTargets", "DeregisterTargets", "ModifyTargetGroup", "ModifyTargetGroupAttributes",
                    "DeleteTargetGroup" -> asking.needs(prefix, asking.text("TargetGroupArn"));
            case "CreateLoadBalancer" -> asking.needs(prefix, asking.arn(prefix, "loadbalancer/app/" + asking.text("Name") + "/*"));
            case "CreateTargetGroup" -> asking.needs(prefix, asking.arn(prefix, "targetgroup/" + asking.text("Name") + "/*"));
            case "AddTags", "RemoveTags" -> asking.texts("ResourceArns").stream()
                    .map(arn -> asking.need(prefix, arn, asking.requestTags("Tags", "Key", "Value"))).toList();
            case "SetRulePriorities" -> {
                List<Need> needs = new ArrayList<>();
                asking.request().path("RulePriorities").forEach(
                        rule -> needs.add(asking.need(prefix, rule.path("RuleArn").asText(), Map.of())));
                yield needs;
            }
            default -> asking.needs(prefix, "*");
        };
    }

    private static List<Need> cloudWatch(Asking asking) {
        return switch (asking.call().operation()) {
            case "DescribeAlarms", "DescribeAlarmHistory" -> asking.needs("cloudwatch", asking.arn("cloudwatch", "alarm:*"));
            case "PutMetricAlarm", "PutCompositeAlarm", "SetAlarmState" ->
                    asking.needs("cloudwatch", asking.arn("cloudwatch", "alarm:" + asking.text("AlarmName")));
            case "DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions" -> asking.texts("AlarmNames").stream()
                    .map(name -> asking.need("cloudwatch", asking.arn("cloudwatch", "alarm:" + name), Map.of())).toList();
            case "PutMetricData" -> List.of(asking.need("cloudwatch", "*",
                    Map.of("cloudwatch:namespace", List.of(asking.text("Namespace")))));
            case "TagResource", "UntagResource", "ListTagsForResource" ->
                    asking.needs("cloudwatch", asking.text("ResourceARN"));
            default -> asking.needs("cloudwatch", "*");
        };
    }

    private static List<Need> logs(Asking asking) {
        String group = asking.text("logGroupName").isEmpty()
                ? asking.text("logGroupIdentifier").replaceFirst("^arn:aws:logs:[^:]*:\\d+:log-group:", "").replaceFirst(":\\*$", "")
                : asking.text("logGroupName");
        String arn = asking.arn("logs", "log-group:" + group);
        return switch (asking.call().operation()) {
            case "CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy" -> asking.needs("logs", arn);
            case "CreateLogStream", "DeleteLogStream", "PutLogEvents", "GetLogEvents" ->
                    asking.needs("logs", arn + ":log-stream:" + asking.text("logStreamName"));
            case "FilterLogEvents", "DescribeLogStreams" -> asking.needs("logs", arn + ":log-stream:");
            case "TagResource", "UntagResource", "ListTagsForResource" -> asking.needs("logs", asking.text("resourceArn"));
            default -> asking.needs("logs", "*");
        };
    }

    private static List<Need> secrets(Asking asking) {
        String id = asking.text("SecretId");
        String name = asking.text("Name");
        if (id.isEmpty() && name.isEmpty()) {
            return asking.needs("secretsmanager", "*");
        }
        String arn = id.isEmpty() ? asking.arn("secretsmanager", "secret:" + name)
                : asking.world().part(Vault.class).arn(asking.call().account(), asking.call().region(), id)
                        .orElse(id.startsWith("arn:") ? id : asking.arn("secretsmanager", "secret:" + id));
        Map<String, List<String>> context = new LinkedHashMap<>(asking.requestTags("Tags", "Key", "Value"));
        context.put("secretsmanager:SecretId", List.of(arn));
        if (asking.call().operation().equals("GetSecretValue")) {
            String stage = asking.text("VersionStage");
            context.put("secretsmanager:VersionStage", List.of(stage.isEmpty() ? "AWSCURRENT" : stage));
        }
        return List.of(asking.need("secretsmanager", arn, context));
    }

    private static List<Need> parameters(Asking asking) {
        List<String> names = new ArrayList<>(asking.texts("Names"));
        if (!asking.text("Name").isEmpty()) {
            names.add(asking.text("Name"));
        }
        return names.isEmpty() ? asking.needs("ssm", "*") : names.stream()
                .map(name -> asking.need("ssm", name.startsWith("arn:") ? name
                        : ParameterStore.arn(asking.call().account(), asking.call().region(), name), Map.of()))
                .toList();
    }

    private static List<Need> iam(Asking asking) {
        for (Map.Entry<String, String> kind : Map.of("RoleName", "role", "UserName", "user", "PolicyName", "policy").entrySet()) {
            if (!asking.text(kind.getKey()).isEmpty() && (kind.getKey().equals("PolicyName")
                    ? asking.text("RoleName").isEmpty() && asking.text("UserName").isEmpty() : true)) {
                return asking.needs("iam", entity(asking, kind.getValue(), asking.text(kind.getKey())));
            }
        }
        for (String member : List.of("PolicySourceArn", "PolicyArn", "OpenIDConnectProviderArn")) {
            if (!asking.text(member).isEmpty()) {
                return asking.needs("iam", asking.text(member));
            }
        }
        return asking.needs("iam", "*");
    }

    /** With its path, which the request does not say. */
    private static String entity(Asking asking, String kind, String name) {
        JsonNode found = kind.equals("policy") ? asking.request().path("none")
                : asking.look("iam", kind.equals("role") ? "GetRole" : "GetUser",
                        JsonNodeFactory.instance.objectNode()
                                .put(kind.equals("role") ? "RoleName" : "UserName", name))
                        .path(kind.equals("role") ? "Role" : "User").path("Arn");
        return found.isTextual() ? found.asText()
                : "arn:aws:iam::" + asking.call().account() + ":" + kind + asking.request().path("Path").asText("/") + name;
    }

    private static List<Need> kms(Asking asking) {
        String key = asking.text("KeyId");
        String alias = asking.text("AliasName");
        if (asking.call().operation().endsWith("Alias")) {
            String target = asking.text("TargetKeyId");
            List<Need> needs = new ArrayList<>(asking.needs("kms", asking.arn("kms", alias)));
            needs.addAll(asking.needs("kms", target.startsWith("arn:") ? target : asking.arn("kms", "key/" + (target.isEmpty() ? "*" : target))));
            return needs;
        }
        if (key.isEmpty() || asking.call().operation().equals("ListAliases")) {
            return asking.needs("kms", "*");
        }
        JsonNode found = asking.look("kms", "DescribeKey",
                JsonNodeFactory.instance.objectNode().put("KeyId", key)).at("/KeyMetadata/Arn");
        Map<String, List<String>> context = new LinkedHashMap<>();
        asking.request().path("EncryptionContext").fields().forEachRemaining(
                entry -> context.put("kms:EncryptionContext:" + entry.getKey(), List.of(entry.getValue().asText())));
        return List.of(asking.need("kms", found.isTextual() ? found.asText() : asking.arn("kms", "key/" + key), context));
    }

    private static List<Need> assumeRole(Asking asking) {
        Map<String, List<String>> context = new LinkedHashMap<>(asking.requestTags("Tags", "Key", "Value"));
        if (!asking.text("ExternalId").isEmpty()) {
            context.put("sts:ExternalId", List.of(asking.text("ExternalId")));
        }
        context.put("sts:RoleSessionName", List.of(asking.text("RoleSessionName")));
        List<Need> needs = new ArrayList<>(List.of(asking.need("sts", asking.text("RoleArn"), context)));
        if (asking.request().path("Tags").size() > 0) {
            needs.add(new Need("sts:TagSession", asking.text("RoleArn"), context));
        }
        return needs;
    }
}
