package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

/** buildctl, where a buildkitd answers. Its results stay in the daemon's cache: pushing is the same build once more. */
final class BuildctlLines extends BuildKitLines {

    BuildctlLines(Commission commission) {
        super(commission);
    }

    @Override
    String ready() {
        return "say \"building with $(buildctl --version)\"";
    }

    @Override
    String build() {
        return line("");
    }

    @Override
    String push() {
        return line(" --output " + quoted("type=image,name=" + commission.image() + ",push=true" + insecure())
                        + " --metadata-file \"$dir/metadata\"")
                + " || exit $?\n" + FROM_METADATA;
    }

    private String line(String output) {
        StringBuilder line = new StringBuilder("buildctl build --progress plain --frontend dockerfile.v0 --local ")
                .append(quoted("context=" + recipe.context()))
                .append(" --local ").append(quoted("dockerfile=" + parent(recipe.dockerfile())))
                .append(" --opt ").append(quoted("filename=" + name(recipe.dockerfile())));
        if (!recipe.target().isEmpty()) {
            line.append(" --opt ").append(quoted("target=" + recipe.target()));
        }
        recipe.args().forEach((name, value) -> line.append(" --opt ").append(quoted("build-arg:" + name + "=" + value)));
        Labels.of(order).forEach((name, value) -> line.append(" --opt ").append(quoted("label:" + name + "=" + value)));
        if (!recipe.platforms().isEmpty()) {
            line.append(" --opt ").append(quoted("platform=" + String.join(",", recipe.platforms())));
        }
        if (recipe.timestamp() >= 0) {
            line.append(" --opt build-arg:SOURCE_DATE_EPOCH=").append(recipe.timestamp());
        }
        line.append(secrets());
        recipe.cacheFrom().forEach(cache -> line.append(" --import-cache ").append(cacheSource(cache)));
        if (!recipe.cacheTo().isEmpty() && output.isEmpty()) {
            line.append(" --export-cache ").append(cacheTarget());
        }
        return line.append(output).toString();
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : ".";
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
