package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudy;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Why a migration's task cannot be reached, in sentences: what ECS tells, and else what is to be looked at.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html">Troubleshooting
 *     ECS Exec</a>
 */
final class AgentDiagnosis {

    /** What the agent's role must allow, all under ssmmessages. */
    static final List<String> CHANNELS = List.of("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel");

    private AgentDiagnosis() {}

    /** The task stopped before the migration was started in it. */
    static String stopped(MigrationPlan plan, TaskLook.Seen task) {
        TaskLook.Container container = task.container(plan.container()).orElse(null);
        String reason = container == null ? "" : container.reason();
        Integer code = container == null ? null : container.exitCode();
        String told = (task.stopCode() + " " + task.stoppedReason() + " " + reason).toLowerCase(Locale.ROOT);
        List<String> sentences = new ArrayList<>();
        sentences.add("The migration's task stopped before the migration was started in it: "
                + join(task.stopCode(), task.stoppedReason(), reason) + (code == null ? "" : " (exit code " + code + ")") + ".");
        if (told.contains("cannotpullcontainer")) {
            sentences.add("The image could not be pulled: check that " + plan.order().image()
                    + " exists, that the execution role may pull it, and that the task's subnets reach ECR.");
        } else if (told.contains("no such file") || told.contains("executable file not found") || Integer.valueOf(127).equals(code)
                || Integer.valueOf(126).equals(code)) {
            sentences.add(plan.wrapped()
                    ? "The image seems to have no /bin/sh, which masks what the migration writes of its secrets ("
                            + String.join(", ", new TreeSet<>(plan.hidden().variables())) + "). Put a shell into the image, such as a static "
                            + "BusyBox as /bin/sh, or say in unmasked: 'reason' why its output may stand in the task's log as it is."
                    : plan.throughExec()
                    ? "The image seems to have no /bin/sh. Use mode: 'task', which makes the command the task's own."
                    : "The image seems not to have the program that 'command' begins with; one with quotes, pipes or variables needs "
                            + "/bin/sh.");
        } else if (told.contains("resourceinitialization")) {
            sentences.add("Secrets or logs could not be set up: check the execution role and the way from the subnets to AWS.");
        } else if (told.contains("outofmemory")) {
            sentences.add("It ran out of memory: give the task definition more.");
        }
        return String.join(" ", sentences);
    }

    /**
     * The task runs, but its agent does not.
     *
     * @param causes sentences about what was found out
     */
    static String unreachable(MigrationPlan plan, TaskLook.Seen task, List<String> causes) {
        TaskLook.Container container = task.container(plan.container()).orElse(null);
        String agent = container == null ? "" : container.agent();
        List<String> sentences = new ArrayList<>();
        if (agent.isEmpty()) {
            sentences.add("The migration's task runs without an Exec agent.");
        } else if (agent.equals("STOPPED")) {
            sentences.add("The Exec agent of the migration's task has stopped"
                    + (container.agentReason().isEmpty() ? "" : ": " + container.agentReason()) + ".");
        } else {
            sentences.add("The Exec agent of the migration's task did not come up: it is " + agent
                    + (container.agentReason().isEmpty() ? "" : " (" + container.agentReason() + ")") + ".");
        }
        if (old(task.platformVersion())) {
            sentences.add("Its platform version is " + task.platformVersion() + "; ECS Exec needs 1.4.0 or newer.");
        }
        sentences.addAll(causes);
        if (causes.isEmpty()) {
            sentences.add("Check that the task role" + (plan.order().taskRoleArn().isEmpty() ? "" : " " + plan.order().taskRoleArn())
                    + " allows ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel;"
                    + " that its subnets reach ssmmessages through NAT or a VPC endpoint;"
                    + " that the container's root file system is writable.");
        }
        sentences.add("The migration was not run. Where ECS Exec cannot be had, mode: 'task' runs the command as the task's own.");
        return String.join(" ", sentences);
    }

    /** What keeps ECS Exec from ever working in such a task, known before one is run; empty for nothing. */
    static String hopeless(MigrationOrder order, ServiceStudy.Seen service, ServiceStudy.Container container) {
        String otherwise = ", or use mode: 'task', which makes the command the task's own.";
        if (container.readOnlyRoot()) {
            return "Container " + container.name() + " has a read-only root file system, and ECS Exec needs a writable one. Use "
                    + "mode: 'task', which makes the command the task's own.";
        }
        if (old(service.platformVersion())) {
            return "Service " + order.service() + " runs on platform version " + service.platformVersion()
                    + ", and ECS Exec needs 1.4.0 or newer: update the service" + otherwise;
        }
        boolean fargate = service.launchType().equals("FARGATE") || service.capacity().contains("FARGATE");
        if (fargate && service.taskRole().isEmpty() && order.taskRoleArn().isEmpty()) {
            return "The task definition of service " + order.service() + " has no task role, with which the agent of ECS Exec opens its "
                    + "channels: give one in 'taskRoleArn'" + otherwise;
        }
        return "";
    }

    private static boolean old(String version) {
        return version.matches("1\\.[0-3](\\..*)?");
    }

    static String join(String... parts) {
        String joined = String.join("; ", List.of(parts).stream().filter(part -> !part.isEmpty()).distinct().toList());
        return joined.isEmpty() ? "ECS gives no reason" : joined;
    }
}
