package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * What a repository is set up for, and what it holds under some tags. Unknown with NOT_FOUND when there is no such
 * repository in the acting identity's registry.
 */
public record RepositoryState(String name, List<String> tags) implements Question<RepositoryState.Found> {

    /**
     * @param exclusions wildcards of tags that the mutability leaves out
     * @param held what the asked tags name now; tags that are free are missing
     */
    public record Found(Site site, String mutability, List<String> exclusions, List<Held> held) {

        /** Whether a tag, once given, cannot be moved. A mutability that is unheard of counts as one that holds. */
        boolean holdsFast(String tag) {
            boolean excluded = exclusions.stream().anyMatch(filter -> tag.matches(wildcard(filter)));
            return switch (mutability) {
                case "MUTABLE" -> false;
                case "MUTABLE_WITH_EXCLUSION" -> excluded;
                case "IMMUTABLE_WITH_EXCLUSION" -> !excluded;
                default -> true;
            };
        }

        java.util.Optional<Held> under(String tag) {
            return held.stream().filter(one -> one.tag().equals(tag)).findFirst();
        }

        private static String wildcard(String filter) {
            return "\\Q" + filter.replace("*", "\\E.*\\Q") + "\\E";
        }
    }

    /**
     * An image under a tag.
     *
     * @param revision the commit that its label names; empty for none
     * @param inputs the mark of the recipe that made it; empty for none
     */
    public record Held(String tag, String digest, String revision, String inputs) {}
}
