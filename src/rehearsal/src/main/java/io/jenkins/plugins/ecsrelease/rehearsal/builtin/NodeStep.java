package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.MayBeAbsent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code node('linux') { … }}: a workspace. This machine has every label. */
public final class NodeStep extends Step {

    private final String label;

    @DataBoundConstructor
    public NodeStep(@MayBeAbsent String label) {
        this.label = label;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, label == null || label.isBlank() ? "built-in" : label);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final String label;
        private String workspace;

        Execution(StepContext context, String label) {
            super(context);
            this.label = label;
        }

        @Override
        public boolean start() throws Exception {
            Path directory = getContext().get(Workspaces.class).take();
            workspace = directory.toString();
            Files.createDirectories(directory);
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("NODE_NAME", "built-in");
            variables.put("NODE_LABELS", label);
            variables.put("WORKSPACE", workspace);
            variables.put("WORKSPACE_TMP", workspace + "@tmp");
            getContext().newBodyInvoker()
                    .withContext(new Directory(workspace))
                    .withContext(Variables.added(getContext(), variables))
                    .withCallback(new Release(workspace))
                    .start();
            return false;
        }

        @Override
        public void onResume() {
            try {
                getContext().get(Workspaces.class).takeAgain(Path.of(workspace));
            } catch (Exception e) {
                getContext().onFailure(e);
            }
        }
    }

    private static final class Release extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final String workspace;

        Release(String workspace) {
            this.workspace = workspace;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            release(context);
            context.onSuccess(result);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            release(context);
            context.onFailure(failure);
        }

        private void release(StepContext context) {
            try {
                context.get(Workspaces.class).release(Path.of(workspace));
            } catch (Exception e) {
                context.onFailure(e);
            }
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("node", true, Run.class);
        }
    }
}
