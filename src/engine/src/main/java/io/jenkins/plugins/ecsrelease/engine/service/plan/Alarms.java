package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the alarms that should guard the release can do it: ECS ignores one that is red before the start. */
final class Alarms implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        Set<String> ofChecks = situation.order().checks().stream()
                .filter(Alarm.class::isInstance)
                .map(check -> ((Alarm) check).name())
                .collect(Collectors.toSet());
        situation.alarms().forEach((name, answer) -> {
            if (answer instanceof Answer.Known<AlarmLook.State> known) {
                state(name, known.value(), ofChecks.contains(name), concerns);
            } else {
                concerns.add(unknown(name, answer.ifUnknown().orElseThrow()));
            }
        });
        return concerns;
    }

    private static void state(String name, AlarmLook.State state, boolean check, List<Concern> concerns) {
        switch (state.value()) {
            case "OK" -> { }
            case "ALARM" -> concerns.add(Concern.error("The alarm " + name + " is in ALARM before the release begins, and "
                    + "ECS would ignore it for this deployment: " + state.reason() + " Put right what it shows, or take it "
                    + "out of " + (check ? "'checks'." : "the service's deploymentConfiguration.alarms.")));
            default -> concerns.add(Concern.warning("The alarm " + name + " is " + state.value()
                    + ": it has no data to guard the release with."));
        }
    }

    private static Concern unknown(String name, Problem problem) {
        return problem.kind() == Problem.Kind.NOT_FOUND
                ? Concern.error("There is no alarm '" + name + "' in CloudWatch of this region: create it, or correct its name.")
                : Concern.warning("The alarm " + name + " could not be read: " + problem.full());
    }
}
