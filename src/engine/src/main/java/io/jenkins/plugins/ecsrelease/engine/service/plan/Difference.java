package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Task definitions compared for people. Values of environment variables and secrets never appear. */
public final class Difference {

    private Difference() {}

    /** What other images would change, a line each. */
    static String of(LiveTaskDefinition definition, Map<String, String> changes) {
        if (changes.isEmpty()) {
            return "  task definition " + Course.nameOf(definition.arn()) + " runs these images already: nothing to register\n";
        }
        StringBuilder text = new StringBuilder("  task definition " + definition.family() + ": next after revision "
                + definition.revision() + ", " + definition.cpu() + " CPU units, " + definition.memory() + " MiB\n");
        for (LiveTaskDefinition.Container container : definition.containers()) {
            String image = changes.get(container.name());
            text.append("    ").append(container.name());
            if (image == null) {
                text.append(": unchanged\n");
            } else {
                text.append(" image\n      - ").append(container.image()).append("\n      + ").append(image).append('\n');
            }
            if (!container.environment().isEmpty()) {
                text.append("      environment unchanged: ")
                        .append(String.join(", ", new TreeSet<>(container.environment().keySet()))).append('\n');
            }
        }
        return text.toString();
    }

    /** How one task definition differs from an earlier one, a line each; empty when only tags or nothing differ. */
    public static List<String> between(LiveTaskDefinition before, LiveTaskDefinition after) {
        List<String> lines = new ArrayList<>();
        line(lines, "cpu", before.cpu(), after.cpu());
        line(lines, "memory", before.memory(), after.memory());
        line(lines, "task role", before.taskRole(), after.taskRole());
        line(lines, "execution role", before.executionRole(), after.executionRole());
        line(lines, "architecture", before.architecture(), after.architecture());
        TreeSet<String> names = new TreeSet<>(before.containerNames());
        names.addAll(after.containerNames());
        for (String name : names) {
            LiveTaskDefinition.Container old = container(before, name);
            LiveTaskDefinition.Container now = container(after, name);
            if (old == null || now == null) {
                lines.add("container " + name + (old == null ? " was added" : " was taken out"));
            } else {
                container(lines, name, old, now);
            }
        }
        return lines;
    }

    private static void container(
            List<String> lines, String name, LiveTaskDefinition.Container old, LiveTaskDefinition.Container now) {
        if (!Image.digestOf(old.image()).equals(Image.digestOf(now.image())) || !old.image().equals(now.image())) {
            line(lines, name + " image", old.image(), now.image());
        }
        line(lines, name + " cpu", old.cpu(), now.cpu());
        line(lines, name + " memory", old.memory(), now.memory());
        names(lines, name + " environment variable", old.environment(), now.environment());
        names(lines, name + " secret", old.secrets(), now.secrets());
    }

    private static void names(List<String> lines, String what, Map<String, String> old, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                lines.add(what + " " + name + (!old.containsKey(name) ? " was added"
                        : !now.containsKey(name) ? " was taken out" : " has another value"));
            }
        }
    }

    private static void line(List<String> lines, String what, String before, String after) {
        if (!before.equals(after)) {
            lines.add(what + ": " + (before.isEmpty() ? "none" : before) + " -> " + (after.isEmpty() ? "none" : after));
        }
    }

    private static LiveTaskDefinition.Container container(LiveTaskDefinition definition, String name) {
        return definition.containers().stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
    }
}
