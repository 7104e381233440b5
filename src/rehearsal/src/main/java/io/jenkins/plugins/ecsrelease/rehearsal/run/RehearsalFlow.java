package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Call;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Program;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** The flow graph of a build: one node for each call, each after the one before. */
public final class RehearsalFlow extends FlowExecution {

    private final RehearsalBuild build;
    private final Consumer<RehearsalNode> keeper;
    private final LongSupplier clock;
    private final Map<String, RehearsalNode> nodes = new LinkedHashMap<>();
    private RehearsalNode last;
    private Program program;
    private boolean over;

    RehearsalFlow(RehearsalBuild build, Consumer<RehearsalNode> keeper, LongSupplier clock) {
        this.clock = clock;
        this.build = build;
        this.keeper = keeper;
    }

    void program(Program program) {
        this.program = program;
    }

    /** The node of a call, made on first use. */
    synchronized RehearsalNode node(Call call) {
        return node(call.id(), call.function(), call.arguments(), clock.getAsLong());
    }

    /** @param began in milliseconds since 1970, by the time that releases run by */
    synchronized RehearsalNode node(String id, String function, Map<String, Object> arguments, long began) {
        RehearsalNode known = nodes.get(id);
        if (known == null) {
            known = new RehearsalNode(this, id, function, last == null ? List.of() : List.of(last), arguments, began);
            nodes.put(id, known);
            last = known;
        }
        return known;
    }

    void saved(RehearsalNode node) {
        keeper.accept(node);
    }

    void over() {
        over = true;
    }

    @Override
    public void start() {
        program.start();
    }

    @Override
    public FlowExecutionOwner getOwner() {
        return new Owner(this);
    }

    @Override
    public synchronized List<FlowNode> getCurrentHeads() {
        return last == null ? List.of() : List.of(last);
    }

    @Override
    public boolean isCurrentHead(FlowNode node) {
        return node == last;
    }

    @Override
    public synchronized FlowNode getNode(String id) {
        return nodes.get(id);
    }

    @Override
    public boolean isComplete() {
        return over;
    }

    @Override
    public void interrupt(Result result, CauseOfInterruption... causes) {
        program.interrupt(new FlowInterruptedException(result, true, causes));
    }

    private static final class Owner extends FlowExecutionOwner {

        private static final long serialVersionUID = 1;

        private final transient RehearsalFlow flow;

        Owner(RehearsalFlow flow) {
            this.flow = flow;
        }

        @Override
        public FlowExecution get() {
            return flow;
        }

        @Override
        public File getRootDir() {
            return flow.build.getRootDir();
        }

        @Override
        public String getUrl() throws IOException {
            return flow.build.getUrl();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Owner owner && owner.flow == flow;
        }

        @Override
        public int hashCode() {
            return flow.build.getNumber();
        }
    }
}
