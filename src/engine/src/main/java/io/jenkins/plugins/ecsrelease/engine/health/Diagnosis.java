package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in a sentence why a version did not come up: from AWS's documented texts to their cause and remedy.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">Stopped tasks</a>
 */
public final class Diagnosis {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)\\|([^}]*)}");

    /** A text of AWS and what it means; {1|otherwise} stands for a group. */
    private record Cause(Pattern text, String sentence) {
        Cause(String text, String sentence) {
            this(Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), sentence);
        }
    }

    private static final String SECRET = "(?=(?:.*?(arn:aws[\\w-]*:(?:secretsmanager|ssm):[^\\s,\"]+))?)";
    private static final String ROLE = "(?=(?:.*?assumed-role/([\\w+=,.@-]+))?)";

    private static final List<Cause> CAUSES = List.of(
            new Cause("(?:registry auth from|ecr registry auth|GetAuthorizationToken).*(?:AccessDenied|not authorized)",
                    "The image could not be pulled: the execution role may not log in to Amazon ECR. Give it "
                            + "AmazonECSTaskExecutionRolePolicy."),
            new Cause("(?:registry auth from|ecr registry auth|GetAuthorizationToken)",
                    "The image could not be pulled: there is no route to Amazon ECR. The subnets need a NAT gateway, a public "
                            + "address, or VPC endpoints for ecr.api, ecr.dkr and S3."),
            new Cause("(?:secret|parameter|ssm|asm)" + SECRET + ROLE + ".*(?:AccessDenied|not authorized)",
                    "The secret {1|that the task definition names} could not be read: the execution role {2|} may not read it. "
                            + "Allow it secretsmanager:GetSecretValue or ssm:GetParameters, and kms:Decrypt where its key is your own."),
            new Cause("(?:secret|parameter|ssm|asm)" + SECRET + "(?:(?!log group).)*(?:ResourceNotFound|can't find|invalid parameter|ParameterNotFound)",
                    "The secret {1|that the task definition names} does not exist: check its ARN and region."),
            new Cause("unable to (?:retrieve|pull) secrets?.*(?:timeout|deadline|i/o|connection)",
                    "Secrets Manager or Parameter Store could not be reached from the task's subnets: they need a NAT "
                            + "gateway, a public address, or VPC endpoints for secretsmanager, ssm and kms."),
            new Cause("CannotPullContainer\\w*:.*(?:i/o timeout|connection timed out|deadline exceeded|no route|"
                    + "request canceled|dial tcp).*",
                    "The image could not be pulled: there is no route to the registry. The subnets need a NAT gateway, a "
                            + "public address, or VPC endpoints for ecr.api, ecr.dkr and S3."),
            new Cause("CannotPullContainer\\w*:.*(?:AccessDenied|not authorized|403|no basic auth|denied).*",
                    "The image could not be pulled: the execution role has no permission. Give it "
                            + "AmazonECSTaskExecutionRolePolicy, and across accounts a repository policy."),
            new Cause("CannotPullContainer\\w*:.*(?:no match for platform|does not match|manifest.*platform|descriptor matching).*",
                    "The image has no manifest for the task's processor: build it for the architecture that the task "
                            + "definition asks for."),
            new Cause("CannotPullContainer\\w*:.*(?:not found|manifest unknown|does not exist|404).*",
                    "The image could not be pulled because it is not in the registry: it was deleted or expired by a "
                            + "lifecycle policy, or never pushed."),
            new Cause("CannotPullContainer\\w*:.*(?:too many requests|429|toomanyrequests).*",
                    "The registry refused the pull for too many requests: use Amazon ECR or its pull-through cache."),
            new Cause("CannotPullContainer\\w*:.*no space left.*",
                    "The image does not fit on the task's disk: make it smaller or give the task more ephemeral storage."),
            new Cause("exec format error.*",
                    "The image is built for another processor than the task runs on (exec format error): set "
                            + "runtimePlatform.cpuArchitecture or build for the right platform."),
            new Cause("OutOfMemory\\w*.*|.*container killed due to memory usage.*",
                    "A container was killed because it ran out of memory: raise the memory of the task or the container's limit."),
            new Cause("CannotStartContainer\\w*:.*(?:executable file not found|no such file or directory).*",
                    "The container's command does not exist in the image: check entryPoint and command."),
            new Cause("CannotStartContainer\\w*:.*permission denied.*",
                    "The container's command is not executable by its user: check the file mode in the image."),
            new Cause("CannotCreateContainer\\w*:.*",
                    "The container could not be created: check volumes, mount points and links in the task definition."),
            new Cause("ResourceInitializationError:.*(?:log group|logs|awslogs|CreateLogStream).*",
                    "The log group could not be used: it does not exist, or the execution role may not write to it, or there "
                            + "is no route to CloudWatch Logs."),
            new Cause("ResourceInitializationError:.*(?:EFS|mount).*",
                    "A file system could not be mounted: check the mount targets, their security groups and the task role."),
            new Cause("ResourceInitializationError:.*",
                    "The task's resources could not be set up."),
            new Cause(".*failed container health checks.*",
                    "The container's own health check failed: run its command in the image by hand."),
            new Cause(".*failed ELB health checks in \\(target-group ([^)]*)\\).*",
                    "The load balancer's health check failed in {1|its target group}: check its path, its expected code, its port and the "
                            + "security group between load balancer and tasks."),
            new Cause(".*(?:Capacity is unavailable|RESOURCE:CPU|RESOURCE:MEMORY|insufficient capacity).*",
                    "There was no capacity for the tasks: try other Availability Zones, another capacity provider, or less CPU "
                            + "and memory."),
            new Cause(".*(?:encountered error|unable to place).*(?:RESOURCE:PORTS|already using a port).*",
                    "No container instance has the host port free: use dynamic ports or awsvpc network mode."),
            new Cause(".*(?:ENI|network interface).*(?:limit|insufficient free addresses|no available).*"
                    + "|.*insufficient free addresses.*",
                    "The subnets have no free addresses left: add subnets."),
            new Cause(".*unable to assume (?:the )?role.*|.*ECS was unable to assume.*",
                    "ECS could not assume the task's role: check that its trust policy names ecs-tasks.amazonaws.com."),
            new Cause(".*(?:vCPU|Fargate).*limit.*(?:reached|exceeded).*|.*You've reached the limit on the number of.*",
                    "The account's limit of Fargate vCPUs is reached: ask AWS for more, or run fewer tasks."),
            new Cause(".*Spot.*interrupt.*",
                    "Fargate Spot took the capacity back."));

    private Diagnosis() {}

    /** One or two sentences, the likeliest first; empty when nothing tells. */
    public static List<String> of(Symptoms symptoms) {
        Set<String> found = new LinkedHashSet<>();
        for (Tasks.Task task : symptoms.stopped()) {
            for (String text : texts(task)) {
                cause(text, found);
            }
        }
        symptoms.targets().forEach(target -> target(target, symptoms, found));
        symptoms.events().forEach(event -> cause(event, found));
        if (found.isEmpty()) {
            symptoms.stopped().forEach(task -> exit(task, found));
        }
        List<String> told = new ArrayList<>(found.stream().limit(2).toList());
        LastWordsLook.Words words = symptoms.words();
        if (!words.lines().isEmpty()) {
            told.add("The last of the log of " + words.container() + " in task " + words.task() + ":\n  "
                    + String.join("\n  ", words.lines()));
        }
        return told;
    }

    private static List<String> texts(Tasks.Task task) {
        List<String> texts = new ArrayList<>();
        task.containers().forEach(container -> texts.add(container.reason()));
        texts.add(task.stoppedReason());
        return texts;
    }

    private static void cause(String text, Set<String> found) {
        if (text.isBlank()) {
            return;
        }
        for (Cause cause : CAUSES) {
            Matcher matcher = cause.text.matcher(text);
            if (matcher.find()) {
                found.add(sentence(cause, matcher) + " AWS says: " + shorten(text));
                return;
            }
        }
    }

    private static String sentence(Cause cause, Matcher matcher) {
        return PLACE.matcher(cause.sentence).replaceAll(place -> {
            String found = matcher.group(Integer.parseInt(place.group(1)));
            return Matcher.quoteReplacement(found == null ? place.group(2) : found);
        }).replace("  ", " ");
    }

    private static void target(Targets.Target target, Symptoms symptoms, Set<String> found) {
        String where = target.id() + (target.port() > 0 ? ":" + target.port() : "")
                + (symptoms.check() == null ? "" : " (" + symptoms.check().text() + ")");
        String groups = symptoms.securityGroups().isEmpty() ? "that the tasks' security group lets"
                : "that the tasks' security groups (" + String.join(", ", symptoms.securityGroups()) + ") let";
        switch (target.reason()) {
            case "Target.ResponseCodeMismatch" -> found.add("The health check of " + where
                    + " was answered with another code than expected (" + target.description() + ").");
            case "Target.Timeout" -> found.add("The health check of " + where + " got no answer in time: check the port, "
                    + groups + " the load balancer in on it, and that the application answers that fast.");
            case "Target.FailedHealthChecks" -> found.add("The health check of " + where
                    + " failed: the connection was refused or broke. Check that the application listens on that port.");
            case "Target.NotInUse" -> found.add("The target group is not used by any rule of a load balancer.");
            default -> { }
        }
    }

    private static void exit(Tasks.Task task, Set<String> found) {
        for (Tasks.Container container : task.containers()) {
            if (container.exitCode() != null && container.exitCode() != 0) {
                String meaning = switch (container.exitCode()) {
                    case 137 -> ", killed, most often for lack of memory or after a stop it did not heed";
                    case 139 -> ", a crash (segmentation fault)";
                    case 143 -> ", ended by a stop";
                    case 126 -> ", its command is not executable";
                    case 127 -> ", its command was not found";
                    default -> "";
                };
                found.add("The container " + container.name() + " ended by itself with code " + container.exitCode() + meaning
                        + ": look at its log.");
                return;
            }
        }
        if (!task.stoppedReason().isEmpty() && !task.stopCode().equals("ServiceSchedulerInitiated")) {
            found.add("A task stopped: " + shorten(task.stoppedReason()));
        }
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 500 ? line : line.substring(0, 500) + "…";
    }
}
