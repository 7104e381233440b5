package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Another registry than the target's: who reads there, and in which region. What is left out is as for the target. */
public final class ImageSource extends AbstractDescribableImpl<ImageSource> {

    private static final Pattern HOST = Pattern.compile("^\\d{12}\\.dkr\\.ecr\\.([a-z0-9-]+)\\.");

    private String region;
    private String credentialsId;
    private String roleArn;
    private String externalId;

    @DataBoundConstructor
    public ImageSource() {}

    /** Where nothing is said: the region that the image's host names, read by who acts; null for the target's own. */
    public static Identity of(String image, Identity acting) {
        Matcher host = HOST.matcher(image == null ? "" : image);
        return !host.find() || host.group(1).equals(acting.region())
                ? null
                : acting.in(host.group(1));
    }

    /** Credentials and role go together: who names one of them names a whole identity. */
    public Identity identity(Identity acting) {
        boolean own = credentialsId != null || roleArn != null;
        return new Identity(
                region == null ? acting.region() : region,
                own ? credentialsId : acting.credentialsId(),
                own ? roleArn : acting.roleArn(),
                own ? externalId : acting.externalId(),
                acting.sessionName(),
                own ? null : acting.sessionTags());
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    @Extension
    @Symbol("imageSource")
    public static final class DescriptorImpl extends Descriptor<ImageSource> {
        @Override
        public String getDisplayName() {
            return Messages.ImageSource_DisplayName();
        }
    }
}
