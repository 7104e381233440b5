package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.ecsrelease.engine.image.BuildSecret;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A secret that a Dockerfile mounts while it is built. Names where it is; never holds it. */
public final class MountedSecret extends AbstractDescribableImpl<MountedSecret> {

    private final String id;
    private String variable;
    private String file;

    @DataBoundConstructor
    public MountedSecret(String id) {
        this.id = Util.fixEmptyAndTrim(id);
    }

    /** As the engine takes it. */
    public BuildSecret secret() {
        return new BuildSecret(id, variable, file);
    }

    public String getId() {
        return id;
    }

    /** The variable that holds it, as withCredentials sets one. */
    public String getVariable() {
        return variable;
    }

    @DataBoundSetter
    public void setVariable(String variable) {
        this.variable = Util.fixEmptyAndTrim(variable);
    }

    /** The file on the agent that holds it. */
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    @Extension
    @Symbol("buildSecret")
    public static final class DescriptorImpl extends Descriptor<MountedSecret> {
        @Override
        public String getDisplayName() {
            return Messages.MountedSecret_DisplayName();
        }
    }
}
