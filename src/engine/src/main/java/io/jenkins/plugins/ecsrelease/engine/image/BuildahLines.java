package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

/** buildah, and podman, which builds with the same code. */
final class BuildahLines extends BuilderLines {

    private final String program;
    private final String verb;

    BuildahLines(Commission commission, String program, String verb) {
        super(commission);
        this.program = program;
        this.verb = verb;
    }

    @Override
    String ready() {
        return "say \"building with $(" + program + " --version)\"";
    }

    @Override
    String build() {
        StringBuilder line = new StringBuilder();
        if (several()) {
            // A list of this name may be left from an earlier try: adding to it would push what was built then. An image of
            // this name would be in its way.
            line.append("{ ").append(program).append(" manifest rm ").append(image()).append(" || ").append(program)
                    .append(" rmi ").append(image()).append("; } >/dev/null 2>&1\n");
        }
        line.append(program).append(' ').append(verb).append(" --authfile \"$config\"").append(layers())
                .append(loopback() ? " --tls-verify=false " : " ").append(shared()).append(secrets());
        if (recipe.timestamp() >= 0) {
            line.append(" --timestamp ").append(recipe.timestamp());
        }
        return line.append(several() ? " --manifest " : " --tag ").append(image()).append(" \"$context\"").toString();
    }

    /** With several platforms a cached layer of one is taken for another's (buildah 1.28, podman 4.3), so none is cached. */
    private String layers() {
        if (several()) {
            return " --layers=false";
        }
        StringBuilder flags = new StringBuilder(" --layers");
        recipe.cacheFrom().forEach(cache -> flags.append(" --cache-from ").append(quoted(repository(cache))));
        if (!recipe.cacheTo().isEmpty()) {
            flags.append(" --cache-to ").append(quoted(repository(recipe.cacheTo())));
        }
        return flags.toString();
    }

    /** buildah keeps each layer under a tag of its own in the cache's repository, and refuses a reference with a tag. */
    private static String repository(String cache) {
        String name = cache.contains("@") ? cache.substring(0, cache.indexOf('@')) : cache;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    @Override
    String push() {
        return program + (several() ? " manifest push --all" : " push") + " --authfile \"$config\""
                + (loopback() ? " --tls-verify=false" : "") + " --digestfile \"$dir/digest\" " + image() + " "
                + quoted("docker://" + commission.image()) + " || exit $?";
    }
}
