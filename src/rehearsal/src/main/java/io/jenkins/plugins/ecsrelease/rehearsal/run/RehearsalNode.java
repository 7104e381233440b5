package io.jenkins.plugins.ecsrelease.rehearsal.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The call of a step, as a node of the flow graph. */
public final class RehearsalNode extends FlowNode {

    private final RehearsalFlow flow;
    private final String function;

    RehearsalNode(RehearsalFlow flow, String id, String function, List<FlowNode> parents, Map<String, Object> arguments,
            long began) {
        super(flow, id, parents);
        this.flow = flow;
        this.function = function;
        addAction(new Began(began));
        addAction(new Arguments(arguments));
    }

    @Override
    protected String getTypeDisplayName() {
        return function;
    }

    @Override
    public void save() throws IOException {
        flow.saved(this);
    }

    /** When the step began, by the time that releases run by. */
    private static final class Began extends TimingAction {

        private final long began;

        Began(long began) {
            this.began = began;
        }

        @Override
        public long getStartTime() {
            return began;
        }
    }

    private static final class Arguments extends ArgumentsAction {

        private final Map<String, Object> arguments;

        Arguments(Map<String, Object> arguments) {
            this.arguments = arguments;
        }

        @Override
        protected Map<String, Object> getArgumentsInternal() {
            return arguments;
        }
    }
}
