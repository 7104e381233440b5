package hudson.model;

import hudson.security.ACL;
import java.io.File;
import java.util.SortedMap;

/** A job and its builds; the map of builds goes from the newest to the oldest. */
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem {
    protected transient volatile int nextBuildNumber = 1;

    protected Job(ItemGroup<? extends Item> parent, String name) {
        super(parent, name);
    }

    protected abstract SortedMap<Integer, ? extends RunT> _getRuns();

    protected abstract void removeRun(RunT run);

    public abstract boolean isBuildable();

    public File getBuildDir() {
        return new File(getRootDir(), "builds");
    }

    public int getNextBuildNumber() {
        return nextBuildNumber;
    }

    public RunT getBuildByNumber(int number) {
        return _getRuns().get(number);
    }

    public RunT getLastBuild() {
        return _getRuns().values().stream().findFirst().orElse(null);
    }

    @Override
    public ACL getACL() {
        return super.getACL();
    }
}
