package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * Everything that belongs to an image: for an index its children, and what refers to it, such as signatures and software
 * lists. NOT_FOUND where the image is not there.
 *
 * @param from who reads it; null for the acting identity
 * @param reference a digest or a tag
 */
public record SourceTree(Identity from, String repository, String reference) implements Question<SourceTree.Of> {

    /**
     * @param nodes in the order in which they can be put: what is named before what names it, what refers last
     * @param unread why referrers were not read; empty where they were
     */
    public record Of(String digest, String mediaType, List<Node> nodes, String unread) {

        long bytes() {
            return nodes.stream().flatMap(node -> node.blobs().stream()).distinct().mapToLong(Blob::bytes).sum();
        }
    }

    /** @param referrer whether it is about another node rather than a part of the image */
    public record Node(String digest, boolean referrer, List<Blob> blobs) {}

    public record Blob(String digest, long bytes) {}
}
