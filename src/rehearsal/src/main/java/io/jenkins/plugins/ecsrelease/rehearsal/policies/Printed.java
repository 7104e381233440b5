package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Roles as text that IAM, Terraform or CloudFormation takes as it is. */
final class Printed {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Printed() {}

    /** By role: its name, who may assume it, and its policies. */
    static String json(List<FilledRole> roles) throws JsonProcessingException {
        ObjectNode all = JSON.createObjectNode();
        for (FilledRole role : roles) {
            ObjectNode one = all.putObject(role.title());
            one.put("name", role.name());
            one.set("trust", role.trust());
            ObjectNode policies = one.putObject("policies");
            role.policies().forEach(policies::set);
            ArrayNode managed = one.putArray("managedPolicies");
            role.managed().forEach(managed::add);
        }
        return JSON.writeValueAsString(all);
    }

    /** For the AWS provider, in HCL. */
    static String terraform(List<FilledRole> roles) throws JsonProcessingException {
        StringBuilder all = new StringBuilder();
        for (FilledRole role : roles) {
            String label = "ecs_release_" + role.title();
            all.append(all.isEmpty() ? "" : "\n").append("resource \"aws_iam_role\" \"").append(label).append("\" {\n")
                    .append("  name               = ").append(JSON.writeValueAsString(role.name())).append('\n')
                    .append("  assume_role_policy = ").append(heredoc(role.trust()))
                    .append("}\n");
            for (Map.Entry<String, ObjectNode> policy : role.policies().entrySet()) {
                all.append("\nresource \"aws_iam_role_policy\" \"").append(label).append('_').append(policy.getKey()).append("\" {\n")
                        .append("  name   = \"").append(policy.getKey()).append("\"\n")
                        .append("  role   = aws_iam_role.").append(label).append(".id\n")
                        .append("  policy = ").append(heredoc(policy.getValue()))
                        .append("}\n");
            }
            for (int i = 0; i < role.managed().size(); i++) {
                all.append("\nresource \"aws_iam_role_policy_attachment\" \"").append(label).append('_').append(i + 1).append("\" {\n")
                        .append("  role       = aws_iam_role.").append(label).append(".name\n")
                        .append("  policy_arn = \"").append(role.managed().get(i)).append("\"\n}\n");
            }
        }
        return all.toString().stripTrailing();
    }

    /** Policy variables such as ${aws:username} are none of Terraform's. */
    private static String heredoc(ObjectNode document) throws JsonProcessingException {
        return "<<-JSON\n" + JSON.writeValueAsString(document).replace("${", "$${").replace("%{", "%%{").indent(4) + "  JSON\n";
    }

    static String cloudFormation(List<FilledRole> roles) throws JsonProcessingException {
        ObjectNode template = JSON.createObjectNode();
        template.put("AWSTemplateFormatVersion", "2010-09-09");
        template.put("Description", "The roles of releases with ECS Release for Jenkins");
        ObjectNode resources = template.putObject("Resources");
        for (FilledRole role : roles) {
            ObjectNode resource = resources.putObject(
                    "EcsRelease" + Character.toUpperCase(role.title().charAt(0)) + role.title().substring(1));
            resource.put("Type", "AWS::IAM::Role");
            ObjectNode properties = resource.putObject("Properties");
            properties.put("RoleName", role.name());
            properties.set("AssumeRolePolicyDocument", role.trust());
            if (!role.policies().isEmpty()) {
                ArrayNode policies = properties.putArray("Policies");
                role.policies().forEach((name, document) ->
                        policies.addObject().put("PolicyName", name).set("PolicyDocument", document));
            }
            if (!role.managed().isEmpty()) {
                ArrayNode managed = properties.putArray("ManagedPolicyArns");
                role.managed().forEach(managed::add);
            }
        }
        return JSON.writeValueAsString(template);
    }
}
