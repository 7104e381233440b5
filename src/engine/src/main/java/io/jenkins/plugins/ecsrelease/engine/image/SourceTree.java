package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that belongs to an image: for an index its children, and what is about it, such as signatures and software
 * lists: by a reference of its own, or under a tag that is made of the digest. NOT_FOUND where the image is not there.
 *
 * @param from who reads it; null for the acting identity
 * @param reference a digest or a tag
 */
public record SourceTree(Identity from, String repository, String reference) implements Question<SourceTree.Of> {

    /**
     * @param nodes in the order in which they can be put: what is named before what names it, what refers last
     * @param named what {@link ProofTags} are about the nodes, and about one another
     * @param unread why referrers were not read; empty where they were
     */
    public record Of(String digest, String mediaType, List<Node> nodes, List<Named> named, String unread) {

        long bytes() {
            return blobs().stream().mapToLong(Blob::bytes).sum();
        }

        /** Every layer and configuration, once. */
        List<Blob> blobs() {
            return Stream.concat(nodes.stream(), named.stream().map(Named::node)).flatMap(node -> node.blobs().stream()).distinct().toList();
        }

        Of with(List<Named> others) {
            return new Of(digest, mediaType, nodes, others, unread);
        }
    }

    /**
     * What is about a node only by its tag.
     *
     * @param parts what it consists of, each signature or document a hash
     */
    public record Named(String tag, Node node, List<String> parts) {}

    /** @param referrer whether it is about another node rather than a part of the image */
    public record Node(String digest, boolean referrer, List<Blob> blobs) {}

    public record Blob(String digest, long bytes) {}
}
