package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

/**
 * docker in its three kinds, which {@code docker_kind} of the script tells apart: with the buildx plugin; with the BuildKit
 * of an engine that the client can ask for by itself; and the classic builder.
 */
final class DockerLines extends BuildKitLines {

    DockerLines(Commission commission) {
        super(commission);
    }

    @Override
    String ready() {
        StringBuilder text = new StringBuilder(
                "say \"building with docker $(docker version --format '{{.Server.Version}}') ($kind)\"\n");
        needsBuildx(text, several(), "Several platforms need");
        needsBuildx(text, !recipe.cacheTo().isEmpty(), "cacheTo needs");
        if (recipe.timestamp() >= 0) {
            text.append("[ $kind = buildx ] || say \"sourceDateEpoch is passed over: this docker cannot set times; its buildx"
                    + " plugin can, and so can buildah.\"\n");
        }
        if (!recipe.secrets().isEmpty()) {
            text.append("[ $kind = classic ] && refuse 97 \"Build secrets need BuildKit: install docker's buildx plugin on"
                    + " this agent.\"\n");
        }
        return text.toString().stripTrailing();
    }

    @Override
    String build() {
        // Several platforms stay in the builder's cache until they are pushed: an engine's store holds one.
        return new StringBuilder("case $kind in\n")
                .append("buildx) ").append(buildx(several() ? "" : " --load")).append(" ;;\n")
                .append("buildkit) DOCKER_BUILDKIT=1 ").append(engine()).append(secrets())
                // An engine's own BuildKit takes layers only from images that tell which they have.
                .append(recipe.cacheFrom().isEmpty() ? "" : " --build-arg BUILDKIT_INLINE_CACHE=1")
                .append(" --progress plain \"$context\" ;;\n")
                .append("classic)\n").append(pulled()).append("DOCKER_BUILDKIT=0 ").append(engine()).append(" \"$context\" ;;\n")
                .append("esac")
                .toString();
    }

    private static void needsBuildx(StringBuilder text, boolean asked, String what) {
        if (asked) {
            text.append("[ $kind = buildx ] || refuse 97 \"").append(what).append(" docker's buildx plugin, which this agent"
                    + " does not have. Install it, or build with buildah.\"\n");
        }
    }

    private String engine() {
        StringBuilder line = new StringBuilder("docker build ").append(shared());
        recipe.cacheFrom().forEach(cache -> line.append(" --cache-from ").append(quoted(cache)));
        return line.append(" --tag ").append(image()).toString();
    }

    /** The classic builder takes layers from images that the engine has; one that is not there yet is no error. */
    private String pulled() {
        StringBuilder lines = new StringBuilder();
        recipe.cacheFrom().forEach(cache -> lines.append("docker pull ").append(quoted(cache)).append(" || true\n"));
        return lines.toString();
    }

    private String buildx(String output) {
        StringBuilder line = new StringBuilder("docker buildx build --progress plain ").append(shared()).append(secrets());
        recipe.cacheFrom().forEach(cache -> line.append(" --cache-from ").append(cacheSource(cache)));
        if (!recipe.cacheTo().isEmpty() && !output.contains("--push")) {
            line.append(" --cache-to ").append(cacheTarget());
        }
        if (recipe.timestamp() >= 0) {
            line.append(" --build-arg SOURCE_DATE_EPOCH=").append(recipe.timestamp());
        }
        return line.append(" --tag ").append(image()).append(output).append(" \"$context\"").toString();
    }

    @Override
    String push() {
        if (several()) {
            return "dockerfile=" + quoted(recipe.dockerfile()) + "; context=" + quoted(recipe.context()) + "\n"
                    + buildx(" --push --metadata-file \"$dir/metadata\"") + " || exit $?\n" + FROM_METADATA;
        }
        return "{ docker push " + image() + "; echo $? > \"$dir/code\"; } 2>&1 | tee \"$dir/said\"\n"
                + "code=$(cat \"$dir/code\"); [ \"$code\" = 0 ] || exit \"$code\"\n"
                + "sed -n 's/^.*: digest: \\(sha256:[0-9a-f]*\\) size: .*/\\1/p' \"$dir/said\" | tail -n 1 > \"$dir/digest\"";
    }
}
