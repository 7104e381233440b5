package io.jenkins.plugins.ecsrelease.steps.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import io.jenkins.plugins.ecsrelease.steps.ReleaseEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a build released, on its page and on one of its own. Made for each look; nothing of it is saved. */
@ExportedBean
public final class BuildReleases implements Action {

    private final Run<?, ?> run;

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
        return "ecs-release";
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** Plans, changes and what is still under way, in the order in which they began. */
    @Exported
    public List<ReleaseView> getReleases() throws IOException {
        List<ReleaseView> views = new ArrayList<>();
        for (Journal each : Journal.all(archive(run))) {
            views.add(new ReleaseView(each));
        }
        for (Journal each : ReleaseEngine.get().openOf(run)) {
            views.add(new ReleaseView(each));
        }
        views.sort(Comparator.comparing(ReleaseView::created));
        return views;
    }

    public Api getApi() {
        return new Api(this);
    }

    static java.nio.file.Path archive(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("ecs-release");
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
            boolean any = Files.isDirectory(archive(run)) || run.isBuilding() && !ReleaseEngine.get().openOf(run).isEmpty();
            return any ? List.of(new BuildReleases(run)) : List.of();
        }
    }
}
