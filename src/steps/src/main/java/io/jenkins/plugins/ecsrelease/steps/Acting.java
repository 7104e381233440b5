package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;

/** Who acts for a step: what the step names, completed by its environment. */
final class Acting {

    /** STS refuses longer session names. */
    private static final int LONGEST_SESSION = 64;

    private Acting() {}

    /** @throws IllegalArgumentException when nothing says where, or the environment does not exist */
    static Identity of(ReleaseStep step, Run<?, ?> run) {
        return new Identity(
                step.getRegion(), step.getCredentialsId(), step.getRoleArn(), step.getExternalId(), session(run));
    }

    /** "shop-main-42": job and build in the letters that STS takes; the build's number is never cut off. */
    static String session(Run<?, ?> run) {
        String number = "-" + run.getNumber();
        String job = run.getParent().getFullName().replaceAll("[^A-Za-z0-9_=.@-]", "-");
        int room = LONGEST_SESSION - number.length();
        return (job.length() > room ? job.substring(job.length() - room) : job) + number;
    }
}
