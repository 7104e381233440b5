package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The new version's own target group, as the service revision resolved it.
 *
 * @param atLeastPercent of its registered targets that must be healthy, 1 to 100; 100 by default
 * @param withinSeconds from the first registered target on (without any, since the tasks began to come up) before which
 *     unhealthy ones do not count; 0 to 86400, 300 by default when negative
 */
public record TargetHealth(int atLeastPercent, int withinSeconds, Limits limits) implements Check {

    public TargetHealth {
        atLeastPercent = Wanted.number("atLeast", atLeastPercent == 0 ? 100 : atLeastPercent, 1, 100);
        withinSeconds = Wanted.number("within", withinSeconds < 0 ? 300 : withinSeconds, 0, 86400);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "target health";
    }

    @Override
    public String unit() {
        return "%";
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        look.scope().targetGroups().forEach(group -> questions.add(new TargetsLook(group)));
        return questions;
    }

    @Override
    public Reading read(Look look, View view) {
        Scope scope = look.scope();
        if (scope.targetGroups().isEmpty()) {
            return Reading.early("the new version has no target group yet");
        }
        long registered = 0;
        long healthy = 0;
        for (String group : scope.targetGroups()) {
            Answer<Targets> answer = view.of(new TargetsLook(group));
            if (!(answer instanceof Answer.Known<Targets> known)) {
                return Reading.unread(answer);
            }
            registered += known.value().registered();
            healthy += known.value().healthy();
        }
        boolean enough = registered > 0 && healthy * 100 >= registered * atLeastPercent;
        boolean early = scope.tasksUpSince() == null
                || Duration.between(scope.tasksUpSince(), view.now()).toSeconds() < withinSeconds;
        String seen = healthy + " of " + registered + " targets healthy";
        if (!enough && early) {
            return Reading.early(seen);
        }
        return Reading.now(Sample.of(view.now(), !enough, registered == 0 ? 0 : 100.0 * healthy / registered,
                (double) atLeastPercent, seen + (enough ? "" : ", at least " + atLeastPercent + " % wanted"
                        + (withinSeconds == 0 ? "" : " within " + withinSeconds + " seconds"))));
    }
}
