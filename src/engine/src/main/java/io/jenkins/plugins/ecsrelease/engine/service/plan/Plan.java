package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.Setups;
import io.jenkins.plugins.ecsrelease.engine.service.TaskDefinitions;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService.Waits;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a release would do, and what stands in its way.
 *
 * @param changes container to image, of those that do not run it yet; empty when the task definition is as asked
 * @param concerns errors first
 * @param text for people, the same for the same situation
 * @param title what would happen in a few words
 */
public record Plan(Map<String, String> changes, List<Concern> concerns, String text, String title) {

    private static final List<Rule> RULES = List.of(new Standing(), new Images(), new Routes(), new Shifting(), new Alarms(), new Roles(), new Startable(),
            new Judged(), new Connections(), new Exposed(), new Tagged());

    /** Judges a situation. Pure. */
    public static Plan of(Situation situation, Waits waits) {
        List<Concern> concerns = new ArrayList<>();
        RULES.forEach(rule -> concerns.addAll(rule.concerns(situation)));
        concerns.sort(java.util.Comparator.comparing(Concern::severity));
        Map<String, String> changes = TaskDefinitions.changes(situation.definition(), situation.images());
        return new Plan(changes, List.copyOf(concerns), text(situation, waits, changes, concerns), title(situation, waits, changes));
    }

    /** The same plan with more that stands in its way. */
    public Plan and(List<Concern> more) {
        List<Concern> all = new ArrayList<>(concerns);
        all.addAll(more);
        all.sort(java.util.Comparator.comparing(Concern::severity));
        StringBuilder longer = new StringBuilder(text);
        more.forEach(concern -> longer.append(line(concern)));
        return new Plan(changes, List.copyOf(all), longer.toString(), title);
    }

    private static String line(Concern concern) {
        return "  " + concern.severity() + ": " + concern.text() + "\n";
    }

    public List<Concern> of(Concern.Severity severity) {
        return concerns.stream().filter(concern -> concern.severity() == severity).toList();
    }

    /** Whether a release could begin now. */
    public boolean ready() {
        return of(Concern.Severity.ERROR).isEmpty() && of(Concern.Severity.CONFLICT).isEmpty();
    }

    /** SHA-256 of the text in hexadecimal digits: what was approved can be compared with what is done. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** In one line: what would happen, what was found, and the beginning of the hash, by which the whole plan is known again. */
    public String summary() {
        List<String> found = new ArrayList<>();
        for (Concern.Severity severity : Concern.Severity.values()) {
            int many = of(severity).size();
            if (many > 0) {
                found.add(many + " " + severity.name().toLowerCase(Locale.ROOT) + (many == 1 ? "" : "s"));
            }
        }
        return title + "; " + (found.isEmpty() ? "no problem found" : String.join(", ", found)) + " (" + hash().substring(0, 12) + ")";
    }

    private static String title(Situation situation, Waits waits, Map<String, String> changes) {
        return situation.strategy() + (situation.sideBySide() ? " in at least " + minutes(waits.total()) : "") + ", "
                + (changes.isEmpty() ? "nothing changes" : "new image for " + String.join(", ", new TreeMap<>(changes).keySet()));
    }

    private static String text(
            Situation situation, Waits waits, Map<String, String> changes, List<Concern> concerns) {
        StringBuilder text = new StringBuilder();
        text.append("Plan for ").append(situation.service().name()).append(" in ")
                .append(Course.plain(situation.service().clusterArn())).append('\n');
        text.append(Difference.of(situation.definition(), changes));
        text.append("  strategy ").append(situation.strategy()).append(": ").append(waits(situation, waits)).append('\n');
        secrets(situation, text);
        drift(situation, text);
        if (!situation.definition().unknown().isEmpty()) {
            text.append("  newer than this SDK, passed on unchanged: ")
                    .append(String.join(", ", situation.definition().unknown())).append('\n');
        }
        concerns.forEach(concern -> text.append(line(concern)));
        return text.toString();
    }

    /** Where each secret comes from, and in which version. */
    private static void secrets(Situation situation, StringBuilder text) {
        for (LiveTaskDefinition.Container container : situation.definition().containers()) {
            new TreeMap<>(container.secrets()).forEach((name, from) -> {
                Answer<SecretLook.State> answer = situation.ground().secrets().get(SecretLook.idOf(from, situation.definition().arn()));
                String told = answer == null ? "not visible from here" : answer.ifKnown().map(SecretLook.State::told).orElse("not read");
                text.append("  secret ").append(container.name()).append('.').append(name).append(": ")
                        .append(from.replaceFirst("^arn:[^:]*:[^:]*:[^:]*:[^:]*:(secret:|parameter)", "")).append(" (").append(told).append(")\n");
            });
        }
    }

    /** What others changed since our last release: it is told, and kept. */
    private static void drift(Situation situation, StringBuilder text) {
        if (situation.ours() == null) {
            return;
        }
        List<String> lines = Difference.between(situation.ours(), situation.definition());
        if (!lines.isEmpty()) {
            text.append("  changed by others since our last release (").append(Course.nameOf(situation.ours().arn()))
                    .append("), and kept:\n");
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
        }
    }

    private static String waits(Situation situation, Waits waits) {
        int tasks = situation.service().desired();
        if (!situation.sideBySide()) {
            boolean breaker = Setups.read(situation.service().configuration())
                    .path("deploymentCircuitBreaker").path("enable").asBoolean();
            return tasks + (tasks == 1 ? " task" : " tasks") + " replaced step by step; the circuit breaker of ECS is "
                    + (breaker ? "on" : "off") + (situation.service().alarmsEnabled() ? ", and it watches "
                    + String.join(", ", situation.service().alarms()) : "");
        }
        List<LiveService.Balancer> balancers = situation.service().balancers();
        StringBuilder text = new StringBuilder();
        if (waits.steps() > 0) {
            text.append(minutes(waits.steps())).append(" of steps, ");
        }
        text.append(minutes(waits.bake())).append(" of bake; ").append(tasks).append(tasks == 1 ? " task runs" : " tasks run")
                .append(" twice for at least ").append(minutes(waits.total()));
        if (balancers.isEmpty()) {
            text.append("; without a load balancer there is no traffic to shift");
        } else if (balancers.stream().anyMatch(one -> one.productionRule().contains(":listener/net/"))) {
            text.append("; a Network Load Balancer makes each shift about ten minutes longer");
        }
        if (!waits.pauses().isEmpty()) {
            text.append("; pauses for a decision at ").append(String.join(", ", waits.pauses()));
        }
        if (!situation.order().hold().isEmpty()) {
            text.append("; held ").append("beforeTraffic".equals(situation.order().hold()) ? "before" : "after")
                    .append(" production traffic moves, for at most ").append(minutes(situation.order().holdMinutes()));
        }
        return text.toString();
    }

    private static String minutes(int minutes) {
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }
}
