package io.jenkins.plugins.ecsrelease.steps.gate;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.scm.RunWithSCM;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

/**
 * The check that a deploying step makes for itself before it begins: what counts is what it is about to change, not what
 * the script says about it. An edited replay that leaves out the gate comes no further than here.
 */
public final class Gate {

    /** Label of a journal whose operation only planned. */
    public static final String PLAN = "plan";

    private static final String BY_JENKINS = "it was approved by Jenkins itself, which deploys and is no person";

    private final ReleaseEnvironment environment;
    private final Deployment deployment;
    private final Run<?, ?> run;
    private final FlowExecution flow;
    private final Optional<String> edited;

    /** @param edited how the script of this build came to differ from what is checked in, as a sentence; empty when it does not */
    public Gate(ReleaseEnvironment environment, Deployment deployment, Run<?, ?> run, FlowExecution flow, Optional<String> edited) {
        this.edited = edited;
        this.environment = environment;
        this.deployment = deployment;
        this.run = run;
        this.flow = flow;
    }

    /**
     * @param plans the closed journals of this run
     * @return the approval that lets the deployment in; empty where none is needed
     * @throws AbortException with all that is missing, when the deployment may not begin
     */
    public Optional<Approval> check(List<Journal> plans, ReleaseConfiguration configuration, TaskListener log) throws IOException, InterruptedException {
        if (deployment.plan() || deployment.back().equals(Deployment.LAST_GOOD)) {
            return Optional.empty();
        }
        boolean back = deployment.back().equals(Deployment.NAMED);
        if (!back) {
            branch();
        }
        if (!environment.isGated()) {
            return Optional.empty();
        }
        replay(configuration, log);
        Approval approval = back ? approvalOfRollback() : approval(plans);
        log.getLogger().println("[gate] " + environment.getName() + ": approved by " + approval.told() + ".");
        return Optional.of(approval);
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
        if (edited.isEmpty()) {
            return;
        }
        switch (configuration.getEditedReplay()) {
            case "refuse" -> throw new AbortException(edited.get() + ", and the environment '" + environment.getName()
                    + "' takes none: rebuild the build that it repeats, or commit the change.");
            case "warn" -> log.getLogger().println("[gate] WARNING: " + edited.get() + ".");
            default -> { }
        }
    }

    /** Back to a version that the pipeline names: somebody on the list has let through this run's gate, or the one that asks to roll back. */
    private Approval approvalOfRollback() throws AbortException {
        List<String> gates = List.of(environment.gate(), environment.rollbackGate());
        List<Approval> here = all().stream().filter(each -> gates.contains(each.gate())).toList();
        if (here.isEmpty()) {
            throw refused("nobody has approved the gate '" + environment.rollbackGate() + "' in this build, which goes back to a task "
                    + "definition of its own choice. Without 'to' the last good version needs no approval");
        }
        return here.stream().filter(each -> !each.isJenkins() && listed(each)).findFirst()
                .orElseThrow(() -> refused(here.get(0).isJenkins() ? BY_JENKINS : notListed(here.get(0))));
    }

    private List<Approval> all() throws AbortException {
        if (flow == null) {
            throw refused("the graph of this build, where approvals are on record, cannot be read");
        }
        return Approval.of(flow);
    }

    private Approval approval(List<Journal> closed) throws IOException {
        List<Approval> here = all().stream().filter(each -> each.gate().equals(environment.gate())).toList();
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
    private String problem(Approval approval, List<Journal> closed) throws IOException {
        for (String digest : deployment.digests()) {
            if (!approval.message().contains(digest)) {
                return "the gate approved by " + approval.told() + " did not name the image " + digest
                        + (approval.message().isEmpty() ? " (its message is not kept: Jenkins keeps no more than 1024 characters)" : "");
            }
        }
        if (approval.isJenkins()) {
            return BY_JENKINS;
        }
        if (!listed(approval)) {
            return notListed(approval);
        }
        if (environment.isOtherThanStarter() && starters(run.getCauses()).stream().anyMatch(approval::isApprover)) {
            return approval.told() + " approved a build of their own, which takes somebody else";
        }
        if (environment.isOtherThanAuthor() && authors().stream().anyMatch(approval::isApprover)) {
            return approval.told() + " approved a change of their own, which takes somebody else";
        }
        if (!plannedBefore(approval, closed)) {
            return "the gate was opened before there was a plan for " + deployment.cluster() + "/" + deployment.service()
                    + ". Run the step with plan: true first, then ask";
        }
        return null;
    }

    private boolean listed(Approval approval) {
        return environment.getApprovers() == null || approval.by(environment.approverList());
    }

    private String notListed(Approval approval) {
        return approval.told() + ", who approved, is not among its approvers (" + environment.getApprovers() + "); administrators count only when listed";
    }

    /**
     * A plan that was not stored yet when the gate opened was not there to be looked at. It was when its step lies before the
     * gate in the graph, or when the clock says so: of two branches beside one another the graph tells nothing.
     */
    private boolean plannedBefore(Approval approval, List<Journal> closed) throws IOException {
        for (Journal each : closed) {
            if (isPlan(each) && (approval.follows(each.labels().getOrDefault("node", "")) || stored(each).toEpochMilli() <= approval.opened())) {
                return true;
            }
        }
        return false;
    }

    private static Instant stored(Journal plan) throws IOException {
        List<Note> notes = plan.facts();
        return notes.isEmpty() ? plan.created() : notes.get(notes.size() - 1).at();
    }

    private boolean isPlan(Journal journal) {
        return "true".equals(journal.labels().get(PLAN))
                && journal.verdict().filter(Verdict.SUCCEEDED::equals).isPresent()
                && deployment.cluster().equals(journal.labels().get("cluster"))
                && deployment.service().equals(journal.labels().get("service"))
                && deployment.digests().stream().allMatch(each -> journal.labels().getOrDefault("digests", "").contains(each));
    }

    /** Who changed what is released, back to the last good build: as far as Jenkins knows them by the names in the commits. */
    private List<String> authors() {
        return run instanceof RunWithSCM<?, ?> source ? source.getCulprits().stream().map(User::getId).toList() : List.of();
    }

    /** Who started this build, be it by way of another; of a repeated one, who repeated it. */
    private static List<String> starters(List<Cause> causes) {
        List<String> starters = new ArrayList<>();
        for (Cause each : causes) {
            if (each instanceof Cause.UserIdCause user && user.getUserId() != null) {
                starters.add(user.getUserId());
            } else if (each instanceof Cause.UpstreamCause upstream) {
                starters.addAll(starters(upstream.getUpstreamCauses()));
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
