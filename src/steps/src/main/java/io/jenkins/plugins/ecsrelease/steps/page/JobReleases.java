package io.jenkins.plugins.ecsrelease.steps.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import io.jenkins.plugins.ecsrelease.steps.Records;
import io.jenkins.plugins.ecsrelease.steps.ReleaseEngine;
import io.jenkins.plugins.ecsrelease.steps.ReleasePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a job has released: what it left live in each place, and its history. Read from the builds' directories, without
 * loading the builds.
 */
@ExportedBean
public final class JobReleases implements Action {

    /** So many builds that released something are looked at. */
    private static final int BUILDS = 50;

    private final Job<?, ?> job;
    private List<ReleaseView> history;

    JobReleases(Job<?, ?> job) {
        this.job = job;
    }

    @Override
    public String getIconFileName() {
        return "symbol-rocket-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobReleases_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "ecs-releases";
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /** Changes of services, newest first, those under way among them; plans and what no service is touched by are left to the builds' pages. */
    @Exported
    public synchronized List<ReleaseView> getHistory() throws IOException {
        if (history == null) {
            List<ReleaseView> found = new ArrayList<>();
            for (Journal each : ReleaseEngine.get().openOf(job)) {
                ReleaseView view = new ReleaseView(each);
                if (view.isChangeOfService()) {
                    found.add(view);
                }
            }
            for (int number : Records.builds(job).stream().limit(BUILDS).toList()) {
                for (Journal each : Journal.all(Records.of(job, number))) {
                    ReleaseView view = new ReleaseView(each);
                    if (view.isChangeOfService()) {
                        found.add(view);
                    }
                }
            }
            found.sort((one, other) -> other.created().compareTo(one.created()));
            history = found;
        }
        return history;
    }

    /** The newest release of each place that succeeded: what this job left live there, whatever others did since. */
    @Exported
    public List<ReleaseView> getLive() throws IOException {
        Map<String, ReleaseView> live = new LinkedHashMap<>();
        for (ReleaseView each : getHistory()) {
            if (each.getVerdict().equals("SUCCEEDED")) {
                live.putIfAbsent(each.getRegion() + " " + each.getThing(), each);
            }
        }
        return List.copyOf(live.values());
    }

    /** Whether a build is still there, and not only its record. */
    public boolean hasBuild(int number) {
        return Files.isDirectory(job.getBuildDir().toPath().resolve(Integer.toString(number)));
    }

    /** Whether the page offers to roll a release back, to whoever looks at it. */
    public boolean isOffered(ReleaseView release) throws IOException {
        return release.isUndoable() && !BuildReleases.undone(getHistory()).contains(release.getBuild()) && hasBuild(release.getBuild()) && job.isBuildable() && job.hasPermission(ReleasePermissions.ROLLBACK);
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Attaches it to jobs one of whose last builds released something. */
    @Extension
    public static final class Factory extends TransientActionFactory<Job<?, ?>> {

        @Override
        @SuppressWarnings("unchecked")
        public Class<Job<?, ?>> type() {
            return (Class<Job<?, ?>>) (Class<?>) Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobReleases.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job<?, ?> job) {
            try {
                return Records.builds(job).isEmpty() && ReleaseEngine.get().openOf(job).isEmpty() ? List.of() : List.of(new JobReleases(job));
            } catch (IOException unreadable) {
                return List.of();
            }
        }
    }
}
