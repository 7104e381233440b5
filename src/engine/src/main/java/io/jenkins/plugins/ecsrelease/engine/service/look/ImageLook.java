package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * An image in Amazon ECR and, where it is an index, the manifests of its platforms (BatchGetImage).
 *
 * @param reference by digest
 * @param staying whether it is also asked if the image runs now and stays: archived, or expiring by a lifecycle policy
 */
public record ImageLook(String reference, boolean staying) implements Question<KnownImage> {

    /** With all that is asked of an image before it is released or gone back to. */
    public ImageLook(String reference) {
        this(reference, true);
    }

    /** What it is made of alone, for an image that runs already. */
    public static ImageLook ofRunning(String reference) {
        return new ImageLook(reference, false);
    }
}
