package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.regex.Pattern;

/**
 * A secret that a Dockerfile mounts with {@code RUN --mount=type=secret,id=…}. It reaches the builder as a variable of its
 * environment or as a file on the agent, so it is in no argument, no layer and no history, and never in a journal.
 *
 * @param id as the Dockerfile names it
 * @param variable of the step's environment that holds it, as {@code withCredentials} sets one; empty when a file does
 * @param file path on the agent that holds it; empty when a variable does
 */
public record BuildSecret(String id, String variable, String file) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public BuildSecret {
        variable = variable == null ? "" : variable;
        file = file == null ? "" : file;
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' cannot be the id of a build secret: letters, digits, '_', '.'"
                    + " and '-'.");
        }
        if (variable.isEmpty() == file.isEmpty()) {
            throw new IllegalArgumentException("The build secret '" + id + "' needs either 'variable' or 'file'.");
        }
        if (!variable.isEmpty() && !VARIABLE.matcher(variable).matches()) {
            throw new IllegalArgumentException("'" + variable + "' is no name of a variable: give the variable that holds"
                    + " the secret '" + id + "', not the secret.");
        }
        if (file.indexOf(',') >= 0 || file.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("The file of the build secret '" + id + "' must have no comma or line break"
                    + " in its path.");
        }
    }
}
