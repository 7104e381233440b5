package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.ArrayList;
import java.util.List;

/** What the task definition's own roles leave open or keep closed. */
final class Roles implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        LiveTaskDefinition definition = situation.definition();
        List<Concern> concerns = new ArrayList<>();
        if (!definition.taskRole().isEmpty() && definition.taskRole().equals(definition.executionRole())) {
            String text = "Task role and execution role are the same, " + definition.taskRole().replaceAll(".*/", "")
                    + ": the application may then do all that ECS needs to start it, such as read every secret. Give the "
                    + "application a role of its own";
            concerns.add(situation.order().require().contains(Requiring.ROLES)
                    ? Concern.error(text + ", as is required here: register a revision of " + definition.family()
                            + " with another taskRoleArn (./policies writes both roles), update the service to it, and release again.")
                    : Concern.warning(text + "."));
        }
        if (definition.executionRole().isEmpty()) {
            boolean ecr = situation.images().values().stream().anyMatch(reference -> Image.byDigest(reference).inEcr());
            boolean secrets = definition.containers().stream().anyMatch(container -> !container.secrets().isEmpty());
            if (ecr || secrets) {
                concerns.add(Concern.warning("The task definition has no execution role, with which tasks on Fargate pull from "
                        + "Amazon ECR" + (secrets ? " and read their secrets" : "") + "; they would not start there."));
            }
        }
        return concerns;
    }
}
