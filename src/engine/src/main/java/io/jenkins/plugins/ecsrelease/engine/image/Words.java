package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what builders write. */
final class Words {

    /** The push script's last word. */
    static final String DIGEST = "[ecs-release] pushed digest ";

    private static final Pattern SAID =
            Pattern.compile("(?m)^" + Pattern.quote(DIGEST) + "(sha256:[0-9a-f]{64})\\s*\\z");
    /** buildah and podman, then docker's classic builder, then BuildKit. */
    private static final Pattern STEP = Pattern.compile(
            "(?m)^(?:(?:\\[(?<stage>\\d+)/\\d+\\] )?(?:STEP|Step) (?<at>\\d+)/(?<of>\\d+) ?:"
                    + "|#\\d+ \\[(?:(?<name>[^\\]\\d][^\\]]*?) +)?(?<step>\\d+)/(?<steps>\\d+)\\])");
    private static final Pattern OWN = Pattern.compile("(?m)^\\[ecs-release\\] error: (.*)$");

    private static final Pattern DENIED =
            Pattern.compile("not authorized to perform|denied: |authorization token has expired|401 unauthorized");

    /** What to try next, by what builders and registries were seen to write. */
    private static final Map<Pattern, String> HINTS = hints(
            Pattern.compile("no space left on device"),
            "The agent's disk is full: free space (such as with 'buildah rmi --prune' or 'docker system prune') or use another"
                    + " agent.",
            Pattern.compile("connection refused|connection reset|no such host|i/o timeout|unexpected eof|: eof\\b|broken pipe"
                    + "|tls handshake|network is unreachable|no route to host|connection timed out|use of closed network connection"
                    + "|server closed idle connection"),
            "The registry, or a host that the build asks, was out of reach from the agent. What was pushed before it broke off"
                    + " is not tagged.",
            Pattern.compile("tag invalid|cannot be overwritten because the"),
            "The tag was given to another image meanwhile, and the repository does not let it move. Run the build again: it"
                    + " uses that image if it is of the same commit.",
            DENIED,
            "The registry did not let this identity do it; docs/iam lists what it needs.",
            Pattern.compile("is not supported for the docker driver|is currently not supported for docker driver"),
            "docker's default builder cannot do this; make one that can on the agent: docker buildx create --use.",
            Pattern.compile("target stage .* could not be found|failed to reach build target|no stage or image found"
                    + "|not find stage|stage .* not found|target .* not found"),
            "The Dockerfile has no stage of the name that 'target' gives.");

    private Words() {}

    private static Map<Pattern, String> hints(Object... pairs) {
        Map<Pattern, String> hints = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            hints.put((Pattern) pairs[i], (String) pairs[i + 1]);
        }
        return hints;
    }

    /** The digest at the very end of a push's output; empty when it ends otherwise. */
    static String digest(String output) {
        Matcher said = SAID.matcher(output);
        return said.find() ? said.group(1) : "";
    }

    static String failure(Commission commission, Commission.Stage stage, int code, String output) {
        Matcher own = OWN.matcher(output);
        String said = "";
        while (own.find()) {
            said = own.group(1);
        }
        if (code >= Scripts.REFUSED && code < Scripts.REFUSED + 10 && !said.isEmpty()) {
            return said;
        }
        StringBuilder text = new StringBuilder("The ").append(stage.word()).append(" of ").append(commission.image())
                .append(" failed with exit code ").append(code).append('.');
        String lower = output.toLowerCase(Locale.ROOT);
        HINTS.forEach((pattern, hint) -> {
            if (pattern.matcher(lower).find()) {
                text.append(' ').append(hint);
            }
        });
        if (DENIED.matcher(lower).find()) {
            text.append(stage == Commission.Stage.BUILD ? " Nothing was pushed."
                    : " Nothing was pushed under that tag; what layers were uploaded stay unused.");
        }
        List<String> lines = output.strip().lines().filter(line -> !line.isBlank()).toList();
        return text.append(" It ended with: ")
                .append(String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size())))
                .toString();
    }

    /**
     * How far a build has come: "step 3 of 7", as the last line that counts steps says it. Empty where none does. The lines
     * themselves are in the log as the builder writes them.
     */
    static String step(String output) {
        Matcher counted = STEP.matcher(output);
        String step = "";
        while (counted.find()) {
            boolean buildKit = counted.group("at") == null;
            String stage = buildKit ? counted.group("name") : counted.group("stage");
            step = "step " + counted.group(buildKit ? "step" : "at") + " of " + counted.group(buildKit ? "steps" : "of")
                    + (stage == null ? "" : buildKit ? " of " + stage : " of stage " + stage);
        }
        return step;
    }
}
