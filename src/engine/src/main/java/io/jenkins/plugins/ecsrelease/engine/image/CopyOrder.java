package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order manifests are put: parts first, then what refers to them, and the image itself with its tag last, so that
 * the tag never names an image that is not whole.
 */
final class CopyOrder {

    private CopyOrder() {}

    static List<String> of(SourceTree.Of tree) {
        List<String> order = new ArrayList<>();
        tree.nodes().stream()
                .map(SourceTree.Node::digest)
                .filter(digest -> !digest.equals(tree.digest()))
                .forEach(order::add);
        order.add(tree.digest());
        return order;
    }
}
