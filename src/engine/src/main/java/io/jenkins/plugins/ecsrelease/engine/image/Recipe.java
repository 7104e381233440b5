package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How an image is built.
 *
 * @param dockerfile path within the workspace; "Dockerfile" in the context by default
 * @param context directory within the workspace; "." by default
 * @param target the stage to build; empty for the last
 * @param args build arguments. They stay readable in the image's history: secrets belong in {@code secrets}
 * @param labels added to those of the {@code org.opencontainers.image} family that the build itself knows
 * @param platforms such as "linux/amd64", "linux/arm64"; empty for the agent's own. Several make an index
 * @param builder "docker", "buildah", "podman" or "buildctl"; empty for the first of these on the agent
 * @param cacheFrom image references to take layers from
 * @param cacheTo an image reference to leave layers at; empty for none
 * @param timestamp seconds since 1970 that files and history get, for reproducible images; -1 for the time of the build
 */
public record Recipe(
        String dockerfile,
        String context,
        String target,
        Map<String, String> args,
        List<BuildSecret> secrets,
        Map<String, String> labels,
        List<String> platforms,
        String builder,
        List<String> cacheFrom,
        String cacheTo,
        long timestamp) {

    /** Builders in the order in which they are looked for. */
    public static final List<String> BUILDERS = List.of("docker", "buildah", "podman", "buildctl");

    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?");

    public Recipe {
        context = inWorkspace("context", context == null || context.isBlank() ? "." : context.trim());
        dockerfile = dockerfile == null || dockerfile.isBlank()
                ? (context.equals(".") ? "Dockerfile" : context + "/Dockerfile")
                : inWorkspace("dockerfile", dockerfile.trim());
        target = target == null ? "" : target.trim();
        args = args == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(args));
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        labels = labels == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        platforms = platforms == null ? List.of() : List.copyOf(platforms);
        builder = builder == null || builder.equals("auto") ? "" : builder.trim().toLowerCase(Locale.ROOT);
        cacheFrom = cacheFrom == null ? List.of() : List.copyOf(cacheFrom);
        cacheTo = cacheTo == null ? "" : cacheTo.trim();
        if (!builder.isEmpty() && !BUILDERS.contains(builder)) {
            throw new IllegalArgumentException("No builder is named '" + builder + "'. There are: "
                    + String.join(", ", BUILDERS) + "; leave it out to take the first that the agent has.");
        }
        for (String name : args.keySet()) {
            if (!ARGUMENT.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no name of a build argument.");
            }
        }
        for (String platform : platforms) {
            if (!PLATFORM.matcher(platform).matches()) {
                throw new IllegalArgumentException("'" + platform + "' is no platform: give one such as 'linux/amd64'.");
            }
        }
        if (timestamp < -1) {
            throw new IllegalArgumentException("The timestamp is in seconds since 1970, not " + timestamp + ".");
        }
    }

    /** A plain build of a directory's Dockerfile. */
    public static Recipe of(String context) {
        return new Recipe("", context, "", Map.of(), List.of(), Map.of(), List.of(), "", List.of(), "", -1);
    }

    public Recipe builtBy(String name) {
        return new Recipe(
                dockerfile, context, target, args, secrets, labels, platforms, name, cacheFrom, cacheTo, timestamp);
    }

    /** Keeps a path inside the workspace without asking the agent: it must be relative and must not climb out. */
    private static String inWorkspace(String what, String path) {
        int depth = 0;
        for (String part : path.split("/")) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                break;
            }
        }
        if (path.startsWith("/") || path.indexOf('\\') >= 0 || depth < 0 || path.startsWith("-")) {
            throw new IllegalArgumentException("The " + what + " '" + path + "' is outside the workspace: give a path within"
                    + " it, with '/' between its parts.");
        }
        return path;
    }
}
