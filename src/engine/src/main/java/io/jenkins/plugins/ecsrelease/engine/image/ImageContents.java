package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/** What an image is made of, read from its manifests and configurations. NOT_FOUND where it is not in the repository. */
public record ImageContents(String repository, String digest) implements Question<ImageContents.Of> {

    /**
     * @param index whether the digest names several images
     * @param images what runs: the image itself, or the images of the index without attestations
     */
    public record Of(boolean index, List<Single> images) {}

    /**
     * One image for one platform.
     *
     * @param bytes compressed size of its layers
     * @param user that the image starts as; empty, "0" or "root" for root
     * @param ports that the image exposes, such as "8080/tcp"
     * @param base digest of the base image, where the builder noted it
     * @param baseName name of the base image, where the builder noted it
     * @param suspicious paths in the layers that look like secrets
     * @param unread why the layers were not looked through; empty where they were
     */
    public record Single(
            String digest,
            String platform,
            long bytes,
            int layers,
            String user,
            List<String> ports,
            String base,
            String baseName,
            List<String> suspicious,
            String unread) {

        boolean root() {
            String name = user.contains(":") ? user.substring(0, user.indexOf(':')) : user;
            return name.isEmpty() || name.equals("0") || name.equals("root");
        }
    }
}
