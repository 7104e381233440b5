package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.image.ImageTruth;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An image that is in the registry.
 *
 * @param platforms for an index its platform manifests, without attestations; empty for a plain manifest
 * @param truth whether it runs now, and what the repository's lifecycle policy will do with it
 */
public record KnownImage(String digest, List<Platform> platforms, ImageTruth.Told truth) {

    /** An image that nothing is known against. */
    public KnownImage(String digest, List<Platform> platforms) {
        this(digest, platforms, new ImageTruth.Told("ACTIVE", "", null));
    }

    /** @param architecture as OCI names it, such as "amd64" */
    public record Platform(String digest, String os, String architecture) {}

    /** That it is about to go, with what to do about it; empty where it stays for a day at least. */
    public String leaving(String reference, Instant now) {
        return truth.complaint("The image " + reference, now);
    }

    /** The digests that a container may report when it runs this image. */
    public Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        digests.add(digest);
        platforms.forEach(platform -> digests.add(platform.digest()));
        return digests;
    }
}
