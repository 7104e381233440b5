package io.jenkins.plugins.ecsrelease.engine.image;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

/** What docker's buildx plugin and buildctl, two clients of BuildKit, have in common. */
abstract class BuildKitLines extends BuilderLines {

    BuildKitLines(Commission commission) {
        super(commission);
    }

    /** BuildKit's word for what it pushed, out of the file it writes about it. */
    static final String FROM_METADATA =
            "sed -n 's/.*\"containerimage.digest\" *: *\"\\(sha256:[0-9a-f]*\\)\".*/\\1/p' \"$dir/metadata\" > \"$dir/digest\"";

    String cacheSource(String cache) {
        return quoted("type=registry,ref=" + cache + insecure());
    }

    /**
     * ECR keeps a cache only as an OCI image, which BuildKit before 0.21 has to be asked for.
     *
     * @see <a href="https://docs.docker.com/build/cache/backends/registry/">The registry cache of BuildKit</a>
     */
    String cacheTarget() {
        return quoted("type=registry,mode=max,image-manifest=true,oci-mediatypes=true,ref=" + recipe.cacheTo() + insecure());
    }

    /** A sandbox's registry speaks plain HTTP. */
    String insecure() {
        return loopback() ? ",registry.insecure=true" : "";
    }
}
