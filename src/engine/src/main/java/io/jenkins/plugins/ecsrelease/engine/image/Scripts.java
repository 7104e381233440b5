package io.jenkins.plugins.ecsrelease.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shell scripts that build and push on an agent, for whichever builder it has. Values are quoted into the script;
 * there is no secret among them.
 */
final class Scripts {

    /** From here on up to nine more: the script refused, and its last words say why. */
    static final int REFUSED = 90;

    private static final String COMMON = resource("common.sh");

    private final Commission commission;
    private final ImageOrder order;
    private final Recipe recipe;

    Scripts(Commission commission) {
        this.commission = commission;
        this.order = commission.order();
        this.recipe = order.recipe();
    }

    String build() {
        return head()
                + "dockerfile=" + quoted(recipe.dockerfile()) + "\n"
                + "context=" + quoted(recipe.context()) + "\n"
                + """
                root=$(pwd -P)
                [ -f "$dockerfile" ] || refuse 91 "There is no Dockerfile at $dockerfile in the workspace. Check it out first, or give its path: dockerfile: '…'."
                [ -d "$context" ] || refuse 92 "There is no directory $context in the workspace to build from: check 'context'."
                case "$(cd "$context" && pwd -P)/" in
                  "$root"/*) ;;
                  *) refuse 92 "The context $context leads out of the workspace through a link: a build takes files from its workspace alone." ;;
                esac
                say "dockerfile: $(grep -ciE '^[[:space:]]*FROM[[:space:]]' "$dockerfile") stage(s)"
                """
                + secretChecks()
                + "pick_builder\nprivate_login\n"
                + "case $builder in\n"
                + "docker)\n  docker_kind\n" + dockerBuild() + "  ;;\n"
                + "buildah)\n  say \"building with $(buildah --version)\"\n  " + buildahBuild("buildah bud") + "\n  ;;\n"
                + "podman)\n  say \"building with $(podman --version)\"\n  " + buildahBuild("podman build") + "\n  ;;\n"
                + "buildctl)\n  say \"building with $(buildctl --version)\"\n  " + buildctl("") + "\n  ;;\n"
                + "esac\n";
    }

    String push() {
        String flags = commission.site().loopback() ? " --tls-verify=false" : "";
        String image = quoted(commission.image());
        String manifest = several() ? "manifest push --all" : "push";
        String buildah = " " + manifest + " --authfile \"$config\"" + flags + " --digestfile \"$dir/digest\" " + image
                + " docker://" + commission.image();
        return head()
                + "pick_builder\nprivate_login\n"
                + "rm -f \"$dir/digest\"\n"
                + "case $builder in\n"
                + "docker)\n  docker_kind\n"
                + (several() ? dockerPushIndex() : dockerPush(image))
                + "  ;;\n"
                + "buildah) buildah" + buildah + " || exit $? ;;\n"
                + "podman) podman" + buildah + " || exit $? ;;\n"
                + "buildctl)\n  " + buildctl(" --output type=image," + quoted("name=" + commission.image()) + ",push=true"
                        + (commission.site().loopback() ? ",registry.insecure=true" : "")
                        + " --metadata-file \"$dir/metadata\"")
                + " || exit $?\n  " + FROM_METADATA + "  ;;\n"
                + "esac\n"
                + "pushed=$(tr -d '[:space:]' < \"$dir/digest\" 2>/dev/null)\n"
                + "case $pushed in sha256:*) ;; *) refuse 95 \"The builder pushed, but did not say the digest.\" ;; esac\n"
                + "printf '%s\\n' " + quoted(Words.DIGEST) + "\"$pushed\"\n";
    }

    private static final String FROM_METADATA =
            "sed -n 's/.*\"containerimage.digest\" *: *\"\\(sha256:[0-9a-f]*\\)\".*/\\1/p' \"$dir/metadata\" > \"$dir/digest\"\n";

    private String head() {
        return "dir=$ECS_RELEASE_DIR\n"
                + "workspace=" + quoted(order.workspace()) + "\n"
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

    private boolean several() {
        return recipe.platforms().size() > 1;
    }

    /** Flags that docker, buildah and podman share. */
    private List<String> shared() {
        List<String> flags = new ArrayList<>(List.of("--file \"$dockerfile\""));
        if (!recipe.target().isEmpty()) {
            flags.add("--target " + quoted(recipe.target()));
        }
        recipe.args().forEach((name, value) -> flags.add("--build-arg " + quoted(name + "=" + value)));
        for (Map.Entry<String, String> label : Labels.of(order).entrySet()) {
            flags.add("--label " + quoted(label.getKey() + "=" + label.getValue()));
        }
        if (!recipe.platforms().isEmpty()) {
            flags.add("--platform " + quoted(String.join(",", recipe.platforms())));
        }
        return flags;
    }

    private String secrets(String variableKey) {
        StringBuilder flags = new StringBuilder();
        for (BuildSecret secret : recipe.secrets()) {
            flags.append(" --secret ").append(secret.variable().isEmpty()
                    ? quoted("id=" + secret.id() + ",src=" + secret.file())
                    : quoted("id=" + secret.id() + "," + variableKey + "=" + secret.variable()));
        }
        return flags.toString();
    }

    private String buildahBuild(String command) {
        StringBuilder line = new StringBuilder(command)
                .append(" --authfile \"$config\"")
                // With several platforms a cached layer of one is taken for another's (seen with buildah 1.28).
                .append(several() ? "" : " --layers")
                .append(commission.site().loopback() ? " --tls-verify=false" : "")
                .append(' ').append(String.join(" ", shared()))
                .append(secrets("env"));
        if (recipe.timestamp() >= 0) {
            line.append(" --timestamp ").append(recipe.timestamp());
        }
        for (String cache : recipe.cacheFrom()) {
            line.append(" --cache-from ").append(quoted(cache));
        }
        if (!recipe.cacheTo().isEmpty()) {
            line.append(" --cache-to ").append(quoted(recipe.cacheTo()));
        }
        // A list of this name may be left from an earlier try: adding to it would push what was built then.
        String before = several() ? command.split(" ")[0] + " manifest rm " + quoted(commission.image())
                + " >/dev/null 2>&1; " : "";
        return before + line.append(several() ? " --manifest " : " --tag ").append(quoted(commission.image()))
                .append(" \"$context\"").toString();
    }

    private String buildx(String output) {
        StringBuilder line = new StringBuilder("docker buildx build --progress plain ")
                .append(String.join(" ", shared())).append(secrets("env"));
        for (String cache : recipe.cacheFrom()) {
            line.append(" --cache-from ").append(quoted("type=registry,ref=" + cache));
        }
        if (!recipe.cacheTo().isEmpty()) {
            line.append(" --cache-to ").append(quoted("type=registry,mode=max,ref=" + recipe.cacheTo()));
        }
        if (recipe.timestamp() >= 0) {
            line.append(" --build-arg SOURCE_DATE_EPOCH=").append(recipe.timestamp());
        }
        return line.append(" --tag ").append(quoted(commission.image())).append(output).append(" \"$context\"").toString();
    }

    private String dockerBuild() {
        StringBuilder text = new StringBuilder("  say \"building with docker $(docker version --format"
                + " '{{.Server.Version}}') ($kind)\"\n");
        if (several()) {
            text.append("  [ $kind = buildx ] || refuse 97 \"Several platforms need docker's buildx plugin, which this agent"
                    + " does not have. Install it, or build with buildah.\"\n");
        }
        if (!recipe.secrets().isEmpty()) {
            text.append("  [ $kind = classic ] && refuse 97 \"Build secrets need BuildKit: install docker's buildx plugin on"
                    + " this agent.\"\n");
        }
        if (!recipe.cacheTo().isEmpty()) {
            text.append("  [ $kind = buildx ] || refuse 97 \"cacheTo needs docker's buildx plugin on this agent.\"\n");
        }
        StringBuilder engine = new StringBuilder(" build ").append(String.join(" ", shared()));
        for (String cache : recipe.cacheFrom()) {
            engine.append(" --cache-from ").append(quoted(cache));
        }
        engine.append(" --tag ").append(quoted(commission.image()));
        // Several platforms stay in the builder's cache until they are pushed: an engine's store holds one.
        return text.append("  case $kind in\n  buildx) ").append(buildx(several() ? "" : " --load")).append(" ;;\n")
                .append("  buildkit) DOCKER_BUILDKIT=1 docker").append(engine).append(secrets("env"))
                .append(" --progress plain \"$context\" ;;\n")
                .append("  classic) DOCKER_BUILDKIT=0 docker").append(engine).append(" \"$context\" ;;\n  esac\n")
                .toString();
    }

    private String dockerPush(String image) {
        return "  { docker push " + image + "; echo $? > \"$dir/code\"; } 2>&1 | tee \"$dir/said\"\n"
                + "  code=$(cat \"$dir/code\"); [ \"$code\" = 0 ] || exit \"$code\"\n"
                + "  sed -n 's/^.*: digest: \\(sha256:[0-9a-f]*\\) size: .*/\\1/p' \"$dir/said\" | tail -n 1 > \"$dir/digest\"\n";
    }

    private String dockerPushIndex() {
        return "  dockerfile=" + quoted(recipe.dockerfile()) + "; context=" + quoted(recipe.context()) + "\n  "
                + buildx(" --push --metadata-file \"$dir/metadata\"") + " || exit $?\n  " + FROM_METADATA;
    }

    private String buildctl(String output) {
        StringBuilder line = new StringBuilder("buildctl build --progress plain --frontend dockerfile.v0 --local context=")
                .append(quoted(recipe.context()))
                .append(" --local dockerfile=").append(quoted(parent(recipe.dockerfile())))
                .append(" --opt filename=").append(quoted(name(recipe.dockerfile())));
        if (!recipe.target().isEmpty()) {
            line.append(" --opt target=").append(quoted(recipe.target()));
        }
        recipe.args().forEach((name, value) -> line.append(" --opt ").append(quoted("build-arg:" + name + "=" + value)));
        Labels.of(order).forEach((name, value) -> line.append(" --opt ").append(quoted("label:" + name + "=" + value)));
        if (!recipe.platforms().isEmpty()) {
            line.append(" --opt ").append(quoted("platform=" + String.join(",", recipe.platforms())));
        }
        if (recipe.timestamp() >= 0) {
            line.append(" --opt build-arg:SOURCE_DATE_EPOCH=").append(recipe.timestamp());
        }
        line.append(secrets("env"));
        for (String cache : recipe.cacheFrom()) {
            line.append(" --import-cache ").append(quoted("type=registry,ref=" + cache));
        }
        if (!recipe.cacheTo().isEmpty()) {
            line.append(" --export-cache ").append(quoted("type=registry,mode=max,ref=" + recipe.cacheTo()));
        }
        return line.append(output).toString();
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : ".";
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** For a POSIX shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String resource(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
