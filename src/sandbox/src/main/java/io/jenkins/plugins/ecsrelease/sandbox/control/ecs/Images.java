package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where tasks get their images. A registry of the sandbox offers itself through {@link java.util.ServiceLoader} as an
 * {@link Images.In}; the first that knows a reference answers.
 */
public interface Images {

    /**
     * What a container agent gets for a reference such as
     * {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com/web@sha256:…} or {@code …/web:v1}: the image for the platform,
     * chosen from its index when the reference is one.
     *
     * @param platform such as "linux/amd64"
     * @return empty when this registry has no such image
     * @throws PullFailed when it has, or would have, but does not hand it out (no permission, wrong platform)
     */
    Optional<Image> pull(String reference, String platform);

    /**
     * @param digest of what the reference names, which is what ECS reports as imageDigest: an index keeps its own digest
     * @param manifestDigest of the image that runs; the same unless the reference names an index
     * @param labels of the image's configuration
     * @param environment of the image's configuration, as {@code NAME=value}
     * @param rootfs a read-only directory with the unpacked layers; null when the image has no files of its own
     */
    record Image(
            String digest, String manifestDigest, Map<String, String> labels, List<String> environment,
            List<String> entryPoint, List<String> command, String workingDirectory, String user, Path rootfs) {}

    /** What the agent says after "CannotPullContainerError: ". */
    final class PullFailed extends RuntimeException {
        public PullFailed(String message) {
            super(message);
        }
    }

    /** Makes the registry of a world. */
    interface In {
        Images in(World world);
    }
}
