package io.jenkins.plugins.ecsrelease.steps;

import hudson.AbortException;
import hudson.Util;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step whose work is one operation of the engine. A concrete step adds its parameters, and says in {@link #work} which
 * operation they mean:
 *
 * <pre>{@code
 * public final class AuroraSnapshotStep extends ReleaseStep {
 *     private final String cluster;
 *     private int keep;
 *
 *     @DataBoundConstructor
 *     public AuroraSnapshotStep(String cluster) { this.cluster = Util.fixEmptyAndTrim(cluster); }
 *
 *     public String getCluster() { return cluster; }
 *     public int getKeep() { return keep; }
 *     @DataBoundSetter public void setKeep(int keep) { this.keep = keep; }
 *
 *     @Override protected Work<?> work(Build build) {
 *         return Work.of(new SnapshotOperation(), new SnapshotOrder(build.release(), cluster, keep), "Snapshot " + cluster);
 *     }
 *
 *     @Extension public static final class DescriptorImpl extends ReleaseStepDescriptor {
 *         @Override public String getFunctionName() { return "auroraSnapshot"; }
 *         @Override public String getDisplayName() { return Messages.AuroraSnapshotStep_DisplayName(); }
 *     }
 * }
 * }</pre>
 *
 * <p>Beside it, in resources: {@code AuroraSnapshotStep/config.jelly} (its own fields, then {@code <st:include
 * page="shared.jelly" class="${descriptor.clazz}"/>}), {@code help.html}, and one {@code
 * help-<parameter>.html} for each parameter of its own. The shared ones have theirs here.
 *
 * <p>Bad values are refused by throwing {@link IllegalArgumentException}: its message fails the step before anything
 * begins. Everything after that (saving, following, restarts, aborts, the verdict) is {@link ReleaseExecution}'s.
 */
public abstract class ReleaseStep extends Step {

    private String region;
    private String credentialsId;
    private String roleArn;
    private String externalId;
    private boolean sessionTags;
    private String environment;
    private int timeoutMinutes;
    private boolean returnVerdict;

    /**
     * The operation that the parameters mean. Called once, on the thread of the pipeline: no I/O.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong and what to give instead
     */
    protected abstract Work<?> work(Build build) throws IOException, InterruptedException;

    /** Whether it works on a database, for which an environment may have a role of its own. */
    boolean isMigrating() {
        return false;
    }

    @Override
    public final StepExecution start(StepContext context) throws Exception {
        try {
            return new ReleaseExecution(this, context);
        } catch (IllegalArgumentException refused) {
            throw new AbortException(refused.getMessage());
        }
    }

    /** The AWS region, such as {@code eu-central-1}; where neither it nor an environment gives one, an error. */
    public final String getRegion() {
        return region;
    }

    @DataBoundSetter
    public final void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    /** AWS credentials stored in Jenkins, by id. */
    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** A role to assume with those credentials. */
    public final String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public final void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    /** The external id that the role's trust policy asks for. */
    public final String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public final void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    /** Whether the role's session is tagged with job, build and environment; its trust policy must allow sts:TagSession. */
    public final boolean isSessionTags() {
        return sessionTags;
    }

    @DataBoundSetter
    public final void setSessionTags(boolean sessionTags) {
        this.sessionTags = sessionTags;
    }

    /** An environment of the system configuration, which then gives region, credentials and role. */
    public final String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public final void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** How long the step may take, in minutes; 0, the default, for the step's own limit. */
    public final int getTimeoutMinutes() {
        return timeoutMinutes;
    }

    @DataBoundSetter
    public final void setTimeoutMinutes(int timeoutMinutes) {
        this.timeoutMinutes = timeoutMinutes;
    }

    /** Whether any verdict is returned, instead of failing the build with all but SUCCEEDED. */
    public final boolean isReturnVerdict() {
        return returnVerdict;
    }

    @DataBoundSetter
    public final void setReturnVerdict(boolean returnVerdict) {
        this.returnVerdict = returnVerdict;
    }
}
