package io.jenkins.plugins.ecsrelease.steps.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Changes of services, newest first; plans and what no service is touched by are left to the builds' pages. */
    @Exported
    public List<ReleaseView> getHistory() throws IOException {
        List<ReleaseView> history = new ArrayList<>();
        for (int number : builds(job)) {
            for (Journal each : Journal.all(directory(job, number))) {
                ReleaseView view = new ReleaseView(each);
                if (!view.isPlan() && (each.kind().equals("blue-green") || each.kind().equals("rollback"))) {
                    history.add(view);
                }
            }
        }
        history.sort((one, other) -> other.created().compareTo(one.created()));
        return history;
    }

    /** The newest release of each place that succeeded: what this job left live there, whatever others did since. */
    @Exported
    public List<ReleaseView> getLive() throws IOException {
        Map<String, ReleaseView> live = new LinkedHashMap<>();
        for (ReleaseView each : getHistory()) {
            if (each.getVerdict().equals("SUCCEEDED")) {
                live.putIfAbsent(each.getEnvironment() + " " + each.getRegion() + " " + each.getThing(), each);
            }
        }
        return List.copyOf(live.values());
    }

    public Api getApi() {
        return new Api(this);
    }

    private static Path directory(Job<?, ?> job, int build) {
        return job.getBuildDir().toPath().resolve(Integer.toString(build)).resolve("ecs-release");
    }

    /** The numbers of the newest builds that released something. */
    private static List<Integer> builds(Job<?, ?> job) throws IOException {
        Path builds = job.getBuildDir().toPath();
        if (!Files.isDirectory(builds)) {
            return List.of();
        }
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> all = Files.list(builds)) {
            all.map(each -> each.getFileName().toString()).filter(each -> each.matches("\\d+")).map(Integer::valueOf).forEach(numbers::add);
        }
        numbers.sort(Collections.reverseOrder());
        return numbers.stream().filter(each -> Files.isDirectory(directory(job, each))).limit(BUILDS).toList();
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
                return builds(job).isEmpty() ? List.of() : List.of(new JobReleases(job));
            } catch (IOException unreadable) {
                return List.of();
            }
        }
    }
}
