package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;

/**
 * Gives an image of a repository another tag, by its manifest: no layer moves.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html">Retagging an image</a>
 */
final class Tagging {

    private Tagging() {}

    static void put(Tools tools, String repository, String digest, String tag) throws IOException {
        Stored.Text manifest = new Stored(tools, repository)
                .manifest(digest)
                .orElseThrow(() -> new IOException(digest + " is not in " + repository + " any more."));
        try {
            tools.client(EcrClient.class).putImage(put -> put.repositoryName(repository)
                    .imageManifest(manifest.text())
                    .imageManifestMediaType(manifest.mediaType())
                    .imageDigest(digest)
                    .imageTag(tag));
        } catch (ImageAlreadyExistsException e) {
            // It has the tag already: made, by this call's forerunner.
        }
    }

    /** Why a tag could not be put, for people. */
    static String refusal(String tag, String repository, String said) {
        return "The tag " + tag + " could not be given in " + repository + ": " + said
                + " Where the repository does not let tags move, use one that is unique for each build, or leave it out with"
                + " an exclusion filter.";
    }
}
