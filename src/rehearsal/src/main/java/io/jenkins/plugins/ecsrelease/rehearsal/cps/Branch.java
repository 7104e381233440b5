package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;

/** One line of execution: the Jenkinsfile itself, or the block of a step. It runs, or waits for one call. */
final class Branch implements Serializable {

    private static final long serialVersionUID = 1;

    /** The call whose block this is; null for the Jenkinsfile. */
    final Call opener;
    /** What the opener put around its block. */
    final List<Object> values;
    /** Told the end; null for the Jenkinsfile. */
    final BodyExecutionCallback callback;
    final String name;
    Continuable program;
    Call waiting;
    boolean over;
    /** What the program goes on with, once it is ready. */
    Outcome next = new Outcome(null, null);

    Branch(Call opener, List<Object> values, BodyExecutionCallback callback, String name) {
        this.opener = opener;
        this.values = new ArrayList<>(values);
        this.callback = callback;
        this.name = name;
    }
}
