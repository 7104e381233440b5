package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code unstash 'image'}. */
public final class UnstashStep extends Step {

    private final String name;

    @DataBoundConstructor
    public UnstashStep(String name) {
        this.name = name;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            Path to = Path.of(at.get(FilePath.class).getRemote());
            Path from = at.get(Run.class).getRootDir().toPath().resolve("stashes").resolve(name);
            if (!Files.isDirectory(from)) {
                throw new AbortException("No such saved stash '" + name + "'");
            }
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("unstash", false, FilePath.class, Run.class);
        }
    }
}
