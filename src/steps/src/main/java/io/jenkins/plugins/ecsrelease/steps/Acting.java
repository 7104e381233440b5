package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.util.List;
import java.util.Optional;

/** Who acts for a step: what the step names, completed by its environment. */
final class Acting {

    /** Before the name of the environment whose credentials are meant: no id that a pipeline may give has it. */
    static final String OF_ENVIRONMENT = "environment:";

    /** STS refuses longer session names. */
    private static final int LONGEST_SESSION = 64;

    private Acting() {}

    /** @throws IllegalArgumentException when nothing says where, or step and environment contradict each other */
    static Identity of(ReleaseStep step, Run<?, ?> run) {
        Optional<ReleaseEnvironment> named = environment(step);
        String credentials = step.getCredentialsId();
        if (credentials != null && credentials.startsWith(OF_ENVIRONMENT)) {
            throw new IllegalArgumentException("'" + credentials + "' is no id of credentials: give environment: '"
                    + credentials.substring(OF_ENVIRONMENT.length()) + "' instead.");
        }
        if (named.isEmpty()) {
            return new Identity(step.getRegion(), credentials, step.getRoleArn(), step.getExternalId(), session(run));
        }
        ReleaseEnvironment environment = named.get();
        boolean own = environment.getCredentialsId() != null;
        if (own && credentials != null) {
            throw new IllegalArgumentException("The environment '" + environment.getName() + "' has credentials of its own: leave out 'credentialsId'.");
        }
        return new Identity(
                agreed("region", step.getRegion(), environment.getRegion(), environment),
                own ? OF_ENVIRONMENT + environment.getName() : credentials,
                agreed("roleArn", step.getRoleArn(), environment.getRoleArn(), environment),
                agreed("externalId", step.getExternalId(), environment.getExternalId(), environment),
                session(run));
    }

    static Optional<ReleaseEnvironment> environment(ReleaseStep step) {
        if (step.getEnvironment() == null) {
            return Optional.empty();
        }
        Optional<ReleaseEnvironment> found = ReleaseConfiguration.get().environment(step.getEnvironment());
        if (found.isEmpty()) {
            List<String> names = ReleaseConfiguration.get().getEnvironments().stream().map(ReleaseEnvironment::getName).toList();
            throw new IllegalArgumentException("There is no environment '" + step.getEnvironment() + "' in the system configuration"
                    + (names.isEmpty() ? ", which has none yet: add it under ECS Release." : "; there is " + String.join(", ", names) + "."));
        }
        return found;
    }

    private static String agreed(String parameter, String ofStep, String ofEnvironment, ReleaseEnvironment environment) {
        if (ofStep != null && ofEnvironment != null && !ofStep.equals(ofEnvironment)) {
            throw new IllegalArgumentException("'" + parameter + "' is '" + ofStep + "' here and '" + ofEnvironment + "' in the environment '"
                    + environment.getName() + "': leave it out.");
        }
        return ofStep == null ? ofEnvironment : ofStep;
    }

    /** "shop-main-42": job and build in the letters that STS takes; the build's number is never cut off. */
    static String session(Run<?, ?> run) {
        String number = "-" + run.getNumber();
        String job = run.getParent().getFullName().replaceAll("[^A-Za-z0-9_=.@-]", "-");
        int room = LONGEST_SESSION - number.length();
        return (job.length() > room ? job.substring(job.length() - room) : job) + number;
    }
}
