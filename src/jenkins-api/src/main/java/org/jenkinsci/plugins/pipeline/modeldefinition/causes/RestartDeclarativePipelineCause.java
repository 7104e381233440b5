package org.jenkinsci.plugins.pipeline.modeldefinition.causes;

import hudson.model.Cause;
import hudson.model.Run;

/** The build repeats an earlier one from one of its stages on. */
public class RestartDeclarativePipelineCause extends Cause {
    private final int originRunNumber;
    private final String originStage;
    private transient Run<?, ?> run;

    public RestartDeclarativePipelineCause(Run<?, ?> original, String originStage) {
        this.originRunNumber = original.getNumber();
        this.originStage = originStage;
    }

    @Override
    public void onAddedTo(Run run) {
        this.run = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        this.run = run;
    }

    public int getOriginRunNumber() {
        return originRunNumber;
    }

    public String getOriginStage() {
        return originStage;
    }

    public Run<?, ?> getOriginal() {
        return run.getParent().getBuildByNumber(originRunNumber);
    }

    @Override
    public String getShortDescription() {
        return "Restarted from build #" + originRunNumber + ", stage " + originStage;
    }
}
