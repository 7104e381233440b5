package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import hudson.FilePath;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code stash name: 'image'}: files kept for {@code unstash} in another workspace of this build. */
public final class StashStep extends Step {

    private final String name;
    private String includes = "**";
    private boolean allowEmpty;

    @DataBoundConstructor
    public StashStep(String name) {
        this.name = name;
    }

    @DataBoundSetter
    public void setIncludes(String includes) {
        this.includes = includes;
    }

    @DataBoundSetter
    public void setAllowEmpty(boolean allowEmpty) {
        this.allowEmpty = allowEmpty;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            Path from = Path.of(at.get(FilePath.class).getRemote());
            Path to = at.get(hudson.model.Run.class).getRootDir().toPath().resolve("stashes").resolve(name);
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:{" + includes.replace(" ", "") + "}");
            List<Path> files;
            try (Stream<Path> all = Files.walk(from)) {
                files = all.filter(Files::isRegularFile).map(from::relativize).filter(matcher::matches).toList();
            }
            if (files.isEmpty() && !allowEmpty) {
                throw new AbortException("No files included in stash '" + name + "'");
            }
            for (Path file : files) {
                Files.createDirectories(to.resolve(file.toString()).getParent());
                Files.copy(from.resolve(file), to.resolve(file.toString()), StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("stash", false, FilePath.class, hudson.model.Run.class);
        }
    }
}
