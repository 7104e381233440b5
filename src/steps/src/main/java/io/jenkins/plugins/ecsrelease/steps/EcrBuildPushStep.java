package io.jenkins.plugins.ecsrelease.steps;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.image.BuildSecret;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.steps.image.ImageScan;
import io.jenkins.plugins.ecsrelease.steps.image.MountedSecret;
import io.jenkins.plugins.ecsrelease.steps.image.PolicyScan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Builds an image on the agent, pushes it to Amazon ECR, and waits until its scan proves it. What runs on the agent goes
 * on while Jenkins restarts, and is followed again.
 */
public final class EcrBuildPushStep extends ReleaseStep {

    private final String repository;
    private String dockerfile;
    private String context;
    private String target;
    private List<String> args = List.of();
    private List<MountedSecret> secrets = List.of();
    private List<String> labels = List.of();
    private List<String> platforms = List.of();
    private String builder;
    private List<String> cacheFrom = List.of();
    private String cacheTo;
    private long sourceDateEpoch = -1;
    private String tag;
    private List<String> tags = List.of();
    private boolean push = true;
    private boolean rebuild;
    private ImageScan scan;

    @DataBoundConstructor
    public EcrBuildPushStep(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    @Override
    protected Work<?> work(Build build) throws IOException, InterruptedException {
        EnvVars variables = build.variables();
        String commit = variables.get("GIT_COMMIT", "");
        FilePath workspace = build.workspace().orElseThrow(() -> new IllegalArgumentException(
                "ecrBuildPush builds in a workspace: use it inside node { … }."));
        List<String> all = new ArrayList<>();
        all.add(tag == null ? commit : tag);
        all.addAll(tags);
        all.removeIf(String::isEmpty);
        ImageOrder order = new ImageOrder(
                program(build.release()), workspace.getRemote(), recipe(), repository, all, commit,
                Names.withoutUser(variables.get("GIT_URL", "")), Instant.ofEpochMilli(build.run().getTimeInMillis()).toString(),
                push, rebuild, scan == null ? ScanPolicy.standard() : scan.policy(), getTimeoutMinutes());
        return Work.of(new ImageOperation(), order, (push ? "Build and push " : "Build ") + repository);
    }

    private Recipe recipe() {
        List<BuildSecret> mounted = secrets.stream().map(MountedSecret::secret).toList();
        return new Recipe(
                dockerfile, context, target, Names.pairs("args", args), mounted, Names.pairs("labels", labels), platforms,
                builder, cacheFrom, cacheTo, sourceDateEpoch);
    }

    /** A name for directories on the agent that is as unique as the call of the step. */
    private static String program(String release) {
        String plain = release.replaceAll("[^A-Za-z0-9_-]", "-");
        String tail = plain.length() > 60 ? plain.substring(plain.length() - 60) : plain;
        return tail + "-" + Util.getDigestOf(release).substring(0, 8);
    }

    /** The repository's name in ECR, without the registry's host. */
    public String getRepository() {
        return repository;
    }

    /** Path within the workspace; Dockerfile in the context by default. */
    public String getDockerfile() {
        return dockerfile;
    }

    @DataBoundSetter
    public void setDockerfile(String dockerfile) {
        this.dockerfile = Util.fixEmptyAndTrim(dockerfile);
    }

    /** Directory within the workspace that is built from; the workspace by default. */
    public String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(String context) {
        this.context = Util.fixEmptyAndTrim(context);
    }

    /** The stage to build; the last by default. */
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Build arguments, each NAME=value. They can be read in the image's history. */
    public List<String> getArgs() {
        return args;
    }

    @DataBoundSetter
    public void setArgs(List<String> args) {
        this.args = Names.lines(args);
    }

    /** Secrets that the Dockerfile mounts. */
    public List<MountedSecret> getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(List<MountedSecret> secrets) {
        this.secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }

    /** Labels, each NAME=value, beside those that every image gets. */
    public List<String> getLabels() {
        return labels;
    }

    @DataBoundSetter
    public void setLabels(List<String> labels) {
        this.labels = Names.lines(labels);
    }

    /** Such as linux/amd64; the agent's own by default. Several make an index. */
    public List<String> getPlatforms() {
        return platforms;
    }

    @DataBoundSetter
    public void setPlatforms(List<String> platforms) {
        this.platforms = Names.lines(platforms);
    }

    /** docker, buildah, podman or buildctl; the first that the agent has by default. */
    public String getBuilder() {
        return builder;
    }

    @DataBoundSetter
    public void setBuilder(String builder) {
        this.builder = Util.fixEmptyAndTrim(builder);
    }

    /** Images to take layers from. */
    public List<String> getCacheFrom() {
        return cacheFrom;
    }

    @DataBoundSetter
    public void setCacheFrom(List<String> cacheFrom) {
        this.cacheFrom = Names.lines(cacheFrom);
    }

    /** An image to leave layers at. */
    public String getCacheTo() {
        return cacheTo;
    }

    @DataBoundSetter
    public void setCacheTo(String cacheTo) {
        this.cacheTo = Util.fixEmptyAndTrim(cacheTo);
    }

    /** Seconds since 1970 that files and history of the image get, so that equal builds give equal images; -1 for now. */
    public long getSourceDateEpoch() {
        return sourceDateEpoch;
    }

    @DataBoundSetter
    public void setSourceDateEpoch(long sourceDateEpoch) {
        this.sourceDateEpoch = sourceDateEpoch;
    }

    /** The tag that stands for the commit; the commit itself (GIT_COMMIT) by default. */
    public String getTag() {
        return tag;
    }

    @DataBoundSetter
    public void setTag(String tag) {
        this.tag = Util.fixEmptyAndTrim(tag);
    }

    /** Further tags, given once the image is proven. */
    public List<String> getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = Names.lines(tags);
    }

    /** Whether it is pushed; true by default. */
    public boolean isPush() {
        return push;
    }

    @DataBoundSetter
    public void setPush(boolean push) {
        this.push = push;
    }

    /** Whether it is built although an image of this commit is there. */
    public boolean isRebuild() {
        return rebuild;
    }

    @DataBoundSetter
    public void setRebuild(boolean rebuild) {
        this.rebuild = rebuild;
    }

    /** What the scan must not find: null for nothing of severity HIGH or worse, which a form shows as a policy without words. */
    public ImageScan getScan() {
        return scan;
    }

    @DataBoundSetter
    public void setScan(ImageScan scan) {
        this.scan = scan instanceof PolicyScan policy && policy.isStandard() ? null : scan;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "ecrBuildPush";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcrBuildPushStep_DisplayName();
        }

        /** The only step that needs an agent. */
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, io.jenkins.plugins.ecsrelease.engine.image.Names::repository);
        }

        @POST
        public FormValidation doCheckTag(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, io.jenkins.plugins.ecsrelease.engine.image.Names::tag);
        }

        @POST
        public FormValidation doCheckContext(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, Recipe::of);
        }

        @POST
        public FormValidation doCheckDockerfile(@AncestorInPath Item item, @QueryParameter String value) {
            return checked(item, value, path -> new Recipe(path, "", "", null, null, null, null, "", null, "", -1));
        }

        /** What a form shows of a list that it sends back as one text; nothing where there is no step yet. */
        public String lines(List<String> list) {
            return list == null ? "" : String.join("\n", list);
        }

        @POST
        public ListBoxModel doFillBuilderItems() {
            return Choices.of(Messages.EcrBuildPushStep_AnyBuilder(), Recipe.BUILDERS.toArray(new String[0]));
        }
    }
}
