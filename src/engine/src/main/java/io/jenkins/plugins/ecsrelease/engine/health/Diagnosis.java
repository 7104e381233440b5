package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says in a sentence why a version did not come up: from AWS's documented texts to their cause and remedy.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">Stopped tasks</a>
 */
public final class Diagnosis {

    private Diagnosis() {}

    /** One or two sentences, the likeliest first; empty when nothing tells. */
    public static List<String> of(Symptoms symptoms) {
        // By what is said, since AWS tells one cause of many tasks, and of a task and its service, in different words.
        Map<String, String> found = new LinkedHashMap<>();
        for (Tasks.Task task : symptoms.stopped()) {
            for (String text : texts(task)) {
                cause("AWS", text, Causes.ALL, found);
            }
        }
        LastWordsLook.Words words = symptoms.words();
        words.lines().forEach(line -> cause("Its log", line, Causes.LOGGED, found));
        symptoms.targets().forEach(target -> target(target, symptoms, found));
        symptoms.events().forEach(event -> cause("AWS", event, Causes.ALL, found));
        if (found.isEmpty()) {
            symptoms.stopped().forEach(task -> exit(task, found));
        }
        if (found.isEmpty()) {
            symptoms.events().forEach(event -> cause("AWS", event, Causes.UNHEALTHY, found));
        }
        List<String> told = new ArrayList<>(found.values().stream().limit(2).toList());
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

    private static void cause(String who, String text, List<Cause> causes, Map<String, String> found) {
        causes.stream().flatMap(cause -> cause.of(text).stream()).findFirst()
                .ifPresent(sentence -> found.putIfAbsent(sentence, sentence + " " + who + " says: " + shorten(text)));
    }

    private static void tell(String sentence, Map<String, String> found) {
        found.putIfAbsent(sentence, sentence);
    }

    private static void target(Targets.Target target, Symptoms symptoms, Map<String, String> found) {
        String where = target.id() + (target.port() > 0 ? ":" + target.port() : "")
                + (symptoms.check() == null ? "" : " (" + symptoms.check().text() + ")");
        String groups = symptoms.securityGroups().isEmpty() ? "that the tasks' security group lets"
                : "that the tasks' security groups (" + String.join(", ", symptoms.securityGroups()) + ") let";
        switch (target.reason()) {
            case "Target.ResponseCodeMismatch" -> tell("The health check of " + where
                    + " was answered with another code than expected (" + target.description() + ").", found);
            case "Target.Timeout" -> tell("The health check of " + where + " got no answer in time: check the port, "
                    + groups + " the load balancer in on it, and that the application answers that fast.", found);
            case "Target.FailedHealthChecks" -> tell("The health check of " + where
                    + " failed: the connection was refused or broke. Check that the application listens on that port.", found);
            case "Target.NotInUse" -> tell(target.description().contains("Availability Zone")
                    ? "The target " + where + " is in an Availability Zone that its load balancer does not serve: give the load "
                            + "balancer a subnet there, or the service none."
                    : "The target group is not used by any rule of a load balancer.", found);
            case "Target.IpUnusable" -> tell("The address of " + where + " belongs to a load balancer and cannot be a target.", found);
            case "Elb.InternalError" -> tell("The load balancer could not check " + where
                    + " for an internal error of its own: look at the AWS Health Dashboard.", found);
            default -> { }
        }
    }

    private static void exit(Tasks.Task task, Map<String, String> found) {
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
                tell("The container " + container.name() + " ended by itself with code " + container.exitCode() + meaning
                        + ": look at its log.", found);
                return;
            }
        }
        if (!task.stoppedReason().isEmpty() && !task.stopCode().equals("ServiceSchedulerInitiated")) {
            tell("A task stopped: " + shorten(task.stoppedReason()), found);
        }
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 500 ? line : line.substring(0, 500) + "…";
    }
}
