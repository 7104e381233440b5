package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Reference;
import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import io.jenkins.plugins.ecsrelease.steps.image.ImageSource;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Gives an image the tag of an environment, without a rebuild, and copies it where the environment has its own registry. */
public final class EcrPromoteStep extends ReleaseStep {

    private final String image;
    private final String tag;
    private String repository;
    private ImageSource source;
    private String require;

    @DataBoundConstructor
    public EcrPromoteStep(String image, String tag) {
        this.image = Util.fixEmptyAndTrim(image);
        this.tag = Util.fixEmptyAndTrim(tag);
    }

    @Override
    protected Work<?> work(Build build) {
        Identity from = source == null ? ImageSource.of(image, build.identity()) : source.identity(build.identity());
        PromoteOrder order = new PromoteOrder(image, repository, tag, from, getTimeoutMinutes(), Requiring.words(require));
        return Work.of(new PromoteOperation(), order, "Promote to " + order.repository() + ":" + order.tag());
    }

    /** The image by its digest, as ecrBuildPush returns it. */
    public String getImage() {
        return image;
    }

    /** The environment's tag. */
    public String getTag() {
        return tag;
    }

    /** The repository to copy it to; its own by default. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** Who reads the image, where that is another region or account than the target's. */
    public ImageSource getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(ImageSource source) {
        this.source = source;
    }

    /** signature, sbom, or both with a comma between: what the image must have before anything is changed. */
    public String getRequire() {
        return require;
    }

    @DataBoundSetter
    public void setRequire(String require) {
        this.require = Util.fixEmptyAndTrim(require);
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "ecrPromote";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcrPromoteStep_DisplayName();
        }

        @Override
        protected List<String> tellingArguments() {
            return List.of("repository", "tag");
        }

        @POST
        public FormValidation doCheckImage(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, Reference::of);
        }

        @POST
        public FormValidation doCheckRequire(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, Requiring::words);
        }

        @POST
        public FormValidation doCheckTag(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, io.jenkins.plugins.ecsrelease.engine.image.Names::tag);
        }

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, io.jenkins.plugins.ecsrelease.engine.image.Names::repository);
        }
    }
}
