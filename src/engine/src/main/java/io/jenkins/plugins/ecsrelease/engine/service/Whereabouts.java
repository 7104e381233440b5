package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Scope;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a version is to be met whose deployment is over: ECS tells its target groups with its revision, and the revision
 * with the deployment, each as late as it likes.
 *
 * @param revision ARN; empty until known
 */
record Whereabouts(Course course, String revision, Scope scope) {

    /** Whether target groups are missing that the service's routes imply. */
    boolean lacking() {
        return scope.targetGroups().isEmpty() && !scope.routes().isEmpty();
    }

    /** What tells more, while something is lacking. */
    Question<?> question() {
        return revision.isEmpty() ? deployment() : groups();
    }

    /**
     * One step further, where the view holds an answer.
     *
     * @param version the revision's ARN in a deployment; empty while ECS does not tell it
     */
    Optional<Whereabouts> further(View view, Function<LiveDeployment, String> version) {
        if (revision.isEmpty()) {
            return view.of(deployment()).ifKnown().map(version).filter(arn -> !arn.isEmpty())
                    .map(arn -> new Whereabouts(course, arn, scope));
        }
        return view.of(groups()).ifKnown().map(LiveRevision::targetGroups).filter(groups -> !groups.isEmpty())
                .map(groups -> new Whereabouts(course, revision, scope.at(groups, course.setup().besides(groups))));
    }

    private DeploymentLook deployment() {
        return new DeploymentLook(course.deployment());
    }

    private RevisionLook groups() {
        return new RevisionLook(revision);
    }
}
