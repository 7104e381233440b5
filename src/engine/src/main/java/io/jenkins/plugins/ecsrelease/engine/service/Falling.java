package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Diagnosis;
import io.jenkins.plugins.ecsrelease.engine.health.Symptoms;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks of the new version that ended by themselves while it comes up. In a blue/green deployment ECS starts others for
 * up to a day; here the limit is that of its circuit breaker for rolling ones: half of the tasks, at least three.
 */
record Falling(int failed, int limit, List<String> causes) {

    private static final Set<String> BY_ITSELF = Set.of("TaskFailedToStart", "EssentialContainerExited");

    static Optional<Falling> in(Answer<Tasks> stopped, Course course, LiveDeployment deployment) {
        List<Tasks.Task> failed = stopped.ifKnown().map(tasks -> tasks.of(course.taskDefinition())).orElse(List.of()).stream()
                .filter(task -> BY_ITSELF.contains(task.stopCode()))
                .toList();
        int limit = Math.max(3, (deployment.target().requested() + 1) / 2);
        return failed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Falling(failed.size(), limit, Diagnosis.of(new Symptoms(failed, List.of(), List.of()))));
    }

    boolean tooMany() {
        return failed >= limit;
    }

    String sentence() {
        return failed + " tasks of the new version ended by themselves while it came up";
    }

    /** Says a cause when it is first seen. */
    Progress tell(Progress seen, List<Fact> facts) {
        List<String> told = new ArrayList<>(seen.told());
        for (String cause : causes) {
            if (!told.contains(cause)) {
                told.add(cause);
                facts.add(Fact.of("diagnosis", "A task of the new version ended by itself. " + cause, Map.of("failedTasks", failed)));
            }
        }
        return seen.told(told);
    }
}
