package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.List;

/** The parameters of the job, as a Jenkinsfile declares them. */
public interface JobParameters {
    void declare(List<Parameter> parameters);
}
