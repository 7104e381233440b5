package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The shell scripts that build and push on an agent, for whichever builder it has. */
final class Scripts {

    /** From here on up to nine more: the script refused, and its last words say why. */
    static final int REFUSED = 90;

    private static final String COMMON = resource("common.sh");
    private static final String CHECKS = resource("checks.sh");

    private final Commission commission;
    private final Recipe recipe;
    private final Map<String, BuilderLines> builders = new LinkedHashMap<>();

    Scripts(Commission commission) {
        this.commission = commission;
        this.recipe = commission.order().recipe();
        builders.put("docker", new DockerLines(commission));
        builders.put("buildah", new BuildahLines(commission, "buildah", "bud"));
        builders.put("podman", new BuildahLines(commission, "podman", "build"));
        builders.put("buildctl", new BuildctlLines(commission));
    }

    String build() {
        return head()
                + "dockerfile=" + quoted(recipe.dockerfile()) + "\n"
                + "context=" + quoted(recipe.context()) + "\n"
                + CHECKS
                + secretChecks()
                + "pick_builder\nprivate_login\n"
                + forEach(BuilderLines::ready)
                + "build() {\n" + forEach(BuilderLines::build) + "}\n"
                + "watched build || exit $?\n"
                + "tell_stages\n";
    }

    String push() {
        return head()
                + "pick_builder\nprivate_login\n"
                + "rm -f \"$dir/digest\"\n"
                + forEach(BuilderLines::push)
                + "pushed=$(tr -d '[:space:]' < \"$dir/digest\" 2>/dev/null)\n"
                + "case $pushed in sha256:*) ;; *) refuse 95 \"The builder pushed, but did not say the digest.\" ;; esac\n"
                + "printf '%s\\n' " + quoted(Words.DIGEST) + "\"$pushed\"\n";
    }

    private String forEach(Function<BuilderLines, String> lines) {
        StringBuilder cases = new StringBuilder("case $builder in\n");
        builders.forEach((name, builder) -> cases.append(name).append(")\n").append(lines.apply(builder)).append("\n;;\n"));
        return cases.append("esac\n").toString();
    }

    private String head() {
        return "dir=$ECS_RELEASE_DIR\n"
                + "workspace=" + quoted(commission.order().workspace()) + "\n"
                + "registry=" + quoted(commission.site().host()) + "\n"
                + "wanted=" + quoted(recipe.builder()) + "\n"
                + COMMON;
    }

    private String secretChecks() {
        StringBuilder checks = new StringBuilder();
        for (BuildSecret secret : recipe.secrets()) {
            if (secret.variable().isEmpty()) {
                checks.append("[ -r ").append(quoted(secret.file())).append(" ] || refuse 96 ")
                        .append(quoted("The file of the build secret '" + secret.id() + "' is not readable on the agent: "
                                + secret.file() + "."))
                        .append('\n');
            } else {
                checks.append("[ -n \"${").append(secret.variable()).append(":-}\" ] || refuse 96 ")
                        .append(quoted("The build secret '" + secret.id() + "' is to come from the variable "
                                + secret.variable() + ", which is not set here. Set it around this step, such as with"
                                + " withCredentials."))
                        .append('\n');
            }
        }
        return checks.toString();
    }

    private static String resource(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
