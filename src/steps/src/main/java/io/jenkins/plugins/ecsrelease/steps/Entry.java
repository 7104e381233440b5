package io.jenkins.plugins.ecsrelease.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.gate.Gate;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * What stands before every operation: who acts is asked of AWS and printed, a wrong account stops, and a deployment into
 * a gated environment needs its approval; what an environment requires of images is found. Off the pipeline's thread; asks AWS one question, and changes nothing.
 */
final class Entry implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String function;
    private final String environment;
    private final String cluster;
    private final String service;
    private final ArrayList<String> digests;
    private final boolean deploys;
    private final boolean plan;
    private final String back;

    Entry(String function, String environment, Work<?> work) {
        this.function = function;
        this.environment = environment == null ? "" : environment;
        this.deploys = work.deployment().isPresent();
        Deployment deployment = work.deployment().orElse(new Deployment("", "", List.of(), true));
        this.cluster = deployment.cluster();
        this.service = deployment.service();
        this.digests = new ArrayList<>(deployment.digests());
        this.plan = deploys && deployment.plan();
        this.back = deployment.back();
    }

    /**
     * What the check says of an operation that may begin.
     *
     * @param noted what goes on record with it: who acts, who approved it, and which build it takes back
     * @param require what its environments require of each image
     */
    record Admission(Map<String, String> noted, Set<String> require) {}

    Admission check(Identity identity, StepContext context) throws IOException, InterruptedException {
        Run<?, ?> run = context.get(Run.class);
        TaskListener log = context.get(TaskListener.class);
        Map<String, String> noted = new LinkedHashMap<>();
        Set<String> require = new TreeSet<>();
        purpose(run, noted);
        GetCallerIdentityResponse caller = caller(identity, run);
        log.getLogger().println("[" + function + "] Acting as " + caller.arn() + " in " + identity.region() + ".");
        noted.put("actor", caller.arn());
        ReleaseConfiguration configuration = ReleaseConfiguration.get();
        for (ReleaseEnvironment each : configuration.getEnvironments()) {
            boolean named = each.getName().equals(environment);
            if (named && each.getAccount() != null && !each.getAccount().equals(caller.account())) {
                throw new AbortException("The environment '" + each.getName() + "' is in the account " + each.getAccount()
                        + ", and " + caller.arn() + " acts in " + caller.account() + ": nothing was changed. Check its credentials and role.");
            }
            if (deploys && (named || each.covers(caller.account(), identity.region(), cluster, service))) {
                if (named && !each.covers(caller.account(), identity.region(), cluster, service)) {
                    throw new AbortException("The environment '" + each.getName() + "' does not cover the service " + service + " of the cluster "
                            + cluster + " in " + identity.region() + ": nothing was changed.");
                }
                Gate gate = new Gate(each, new Deployment(cluster, service, digests, plan, back), run, context.get(FlowExecution.class), Origin.edited(run));
                gate.check(Journal.all(ReleaseExecution.archive(run)), configuration, log).ifPresent(approval -> {
                    noted.put("approver", approval.told());
                    noted.put("gate", approval.gate());
                });
                noted.putIfAbsent("environment", each.getName());
            }
            // Known only now: whether it covers what is changed depends on the account.
            if (back.isEmpty() && (named || deploys && each.covers(caller.account(), identity.region(), cluster, service))) {
                require.addAll(each.required());
            }
        }
        return new Admission(noted, require);
    }

    /** A build that was started to roll back does that and nothing else, even where its pipeline does not know of it. */
    private void purpose(Run<?, ?> run, Map<String, String> noted) throws IOException {
        RollbackCause cause = RollbackCause.of(run);
        if (cause != null && back.isEmpty() && !plan) {
            throw new AbortException("This build was started to roll back #" + cause.getBuild() + ", and " + function
                    + " does something else: nothing was changed. A pipeline asks releaseContext() what its build is for, as the library's "
                    + "ecsRelease does, and calls ecsRollback.");
        }
        Origin origin = Origin.of(run);
        if (!back.isEmpty() && origin.original() > 0) {
            noted.put("undoes", Integer.toString(origin.original()));
        }
    }

    private static GetCallerIdentityResponse caller(Identity identity, Run<?, ?> run) throws IOException {
        try {
            return ReleaseEngine.get().clients().client(StsClient.class, identity, BaseCredentials.of(identity, run)).getCallerIdentity();
        } catch (SdkException unanswered) {
            throw new AbortException("AWS does not say who acts with "
                    + (identity.credentialsId().isEmpty() ? "the controller's identity" : "the credentials '" + identity.credentialsId() + "'")
                    + (identity.roleArn().isEmpty() ? "" : " and the role " + identity.roleArn()) + ": " + unanswered.getMessage()
                    + " Nothing was changed.");
        }
    }
}
