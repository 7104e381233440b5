package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills the shipped IAM policies with the names of one account. */
@Command(name = "policies", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Prints least-privilege IAM policies for the identities that release.")
public final class Policies implements Callable<Integer> {

    /** What is printed. */
    public enum Format {
        JSON,
        TERRAFORM,
        CLOUDFORMATION
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", required = true, split = ",", description = "Of ${COMPLETION-CANDIDATES}; several with commas.")
    private List<PolicyTemplate> policies;

    @Option(names = "--format", defaultValue = "JSON", description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--account", required = true, description = "The twelve digits of the AWS account.")
    private String account;

    @Option(names = "--region", required = true, description = "Such as eu-central-1.")
    private String region;

    @Option(names = "--clusters", split = ",", description = "Names of ECS clusters.")
    private List<String> clusters = List.of();

    @Option(names = "--services", split = ",", description = "Names of ECS services.")
    private List<String> services = List.of();

    @Option(names = "--families", split = ",", description = "Families of the services' task definitions.")
    private List<String> families = List.of();

    @Option(names = "--repositories", split = ",", description = "Names of ECR repositories.")
    private List<String> repositories = List.of();

    @Option(names = "--databases", split = ",", description = "Names of Aurora clusters.")
    private List<String> databases = List.of();

    @Option(names = "--execution-role", description = "ARN of the tasks' execution role.")
    private String executionRole;

    @Option(names = "--task-role", description = "ARN of the tasks' own role.")
    private String taskRole;

    @Option(names = "--key", description = "ARN of the KMS key for ECS Exec sessions.")
    private String key;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Policies()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (!account.matches("\\d{12}")) {
            throw new ParameterException(spec.commandLine(), "--account is '" + account + "', not the twelve digits of an AWS account.");
        }
        Map<String, ObjectNode> filled = new LinkedHashMap<>();
        for (PolicyTemplate policy : policies) {
            try {
                filled.put(policy.title(), policy.filled(values()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case JSON -> out.println(JSON.writeValueAsString(filled.size() == 1 ? filled.values().iterator().next() : filled));
            case TERRAFORM -> out.println(terraform(filled));
            case CLOUDFORMATION -> out.println(cloudFormation(filled));
        }
        out.flush();
        return 0;
    }

    private Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("account", List.of(account));
        values.put("region", List.of(region));
        values.put("cluster", clusters);
        values.put("service", services);
        values.put("family", families);
        values.put("repository", repositories);
        values.put("database", databases);
        values.put("executionRole", executionRole == null ? List.of() : List.of(executionRole));
        values.put("taskRole", taskRole == null ? List.of() : List.of(taskRole));
        values.put("key", key == null ? List.of() : List.of(key));
        return values;
    }

    private static String terraform(Map<String, ObjectNode> filled) throws JsonProcessingException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, ObjectNode> each : filled.entrySet()) {
            all.append("resource \"aws_iam_policy\" \"ecs_release_").append(each.getKey().replace('-', '_')).append("\" {\n")
                    .append("  name   = \"ecs-release-").append(each.getKey()).append("\"\n")
                    .append("  policy = <<-JSON\n")
                    .append(JSON.writeValueAsString(each.getValue()).indent(4))
                    .append("  JSON\n}\n");
        }
        return all.toString();
    }

    private static String cloudFormation(Map<String, ObjectNode> filled) throws JsonProcessingException {
        ObjectNode template = JSON.createObjectNode();
        template.put("AWSTemplateFormatVersion", "2010-09-09");
        ObjectNode resources = template.putObject("Resources");
        filled.forEach((name, policy) -> {
            ObjectNode resource = resources.putObject("EcsRelease" + Stream.of(name.split("-"))
                    .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1)).collect(Collectors.joining()));
            resource.put("Type", "AWS::IAM::ManagedPolicy");
            ObjectNode properties = resource.putObject("Properties");
            properties.put("ManagedPolicyName", "ecs-release-" + name);
            properties.set("PolicyDocument", policy);
        });
        return JSON.writeValueAsString(template);
    }
}
