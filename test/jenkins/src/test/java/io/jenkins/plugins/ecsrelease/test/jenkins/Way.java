package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.model.Result;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** One way through an operation, told as a pipeline: what it needs beforehand, what it leads to, and what it may change. */
abstract class Way {

    private final String name;
    private final String kind;
    private Lane lane;

    /** @param kind of the operation that is disturbed; others of the same pipeline are not */
    Way(String name, String kind) {
        this.name = name;
        this.kind = kind;
    }

    void in(Lane its) {
        lane = its;
    }

    /** Whether it is still to be stopped in this phase. */
    boolean wants(String phase) {
        return lane.wants(phase);
    }

    String kind() {
        return kind;
    }

    /** The pipeline; every call asks for something new. */
    abstract String script() throws Exception;

    /** What there is before it, set up through AWS or another build. */
    void before() throws Exception {}

    /** What happens in the world while it stands in this phase. */
    void at(String phase) throws Exception {}

    /** What happens as it goes on in this phase. */
    void onward(String phase) throws Exception {}

    /** What is there afterwards is taken away. */
    void after() throws Exception {}

    /** Phases in which it is stopped even where another way was stopped there. */
    Set<String> again() {
        return Set.of();
    }

    /** Phases in which the world gets time for {@link #at}, and after which it goes on by itself. */
    Set<String> pauses() {
        return Set.of();
    }

    /** The phase in which its program runs. */
    String runsIn() {
        return "follow";
    }

    /** The phase in which somebody aborts it, because only an abort leads further; empty for none. */
    String abortedIn() {
        return "";
    }

    /** The phase whose reply is lost also where nobody ends Jenkins, because only that leads further; empty for none. */
    String lostIn() {
        return "";
    }

    Result result() {
        return abortedIn().isEmpty() ? Result.SUCCESS : Result.ABORTED;
    }

    /** How often each changing call may be made, by its name. */
    abstract Map<String, Integer> changes();

    /** Whether it is the operation that makes these calls, and not a program of others. */
    boolean counts(String call) {
        return true;
    }

    /**
     * What must be so after an abort.
     *
     * @param phase in which it was aborted
     * @param said what its step said last, from the verdict on
     * @param made what it changed
     */
    abstract void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) throws Exception;

    @Override
    public String toString() {
        return name;
    }
}
