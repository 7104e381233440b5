package jenkins.model;

import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Queue;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;

/** What schedules builds of jobs that may take parameters. */
public abstract class ParameterizedJobMixIn<JobT extends Job<JobT, RunT> & ParameterizedJobMixIn.ParameterizedJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>> {

    protected abstract JobT asJob();

    /** Parameters that are not given take their defaults; null when nothing was scheduled. */
    public static Queue.Item scheduleBuild2(Job<?, ?> job, int quietPeriod, Action... actions) {
        return Hosting.get().schedule(job, actions);
    }

    /** A job that may take parameters. */
    public interface ParameterizedJob<JobT extends Job<JobT, RunT> & ParameterizedJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>> {}
}
