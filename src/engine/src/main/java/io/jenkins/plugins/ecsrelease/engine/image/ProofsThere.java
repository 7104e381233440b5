package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.Map;

/** What a repository has already under these tags; those that are free are missing in the answer. */
public record ProofsThere(String repository, List<String> tags) implements Question<Map<String, ProofsThere.Held>> {

    /** @param parts as in {@link SourceTree.Named} */
    public record Held(String digest, List<String> parts) {}
}
