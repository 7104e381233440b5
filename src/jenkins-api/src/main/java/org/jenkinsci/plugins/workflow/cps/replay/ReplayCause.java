package org.jenkinsci.plugins.workflow.cps.replay;

import hudson.model.Cause;
import hudson.model.Run;

/** The build repeats an earlier one; rebuilt when its script was not edited. */
public class ReplayCause extends Cause {
    private final int originalNumber;
    private final boolean rebuilt;
    private transient Run<?, ?> run;

    /** Not for plugins: Jenkins and the host make it. */
    ReplayCause(Run<?, ?> original, boolean rebuilt) {
        this.originalNumber = original.getNumber();
        this.rebuilt = rebuilt;
    }

    @Override
    public void onAddedTo(Run run) {
        this.run = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public int getOriginalNumber() {
        return originalNumber;
    }

    public boolean isRebuilt() {
        return rebuilt;
    }

    /** The original build, or null when it is gone. */
    public Run<?, ?> getOriginal() {
        return run.getParent().getBuildByNumber(originalNumber);
    }

    @Override
    public String getShortDescription() {
        return (rebuilt ? "Rebuilt #" : "Replayed #") + originalNumber;
    }
}
