package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * Which image a tag names now. Known and empty where the tag is free.
 *
 * @param tag or a digest, to ask whether it is there
 */
public record TagAt(String repository, String tag) implements Question<TagAt.Named> {

    /** @param digest empty where the tag is free */
    public record Named(String digest) {}
}
