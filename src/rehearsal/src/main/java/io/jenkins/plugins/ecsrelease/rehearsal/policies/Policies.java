package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedPolicy;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fills the shipped roles, their policies and who may assume them with the names of one account. */
@Command(name = "policies", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Prints least-privilege IAM roles for the identities that release: policies and trust.")
public final class Policies implements Callable<Integer> {

    /** What is printed. */
    public enum Format {
        JSON,
        TERRAFORM,
        CLOUDFORMATION
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--role", split = ",", description = "Of ${COMPLETION-CANDIDATES}; several with commas. Default: every role for "
            + "which there are names.")
    private List<ShippedRole> roles = List.of();

    @Option(names = "--format", defaultValue = "JSON", description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--account", required = true, description = "The twelve digits of the AWS account.")
    private String account;

    @Option(names = "--region", required = true, description = "Such as eu-central-1.")
    private String region;

    @Option(names = {"--clusters", "--cluster"}, split = ",", description = "Names of ECS clusters.")
    private List<String> clusters = List.of();

    @Option(names = {"--services", "--service"}, split = ",", description = "Names of ECS services.")
    private List<String> services = List.of();

    @Option(names = {"--families", "--family"}, split = ",", description = "Families of the services' task definitions.")
    private List<String> families = List.of();

    @Option(names = {"--repositories", "--repository"}, split = ",", description = "Names of ECR repositories.")
    private List<String> repositories = List.of();

    @Option(names = "--base-repositories", split = ",", description = "Names of ECR repositories with base images, for reading.")
    private List<String> baseRepositories = List.of();

    @Option(names = {"--databases", "--database"}, split = ",", description = "Names of Aurora clusters or RDS instances.")
    private List<String> databases = List.of();

    @Option(names = "--secrets", split = ",", description = "Names of the tasks' secrets in Secrets Manager; * for any letters.")
    private List<String> secrets = List.of();

    @Option(names = "--parameters", split = ",", description = "Names of the tasks' secrets in Parameter Store, without the first /; "
            + "* for any letters.")
    private List<String> parameters = List.of();

    @Option(names = "--log-groups", split = ",", description = "Names of the tasks' log groups.")
    private List<String> logGroups = List.of();

    @Option(names = "--audit-log-group", description = "Name of the log group that gets a line for each change; see the configuration.")
    private String auditLogGroup;

    @Option(names = "--execution-role", description = "ARN of the tasks' execution role. Default: the one printed here.")
    private String executionRole;

    @Option(names = "--task-role", description = "ARN of the tasks' own role. Default: the one printed here.")
    private String taskRole;

    @Option(names = "--infrastructure-role", description = "ARN of the role with which ECS moves traffic. Default: the one printed here.")
    private String infrastructureRole;

    @Option(names = "--key", description = "ARN of the KMS key for ECS Exec sessions, where the cluster names one.")
    private String key;

    @Option(names = "--prefix", defaultValue = "ecs-release-", description = "Before the name of each role; default: ${DEFAULT-VALUE}. "
            + "One for each environment keeps their identities apart.")
    private String prefix;

    @Option(names = "--principals", split = ",", description = "ARNs of who may assume the pipeline's roles. Default: the account itself, "
            + "which leaves it to its IAM.")
    private List<String> principals = List.of();

    @Option(names = "--external-id", description = "Must be given by whoever assumes the pipeline's roles.")
    private String externalId;

    @Option(names = "--issuer", description = "OpenID Connect provider without https://: the pipeline's roles are then assumed with its "
            + "tokens instead.")
    private String issuer;

    @Option(names = "--subjects", split = ",", description = "Subjects of such tokens, * for any letters.")
    private List<String> subjects = List.of();

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Policies()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (!account.matches("\\d{12}")) {
            throw new ParameterException(spec.commandLine(), "--account is '" + account + "', not the twelve digits of an AWS account.");
        }
        if (executionRole != null && executionRole.equals(taskRole)) {
            throw new ParameterException(spec.commandLine(), "--execution-role and --task-role must be two roles: with one, the application "
                    + "could do all that ECS does to start it, such as read every secret.");
        }
        if (issuer != null && subjects.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--issuer needs --subjects: every job behind it could assume the roles else.");
        }
        List<FilledRole> filled = new ArrayList<>();
        for (ShippedRole role : roles.isEmpty() ? List.of(ShippedRole.values()) : roles) {
            if (!roles.isEmpty() || named(role)) {
                try {
                    filled.add(FilledRole.of(role, prefix, trust(role), values(role)));
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(spec.commandLine(), e.getMessage());
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(switch (format) {
            case JSON -> Printed.json(filled);
            case TERRAFORM -> Printed.terraform(filled);
            case CLOUDFORMATION -> Printed.cloudFormation(filled);
        });
        out.flush();
        return 0;
    }

    /** Whether there is a name for all that the role must have. */
    private boolean named(ShippedRole role) {
        Map<String, List<String>> values = values(role);
        return role.policies().stream().map(ShippedPolicy::placeholders).flatMap(Set::stream)
                .filter(name -> Set.of("cluster", "service", "family", "repository", "database").contains(name))
                .allMatch(name -> !values.get(name).isEmpty());
    }

    private ShippedRole.Trust trust(ShippedRole role) {
        return issuer != null && role.trust() == ShippedRole.Trust.JENKINS ? ShippedRole.Trust.WEB_IDENTITY : role.trust();
    }

    private Map<String, List<String>> values(ShippedRole role) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("account", List.of(account));
        values.put("region", List.of(region));
        values.put("cluster", clusters);
        values.put("service", services);
        values.put("family", families);
        values.put("repository", repositories);
        values.put("baseRepository", baseRepositories);
        values.put("database", databases);
        values.put("secret", secrets);
        values.put("parameter", parameters);
        values.put("logGroup", logGroups);
        values.put("auditLogGroup", given(auditLogGroup));
        values.put("executionRole", List.of(executionRole == null ? arn(ShippedRole.EXECUTION) : executionRole));
        values.put("taskRole", List.of(taskRole == null ? arn(ShippedRole.TASK) : taskRole));
        values.put("infrastructureRole", List.of(infrastructureRole == null ? arn(ShippedRole.INFRASTRUCTURE) : infrastructureRole));
        values.put("key", given(key));
        values.put("identity", List.of(arn(role)));
        values.put("principal", principals.isEmpty() ? List.of("arn:aws:iam::" + account + ":root") : principals);
        values.put("externalId", given(externalId));
        values.put("issuer", given(issuer));
        values.put("subject", subjects);
        return values;
    }

    private static List<String> given(String value) {
        return Stream.ofNullable(value).toList();
    }

    private String arn(ShippedRole role) {
        return "arn:aws:iam::" + account + ":role/" + prefix + role.title();
    }
}
