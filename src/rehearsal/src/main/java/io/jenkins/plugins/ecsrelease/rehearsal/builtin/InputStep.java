package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.CallContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code input 'Deploy?'}: waits for a person, without a thread. Leaves the same marks on its node as in Jenkins. */
public final class InputStep extends Step {

    private final String message;
    private String id = "";
    private String ok = "Proceed";
    private String submitter = "";
    private String submitterParameter = "";
    private List<Parameter> parameters = List.of();

    @DataBoundConstructor
    public InputStep(String message) {
        this.message = message;
    }

    @DataBoundSetter
    public void setId(String id) {
        this.id = id;
    }

    @DataBoundSetter
    public void setOk(String ok) {
        this.ok = ok;
    }

    @DataBoundSetter
    public void setSubmitter(String submitter) {
        this.submitter = submitter == null ? "" : submitter;
    }

    @DataBoundSetter
    public void setSubmitterParameter(String submitterParameter) {
        this.submitterParameter = submitterParameter;
    }

    @DataBoundSetter
    public void setParameters(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    @Override
    public StepExecution start(StepContext context) {
        String known = id.isEmpty() ? Integer.toHexString(message.hashCode()) : Character.toUpperCase(id.charAt(0)) + id.substring(1);
        return new Execution(context, known, message, ok, submitter, submitterParameter, parameters);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final String id;
        private final String message;
        private final String ok;
        private final String submitter;
        private final String submitterParameter;
        private final ArrayList<Parameter> parameters;

        Execution(StepContext context, String id, String message, String ok, String submitter, String submitterParameter,
                List<Parameter> parameters) {
            super(context);
            this.id = id;
            this.message = message;
            this.ok = ok;
            this.submitter = submitter;
            this.submitterParameter = submitterParameter;
            this.parameters = new ArrayList<>(parameters);
        }

        @Override
        public boolean start() throws Exception {
            ask();
            return false;
        }

        @Override
        public void onResume() {
            try {
                ask();
            } catch (IOException | InterruptedException e) {
                getContext().onFailure(e);
            }
        }

        private void ask() throws IOException, InterruptedException {
            List<String> submitters = submitter.isBlank() ? List.of() : List.of(submitter.trim().split("\\s*,\\s*"));
            getContext().get(Approvals.class).ask(
                    new Approvals.Gate(((CallContext) getContext()).call().id(), id, message, ok, submitters, parameters),
                    this::answered);
        }

        private void answered(Approvals.Decision decision) {
            try {
                if (!decision.approved()) {
                    getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true,
                            new Rejection(User.getById(decision.who(), true))));
                    return;
                }
                Map<String, Object> values = new LinkedHashMap<>();
                for (Parameter parameter : parameters) {
                    values.put(parameter.name(), decision.values().getOrDefault(parameter.name(), parameter.preset()));
                }
                if (!submitterParameter.isEmpty()) {
                    values.put(submitterParameter, decision.who());
                }
                getContext().get(TaskListener.class).getLogger().println("Approved by " + decision.who());
                FlowNode node = getContext().get(FlowNode.class);
                node.addAction(new InputSubmittedAction(decision.who(), values));
                node.save();
                getContext().onSuccess(values.isEmpty() ? null
                        : values.size() == 1 ? values.values().iterator().next() : values);
            } catch (IOException | InterruptedException e) {
                getContext().onFailure(e);
            }
        }

        @Override
        public void stop(Throwable cause) throws Exception {
            getContext().get(Approvals.class).withdraw(((CallContext) getContext()).call().id());
            super.stop(cause);
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("input", false, TaskListener.class, FlowNode.class);
        }
    }
}
