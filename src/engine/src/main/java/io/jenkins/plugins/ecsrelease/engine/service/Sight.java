package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Route;
import io.jenkins.plugins.ecsrelease.engine.service.look.RouteLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns what was read of a deployment into what is remembered, told and drawn of it. */
final class Sight {

    private Sight() {}

    static Progress see(Course course, Progress seen, LiveDeployment deployment, View view, List<Fact> facts) {
        boolean moved = !seen.stage().equals(deployment.stage()) || !seen.status().equals(deployment.status());
        Instant since = moved || seen.stageSince() == null ? view.now() : seen.stageSince();
        List<String> groups = groups(seen, view);
        Seen targets = targets(seen, view);
        double share = share(course, seen, groups, deployment, view);
        boolean registered = seen.registered() || targets.registered > 0;
        boolean first = registered && !seen.registered();
        boolean coming = seen.upSince() == null && deployment.stage().equals("SCALE_UP");
        Instant upSince = first || coming ? view.now() : seen.upSince();
        boolean held = deployment.waiting().isPresent();
        Instant heldSince = held ? seen.heldSince() == null ? view.now() : seen.heldSince() : null;
        boolean news = moved || share != seen.share() || held != (seen.heldSince() != null);
        // Where targets are known, a look that leaves them out would tell of tasks instead, and the next one of targets again.
        String text = news || targets.read || !seen.registered() ? text(deployment, targets, share, since, view.now()) : seen.text();
        if (moved) {
            facts.add(stage(deployment));
        }
        if (share >= 0 && share != seen.share()) {
            facts.add(Fact.quiet("weights", weights(course, deployment, share)));
        }
        if (held && seen.heldSince() == null) {
            facts.add(Setups.guards(course, deployment.stage())
                    ? Fact.of("guard", "Production traffic waits until the checks through the test listener have passed.")
                    : hold(deployment.waiting().get(), deployment.stage()));
        }
        return new Progress(deployment.status(), deployment.stage(), since, deployment.target().arn(), groups, upSince,
                registered, share, seen.wide(), seen.wide() ? view.now() : seen.wideAt(), text, heldSince,
                tests(deployment) && seen.testSince() == null ? view.now() : seen.testSince(),
                serves(deployment, share, registered) && seen.trafficSince() == null ? view.now() : seen.trafficSince(), seen.decided(),
                targets.sick.isEmpty() ? seen.sick() : targets.sick, seen.told());
    }

    /** Whether test traffic reaches the new version: ECS asked for it, and says that it is done. */
    private static boolean tests(LiveDeployment deployment) {
        return deployment.target().test() >= 100 && !deployment.stage().equals("TEST_TRAFFIC_SHIFT");
    }

    /** Whether production traffic reaches the new version. A rolling one has its share as soon as a target is there. */
    private static boolean serves(LiveDeployment deployment, double share, boolean registered) {
        return deployment.strategy().equals("ROLLING") ? registered : share > 0 || deployment.target().production() > 0;
    }

    private static List<String> groups(Progress seen, View view) {
        boolean asked = seen.wide() && seen.groups().isEmpty() && !seen.revision().isEmpty();
        if (asked && view.of(new RevisionLook(seen.revision())) instanceof Answer.Known<LiveRevision> known) {
            return known.value().targetGroups();
        }
        return seen.groups();
    }

    /** @param read whether this look told of the targets of every group */
    private record Seen(long healthy, long registered, List<Targets.Target> sick, boolean read) {}

    private static Seen targets(Progress seen, View view) {
        long healthy = 0;
        long registered = 0;
        List<Targets.Target> sick = new ArrayList<>();
        boolean read = seen.wide();
        if (seen.wide()) {
            for (String group : seen.groups()) {
                if (view.of(new TargetsLook(group)) instanceof Answer.Known<Targets> known) {
                    healthy += known.value().healthy();
                    registered += known.value().registered();
                    known.value().targets().stream().filter(one -> one.state().equals("unhealthy")).limit(3).forEach(sick::add);
                } else {
                    read = false;
                }
            }
        }
        return new Seen(healthy, registered, sick, read);
    }

    /** What the listener rules say; where there are none, what ECS asked for. */
    private static double share(Course course, Progress seen, List<String> groups, LiveDeployment deployment, View view) {
        List<String> rules = course.setup().productionRules();
        if (rules.isEmpty()) {
            return deployment.strategy().equals("ROLLING") ? -1 : deployment.target().production();
        }
        if (!seen.wide() || groups.isEmpty()) {
            return seen.share();
        }
        double share = -1;
        for (String rule : rules) {
            if (view.of(new RouteLook(rule)) instanceof Answer.Known<Route> known) {
                double of = groups.stream().mapToDouble(known.value()::share).sum();
                share = share < 0 ? of : Math.min(share, of);
            }
        }
        return share < 0 ? seen.share() : share;
    }

    private static String text(LiveDeployment deployment, Seen targets, double share, Instant since, Instant now) {
        StringBuilder text = new StringBuilder();
        if (targets.registered > 0) {
            text.append(targets.healthy).append(" of ").append(targets.registered).append(" targets healthy");
        } else {
            text.append(deployment.target().running()).append(" of ").append(deployment.target().requested())
                    .append(" tasks running");
        }
        if (share >= 0) {
            text.append(", ").append(percent(share)).append(" of traffic on the new version");
        }
        if (deployment.waiting().isPresent()) {
            LiveDeployment.Hook hook = deployment.waiting().get();
            text.append(", waiting for a decision").append(hook.expiresAt() == null ? "" : " until " + hook.expiresAt());
        } else if (deployment.stage().equals("BAKE_TIME")) {
            text.append(", baking, minute ").append(Duration.between(since, now).toMinutes() + 1).append(" of ")
                    .append(deployment.bakeMinutes());
        }
        String status = deployment.status();
        return status.equals("IN_PROGRESS") || status.equals("PENDING")
                ? text.toString()
                : status.toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + text;
    }

    static String percent(double share) {
        return (share == Math.rint(share) ? String.valueOf((long) share) : String.format(Locale.ROOT, "%.1f", share)) + " %";
    }

    private static Fact stage(LiveDeployment deployment) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("deployment", deployment.arn());
        details.put("status", deployment.status());
        details.put("stage", deployment.stage());
        details.put("reason", deployment.reason());
        String text = deployment.status() + (deployment.stage().isEmpty() ? "" : " " + deployment.stage())
                + (deployment.reason().isEmpty() ? "" : ": " + deployment.reason());
        return Fact.of("stage", text, details);
    }

    private static Map<String, Object> weights(Course course, LiveDeployment deployment, double share) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("new", share);
        details.put("old", 100 - share);
        details.put("requested", deployment.target().production());
        details.put("test", deployment.target().test());
        details.put("taskDefinition", Course.nameOf(course.taskDefinition()));
        details.put("previousTaskDefinition", Course.nameOf(course.previous()));
        return details;
    }

    private static Fact hold(LiveDeployment.Hook hook, String stage) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("point", stage);
        details.put("hook", hook.id());
        details.put("expiresAt", hook.expiresAt() == null ? "" : hook.expiresAt().toString());
        details.put("timeoutAction", hook.timeoutAction());
        return Fact.of("hold", "ECS holds the deployment at " + stage + " until it is told to go on"
                + (hook.expiresAt() == null ? "" : "; at " + hook.expiresAt() + " it will "
                        + hook.timeoutAction().toLowerCase(Locale.ROOT) + " by itself") + ".", details);
    }
}
