package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** What the container agent of a task reaches: the registries and the session gateway that this sandbox has. */
final class Agents {

    private final List<Images> registries = new ArrayList<>();
    private final Sessions sessions;

    Agents(World world) {
        for (Images.In registry : ServiceLoader.load(Images.In.class, Agents.class.getClassLoader())) {
            registries.add(registry.in(world));
        }
        registries.add(new PublicImages());
        sessions = ServiceLoader.load(Sessions.In.class, Agents.class.getClassLoader())
                .findFirst().map(gateway -> gateway.in(world)).orElse(null);
    }

    /**
     * @throws Images.PullFailed with the agent's words when no registry hands the image out
     */
    Images.Image pull(String reference, String platform) {
        for (Images registry : registries) {
            Optional<Images.Image> image = registry.pull(reference, platform);
            if (image.isPresent()) {
                return image.get();
            }
        }
        throw new Images.PullFailed("pull image manifest has been retried 5 time(s): failed to resolve ref " + reference + ": "
                + reference + ": not found");
    }

    /** Empty in a sandbox without a session gateway. */
    Optional<Sessions> sessions() {
        return Optional.ofNullable(sessions);
    }
}
