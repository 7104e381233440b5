package io.jenkins.plugins.ecsrelease.steps.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import io.jenkins.plugins.ecsrelease.steps.Records;
import io.jenkins.plugins.ecsrelease.steps.ReleaseEngine;
import io.jenkins.plugins.ecsrelease.steps.ReleasePermissions;
import io.jenkins.plugins.ecsrelease.steps.RollbackCause;
import io.jenkins.plugins.ecsrelease.steps.gate.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** What a build released, on its page and on one of its own. Made for each look; nothing of it is saved. */
@ExportedBean
public final class BuildReleases implements Action {

    static final String URL = "ecs-release";

    private final Run<?, ?> run;
    private List<ReleaseView> releases;

    BuildReleases(Run<?, ?> run) {
        this.run = run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-rocket-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.BuildReleases_DisplayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** Plans, changes and what is still under way, in the order in which they began. */
    @Exported
    public synchronized List<ReleaseView> getReleases() throws IOException {
        if (releases == null) {
            List<ReleaseView> views = new ArrayList<>();
            for (Journal each : Journal.all(Records.of(run))) {
                views.add(new ReleaseView(each));
            }
            for (Journal each : ReleaseEngine.get().openOf(run)) {
                views.add(new ReleaseView(each));
            }
            views.sort(Comparator.comparing(ReleaseView::created));
            releases = views;
        }
        return releases;
    }

    /** The gates of this build, and how they ended. */
    @Exported
    public List<GateView> getGates() {
        FlowExecutionOwner owner = run instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution flow = owner == null ? null : owner.getOrNull();
        return flow == null ? List.of() : Asked.of(flow).stream().map(GateView::new).toList();
    }

    /** The number of the build that this one took back; 0 for none. */
    @Exported
    public int getUndoes() throws IOException {
        return getReleases().stream().mapToInt(ReleaseView::getUndoes).max().orElse(0);
    }

    /** The numbers of the builds that took this one back, or tried to. */
    @Exported
    public List<Integer> getUndoneBy() throws IOException {
        return undoing().stream().map(ReleaseView::getBuild).distinct().sorted().toList();
    }

    /** The rollbacks of this build by later ones. */
    private List<ReleaseView> undoing() throws IOException {
        List<ReleaseView> undoing = new ArrayList<>();
        for (int number : Records.builds(run.getParent())) {
            if (number <= run.getNumber()) {
                break;
            }
            Journal.all(Records.of(run.getParent(), number)).stream().map(ReleaseView::new)
                    .filter(each -> each.getUndoes() == run.getNumber()).forEach(undoing::add);
        }
        return undoing;
    }

    /** Whether there is anything that a rollback would take back, and that none has taken back yet. */
    @Exported
    public boolean isUndoable() throws IOException {
        return getReleases().stream().anyMatch(ReleaseView::isUndoable) && !undone(undoing()).contains(run.getNumber());
    }

    /** The builds that were taken back: by a later one all of whose rollbacks succeeded. */
    static Set<Integer> undone(List<ReleaseView> rollbacks) {
        Map<Integer, List<ReleaseView>> byBuild = rollbacks.stream().filter(each -> each.getUndoes() > 0)
                .collect(Collectors.groupingBy(ReleaseView::getBuild));
        return byBuild.values().stream().filter(all -> all.stream().allMatch(each -> each.getVerdict().equals("SUCCEEDED")))
                .map(all -> all.get(0).getUndoes()).collect(Collectors.toSet());
    }

    /** Whether the page offers to roll back, to whoever looks at it. */
    public boolean isOffered() throws IOException {
        return isUndoable() && run.getParent().isBuildable() && run.hasPermission(ReleasePermissions.ROLLBACK);
    }

    /**
     * Starts a build of the job that rolls this one back. Nothing is asked of AWS and nothing is changed there before that
     * build runs; its own gate asks first.
     */
    @RequirePOST
    public HttpResponse doRollback() throws IOException {
        Job<?, ?> job = run.getParent();
        job.checkPermission(ReleasePermissions.ROLLBACK);
        if (!isUndoable()) {
            throw HttpResponses.errorWithoutStack(409, Messages.BuildReleases_NothingToUndo(run.getFullDisplayName()));
        }
        CauseAction why = new CauseAction(new RollbackCause(run.getNumber()), new Cause.UserIdCause());
        if (!job.isBuildable() || ParameterizedJobMixIn.scheduleBuild2(job, 0, why) == null) {
            throw HttpResponses.errorWithoutStack(409, Messages.BuildReleases_NotScheduled(job.getFullDisplayName()));
        }
        return HttpResponses.redirectViaContextPath(job.getUrl());
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Attaches it to builds that released something. */
    @Extension
    public static final class Factory extends TransientActionFactory<Run<?, ?>> {

        @Override
        @SuppressWarnings("unchecked")
        public Class<Run<?, ?>> type() {
            return (Class<Run<?, ?>>) (Class<?>) Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return BuildReleases.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run<?, ?> run) {
            boolean any = Files.isDirectory(Records.of(run)) || run.isBuilding() && !ReleaseEngine.get().openOf(run).isEmpty();
            return any ? List.of(new BuildReleases(run)) : List.of();
        }
    }
}
