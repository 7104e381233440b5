package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** An image for one container of a task definition. */
public final class ContainerImage extends AbstractDescribableImpl<ContainerImage> {

    private final String container;
    private final String image;

    @DataBoundConstructor
    public ContainerImage(String container, String image) {
        this.container = Util.fixEmptyAndTrim(container);
        this.image = Util.fixEmptyAndTrim(image);
    }

    public String getContainer() {
        return container;
    }

    public String getImage() {
        return image;
    }

    @Extension
    @Symbol("containerImage")
    public static final class DescriptorImpl extends Descriptor<ContainerImage> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerImage_DisplayName();
        }
    }
}
