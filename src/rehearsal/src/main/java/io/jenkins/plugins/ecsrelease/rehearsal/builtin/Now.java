package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** An execution that is over when it has begun. */
abstract class Now extends StepExecution {

    private static final long serialVersionUID = 1;

    /** What it does; not saved, for it never waits. */
    interface Work {
        Object run(StepContext context) throws Exception;
    }

    private Now(StepContext context) {
        super(context);
    }

    static StepExecution of(StepContext context, Work work) {
        return new Now(context) {
            private static final long serialVersionUID = 1;

            @Override
            public boolean start() throws Exception {
                getContext().onSuccess(work.run(getContext()));
                return true;
            }
        };
    }
}
