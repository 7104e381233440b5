package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.List;
import java.util.Set;

/** Containers that this release does not change and that are named by a tag: what they run is nobody's decision here. */
final class Tagged implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        Set<String> released = situation.images().keySet();
        return situation.definition().containers().stream()
                .filter(container -> !released.contains(container.name()) && Image.digestOf(container.image()).isEmpty())
                .map(Tagged::concern).toList();
    }

    private static Concern concern(LiveTaskDefinition.Container container) {
        return Concern.warning("The container " + container.name() + ", which stays, runs " + container.image() + ": a tag, whose image "
                + "ECS looks up anew for each deployment, this one too. Name it by digest in the task definition, and it changes only "
                + "when it is meant to.");
    }
}
