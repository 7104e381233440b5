package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.ec2.Reach;
import io.jenkins.plugins.ecsrelease.sandbox.control.logs.LogStore;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** What a task needs around it before its containers start: a way to ECR and Secrets Manager, and its log groups. */
final class TaskResources {

    private final World world;

    TaskResources(World world) {
        this.world = world;
    }

    /** Why the task cannot start, in the agent's words; null when it can. */
    String failure(TaskRecord task) {
        String untrusted = untrusted(task);
        if (untrusted != null) {
            return untrusted;
        }
        String region = Arns.region(task.arn);
        String account = Arns.account(task.arn);
        Reach reach = world.part(Reach.class);
        for (ContainerDefinition container : task.definition.containerDefinitions()) {
            boolean ecr = container.image().matches("\\d{12}\\.dkr\\.ecr\\..*");
            if (ecr && !reach.reaches(region, account, task.subnet, task.publicAddress, "ecr.api")) {
                return "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from "
                        + "Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network "
                        + "configuration. RequestError: send request failed caused by: Post \"https://api.ecr." + region
                        + ".amazonaws.com/\": dial tcp: i/o timeout";
            }
            String denied = denied(task, container, ecr);
            if (denied != null) {
                return denied;
            }
            boolean secrets = container.secrets().stream().anyMatch(secret -> secret.valueFrom().startsWith("arn:aws:secretsmanager:"));
            if (container.secrets().stream().anyMatch(secret -> !secret.valueFrom().startsWith("arn:aws:secretsmanager:"))
                    && !reach.reaches(region, account, task.subnet, task.publicAddress, "ssm")) {
                return "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
                        + "to retrieve secrets from ssm: RequestError: send request failed caused by: Post \"https://ssm." + region
                        + ".amazonaws.com/\": dial tcp: i/o timeout";
            }
            if (secrets && !reach.reaches(region, account, task.subnet, task.publicAddress, "secretsmanager")) {
                return "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There "
                        + "is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. "
                        + "failed to fetch secret " + container.secrets().get(0).valueFrom() + " from secrets manager: RequestCanceled: "
                        + "request context canceled caused by: context deadline exceeded";
            }
            String log = log(container, region, account);
            if (log != null) {
                return log;
            }
        }
        return null;
    }

    /** What the execution role may not do before the container starts; null when it may do all of it. */
    private String denied(TaskRecord task, ContainerDefinition container, boolean ecr) {
        ServiceRoles roles = world.part(ServiceRoles.class);
        String role = task.definition.executionRoleArn();
        if (ecr) {
            String token = roles.refusal(role, task.id(), "ecr:GetAuthorizationToken", "*");
            if (token != null) {
                return "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
                        + "to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: " + token
                        + " status code: 400";
            }
            String[] parts = container.image().split("[/:@.]");
            String repository = "arn:aws:ecr:" + parts[3] + ":" + parts[0] + ":repository/"
                    + container.image().replaceFirst("^[^/]+/", "").replaceFirst("[:@].*$", "");
            for (String action : List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")) {
                String pull = roles.refusal(role, task.id(), action, repository);
                if (pull != null) {
                    return "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                            + container.image() + ": pulling from host failed with status code 403 Forbidden: " + pull;
                }
            }
        }
        if (container.logConfiguration() != null && "awslogs".equals(container.logConfiguration().logDriverAsString())) {
            String stream = "arn:aws:logs:" + Arns.region(task.arn) + ":" + Arns.account(task.arn) + ":log-group:"
                    + container.logConfiguration().options().get("awslogs-group") + ":log-stream:*";
            for (String action : List.of("logs:CreateLogStream", "logs:PutLogEvents")) {
                String log = roles.refusal(role, task.id(), action, stream);
                if (log != null) {
                    return "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to "
                            + "create Cloudwatch log stream: AccessDeniedException: " + log + " : exit status 1";
                }
            }
        }
        return null;
    }

    private String untrusted(TaskRecord task) {
        for (String role : new String[] {task.definition.executionRoleArn(), task.definition.taskRoleArn()}) {
            if (!world.part(ServiceRoles.class).trusts(role, "ecs-tasks.amazonaws.com", task.arn)) {
                return "ECS was unable to assume the role '" + role + "' that was provided for this task. Please verify that the role "
                        + "being passed has the proper trust relationship and permissions and that your IAM user has permissions to "
                        + "pass this role.";
            }
        }
        return null;
    }

    private String log(ContainerDefinition container, String region, String account) {
        if (container.logConfiguration() == null || !"awslogs".equals(container.logConfiguration().logDriverAsString())) {
            return null;
        }
        Map<String, String> options = container.logConfiguration().options();
        String group = options.get("awslogs-group");
        String where = options.getOrDefault("awslogs-region", region);
        LogStore logs = world.part(LogStore.class);
        if (group == null || logs.hasGroup(account, where, group)) {
            return null;
        }
        if ("true".equals(options.get("awslogs-create-group"))) {
            logs.makeGroup(account, where, group);
            return null;
        }
        return "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
                + "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1";
    }

    /** A line in the container's log, where it has one. */
    void log(TaskRecord task, ContainerRecord container, String message) {
        if (container.definition.logConfiguration() == null
                || !"awslogs".equals(container.definition.logConfiguration().logDriverAsString())) {
            return;
        }
        Map<String, String> options = container.definition.logConfiguration().options();
        String group = options.get("awslogs-group");
        String prefix = options.get("awslogs-stream-prefix");
        String stream = prefix == null ? container.runtimeId : prefix + "/" + container.definition.name() + "/" + task.id();
        if (group != null) {
            world.part(LogStore.class).write(Arns.account(task.arn),
                    options.getOrDefault("awslogs-region", Arns.region(task.arn)), group, stream, message);
        }
    }
}
