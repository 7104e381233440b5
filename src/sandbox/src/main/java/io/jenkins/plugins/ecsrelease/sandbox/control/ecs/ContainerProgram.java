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

    private ContainerProgram() {}

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
        environment.put("AWS_REGION", Arns.region(task.arn));
        environment.put("AWS_DEFAULT_REGION", Arns.region(task.arn));
        return environment;
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
