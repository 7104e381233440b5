package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;

/** What a container starts with: its environment and its command. */
final class ContainerProgram {

    private static final Pattern SLEEP = Pattern.compile("(?:^|[\\s;&(/])sleep\\s+(\\d+)\\s*;?\\s*$");

    private static final String SHELL = "ecs-release.sandbox.shell";

    private ContainerProgram() {}

    /** Whether it is to run in a shell that its image does not have. */
    static boolean lacksItsShell(TaskRecord task, ContainerRecord container) {
        List<String> words = given(task, container);
        return "none".equals(container.image.labels().get(SHELL)) && !words.isEmpty() && words.get(0).matches("(/bin/)?sh");
    }

    /** Later ones win: image, task definition, secrets, overrides. */
    static Map<String, String> environment(TaskRecord task, ContainerRecord container, World world) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : container.image.environment()) {
            int equals = pair.indexOf('=');
            environment.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        container.definition.environment().forEach(pair -> environment.put(pair.name(), pair.value()));
        environment.putAll(world.part(TaskSecrets.class).values(task, container.definition));
        override(task, container).ifPresent(
                override -> override.environment().forEach(pair -> environment.put(pair.name(), pair.value())));
        if (container.image.labels().containsKey(SHELL)) {
            environment.put("SANDBOX_SHELL", container.image.labels().get(SHELL));
        }
        environment.put("AWS_REGION", Arns.region(task.arn));
        environment.put("AWS_DEFAULT_REGION", Arns.region(task.arn));
        return environment;
    }

    /**
     * What the container runs instead of its image's own program: a command of the task definition or of an override.
     * Empty for the image's own.
     */
    static List<String> given(TaskRecord task, ContainerRecord container) {
        List<String> overridden = override(task, container).filter(ContainerOverride::hasCommand).map(ContainerOverride::command).orElse(List.of());
        List<String> entryPoint = container.definition.entryPoint();
        List<String> command = overridden.isEmpty() ? container.definition.command() : overridden;
        if (entryPoint.isEmpty() && command.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(entryPoint.isEmpty() ? container.image.entryPoint() : entryPoint);
        words.addAll(command.isEmpty() && entryPoint.isEmpty() ? container.image.command() : command);
        return words;
    }

    /**
     * When the container's command ends by itself: a command given by the task definition or an override that only sleeps
     * ({@code sleep 900}, or a shell whose last command is that) ends when it has slept.
     */
    static Optional<Duration> endsAfter(TaskRecord task, ContainerRecord container) {
        List<String> argv = new ArrayList<>(container.definition.entryPoint());
        List<String> command = override(task, container).filter(ContainerOverride::hasCommand)
                .map(ContainerOverride::command).orElse(container.definition.command());
        argv.addAll(command);
        if (argv.isEmpty()) {
            return Optional.empty();
        }
        Matcher sleep = SLEEP.matcher(String.join(" ", argv));
        return sleep.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(sleep.group(1)))) : Optional.empty();
    }

    private static Optional<ContainerOverride> override(TaskRecord task, ContainerRecord container) {
        return task.overrides == null ? Optional.empty() : task.overrides.containerOverrides().stream()
                .filter(override -> container.definition.name().equals(override.name())).findFirst();
    }
}
