package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An image that is in the registry.
 *
 * @param platforms for an index its platform manifests, without attestations; empty for a plain manifest
 */
public record KnownImage(String digest, List<Platform> platforms) {

    /** @param architecture as OCI names it, such as "amd64" */
    public record Platform(String digest, String os, String architecture) {}

    /** The digests that a container may report when it runs this image. */
    public Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        digests.add(digest);
        platforms.forEach(platform -> digests.add(platform.digest()));
        return digests;
    }
}
