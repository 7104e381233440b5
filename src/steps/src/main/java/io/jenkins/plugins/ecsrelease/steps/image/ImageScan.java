package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;

/** What is asked of the scan of an image. */
public abstract class ImageScan extends AbstractDescribableImpl<ImageScan> {

    /**
     * What the engine judges by.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public abstract ScanPolicy policy();
}
