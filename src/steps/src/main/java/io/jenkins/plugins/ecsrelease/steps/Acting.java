package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who acts for a step: what the step names, completed by its environment. */
final class Acting {

    /** Before the name of the environment whose credentials are meant: no id that a pipeline may give has it. */
    static final String OF_ENVIRONMENT = "environment:";

    /** STS refuses longer session names. */
    private static final int LONGEST_SESSION = 64;

    private static final int LONGEST_TAG = 256;

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
            return new Identity(step.getRegion(), credentials, step.getRoleArn(), step.getExternalId(), session(run),
                    step.isSessionTags() ? tags(run, "") : Map.of());
        }
        ReleaseEnvironment environment = named.get();
        boolean own = environment.getCredentialsId() != null;
        if (own && credentials != null) {
            throw new IllegalArgumentException("The environment '" + environment.getName() + "' has credentials of its own: leave out 'credentialsId'.");
        }
        return new Identity(
                agreed("region", step.getRegion(), environment.getRegion(), environment),
                own ? OF_ENVIRONMENT + environment.getName() : credentials,
                agreed("roleArn", step.getRoleArn(), role(step, environment), environment),
                agreed("externalId", step.getExternalId(), environment.getExternalId(), environment),
                session(run),
                step.isSessionTags() || environment.isSessionTags() ? tags(run, environment.getName()) : Map.of());
    }

    /** Migrations have an identity of their own where the environment says so: it cannot deploy, and deployments cannot migrate. */
    private static String role(ReleaseStep step, ReleaseEnvironment environment) {
        String own = environment.getMigrationRoleArn();
        if (own != null && own.equals(environment.getRoleArn())) {
            throw new IllegalArgumentException("The environment '" + environment.getName() + "' names " + own
                    + " both for deployments and for migrations: give migrations another role, or none.");
        }
        return own != null && step.isMigrating() ? own : environment.getRoleArn();
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

    /** Who the session is for, as Jenkins knows it: no pipeline can say otherwise. */
    private static Map<String, String> tags(Run<?, ?> run, String environment) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("jenkins-job", tag(run.getParent().getFullName()));
        tags.put("jenkins-build", Integer.toString(run.getNumber()));
        if (!environment.isEmpty()) {
            tags.put("jenkins-environment", tag(environment));
        }
        return tags;
    }

    /** In the letters that tags may have; any other, and '=', as '=' and two digits a byte, so that no two values become one. */
    static String tag(String value) {
        StringBuilder tag = new StringBuilder();
        value.codePoints().forEach(letter -> {
            String text = Character.toString(letter);
            if (letter < 128 && text.matches("[A-Za-z0-9 _.:/+@-]") || letter >= 128 && Character.isLetterOrDigit(letter)) {
                tag.append(text);
            } else {
                for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
                    tag.append(String.format("=%02X", each));
                }
            }
        });
        if (tag.length() > LONGEST_TAG) {
            throw new IllegalArgumentException("'" + value + "' is too long for a session tag: leave out 'sessionTags'.");
        }
        return tag.toString();
    }

    /** "shop-main-42": job and build in the letters that STS takes; the build's number is never cut off. */
    static String session(Run<?, ?> run) {
        String number = "-" + run.getNumber();
        String job = run.getParent().getFullName().replaceAll("[^A-Za-z0-9_=.@-]", "-");
        int room = LONGEST_SESSION - number.length();
        return (job.length() > room ? job.substring(job.length() - room) : job) + number;
    }
}
