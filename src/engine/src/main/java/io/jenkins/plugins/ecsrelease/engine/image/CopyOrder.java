package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order manifests are put: parts first, then what refers to them, then what is about them by its tag, and the image
 * itself with its tag last, so that the tag never names an image that is not whole.
 */
final class CopyOrder {

    private CopyOrder() {}

    /** @param tag what it is put under; empty for its digest alone */
    record Piece(String digest, String tag) {}

    /** @param tag the image's own */
    static List<Piece> of(SourceTree.Of tree, String tag) {
        List<Piece> order = new ArrayList<>();
        tree.nodes().stream()
                .map(SourceTree.Node::digest)
                .filter(digest -> !digest.equals(tree.digest()))
                .forEach(digest -> order.add(new Piece(digest, "")));
        tree.named().forEach(named -> order.add(new Piece(named.node().digest(), named.tag())));
        order.add(new Piece(tree.digest(), tag));
        return order;
    }
}
