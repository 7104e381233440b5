package io.jenkins.plugins.ecsrelease.steps.gate;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

/**
 * The check that a deploying step makes for itself before it begins: what counts is what it is about to change, not what
 * the script says about it. An edited replay that leaves out the gate comes no further than here.
 */
public final class Gate {

    /** Label of a journal whose operation only planned. */
    public static final String PLAN = "plan";

    private final ReleaseEnvironment environment;
    private final Deployment deployment;
    private final Run<?, ?> run;
    private final FlowExecution flow;

    public Gate(ReleaseEnvironment environment, Deployment deployment, Run<?, ?> run, FlowExecution flow) {
        this.environment = environment;
        this.deployment = deployment;
        this.run = run;
        this.flow = flow;
    }

    /**
     * @param plans the closed journals of this run
     * @throws AbortException with all that is missing, when the deployment may not begin
     */
    public void check(List<Journal> plans, ReleaseConfiguration configuration, TaskListener log) throws IOException, InterruptedException {
        if (deployment.plan()) {
            return;
        }
        branch();
        if (environment.isGated()) {
            replay(configuration, log);
            log.getLogger().println("[gate] " + environment.getName() + ": approved by " + approval(plans).told() + ".");
        }
    }

    private void branch() throws IOException, InterruptedException {
        if (environment.getBranches() == null) {
            return;
        }
        // Asked of the run: a variable of the pipeline could say anything.
        String branch = run.getEnvironment(TaskListener.NULL).get("BRANCH_NAME", "");
        if (!environment.allowsBranch(branch)) {
            throw new AbortException("The environment '" + environment.getName() + "' takes releases from " + environment.getBranches()
                    + " alone, and this build is " + (branch.isEmpty() ? "of no branch: only builds of a multibranch job have one." : "of '" + branch + "'."));
        }
    }

    private void replay(ReleaseConfiguration configuration, TaskListener log) throws AbortException {
        for (Cause each : run.getCauses()) {
            if (each instanceof ReplayCause replay && !replay.isRebuilt()) {
                String what = "This build replays #" + replay.getOriginalNumber() + " with an edited script";
                switch (configuration.getEditedReplay()) {
                    case "refuse" -> throw new AbortException(what + ", and the environment '" + environment.getName()
                            + "' takes none: rebuild #" + replay.getOriginalNumber() + " instead, or commit the change.");
                    case "warn" -> log.getLogger().println("[gate] WARNING: " + what + ".");
                    default -> { }
                }
            }
        }
    }

    private Approval approval(List<Journal> closed) throws AbortException {
        if (flow == null) {
            throw refused("the graph of this build, where approvals are on record, cannot be read");
        }
        List<Approval> here = Approval.of(flow).stream().filter(each -> each.gate().equals(environment.gate())).toList();
        if (here.isEmpty()) {
            throw refused("nobody has approved the gate '" + environment.gate() + "' in this build. Ask with: input id: '"
                    + environment.gate() + "', message: '… " + first() + "'");
        }
        List<String> wrong = new ArrayList<>();
        for (Approval each : here) {
            String problem = problem(each, closed);
            if (problem == null) {
                return each;
            }
            wrong.add(problem);
        }
        throw refused(String.join("; ", wrong));
    }

    /** @return null when it counts */
    private String problem(Approval approval, List<Journal> closed) {
        for (String digest : deployment.digests()) {
            if (!approval.message().contains(digest)) {
                return "the gate approved by " + approval.told() + " did not name the image " + digest
                        + (approval.message().isEmpty() ? " (its message is not kept: Jenkins keeps no more than 1024 characters)" : "");
            }
        }
        if (!approval.by(environment.approverList()) && environment.getApprovers() != null) {
            return approval.told() + ", who approved, is not among its approvers (" + environment.getApprovers() + "); administrators count only when listed";
        }
        if (environment.isOtherThanStarter() && starters().stream().anyMatch(approval::isApprover)) {
            return approval.told() + " approved a build of their own, which takes somebody else";
        }
        if (closed.stream().noneMatch(each -> isPlan(each) && each.created().toEpochMilli() <= approval.opened())) {
            return "the gate was opened before there was a plan for " + deployment.cluster() + "/" + deployment.service()
                    + ". Run the step with plan: true first, then ask";
        }
        return null;
    }

    private boolean isPlan(Journal journal) {
        return "true".equals(journal.labels().get(PLAN))
                && deployment.cluster().equals(journal.labels().get("cluster"))
                && deployment.service().equals(journal.labels().get("service"))
                && deployment.digests().stream().allMatch(each -> journal.labels().getOrDefault("digests", "").contains(each));
    }

    /** Who started this build; of a repeated one, who repeated it. */
    private List<String> starters() {
        List<String> starters = new ArrayList<>();
        for (Cause each : run.getCauses()) {
            if (each instanceof Cause.UserIdCause user && user.getUserId() != null) {
                starters.add(user.getUserId());
            }
        }
        return starters;
    }

    private String first() {
        return deployment.digests().isEmpty() ? "" : deployment.digests().get(0);
    }

    private AbortException refused(String why) {
        return new AbortException("The environment '" + environment.getName() + "' needs an approval, and " + why + ".");
    }
}
