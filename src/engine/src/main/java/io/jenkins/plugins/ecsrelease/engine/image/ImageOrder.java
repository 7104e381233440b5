package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.List;

/**
 * An image to be built, pushed and proven.
 *
 * @param id unique for this build, letters, digits, '-' and '_'; names what runs on the agent
 * @param workspace the build's workspace on the agent
 * @param repository its name in ECR, without host
 * @param tags at least one; the first names the image for its commit, the others are put beside it
 * @param revision the commit it is built from; empty where unknown
 * @param source the repository of that commit, for the label {@code org.opencontainers.image.source}; empty for none
 * @param created ISO 8601, for the label {@code org.opencontainers.image.created}; empty for none
 * @param push false to build only, as for a branch that is not released: nothing reaches the registry
 * @param rebuild builds even where an image of this commit is there already
 * @param timeoutMinutes for everything together, 1 to 1440, default 120
 */
public record ImageOrder(
        String id,
        String workspace,
        Recipe recipe,
        String repository,
        List<String> tags,
        String revision,
        String source,
        String created,
        boolean push,
        boolean rebuild,
        ScanPolicy scan,
        int timeoutMinutes) {

    public ImageOrder {
        if (id == null || !id.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException("An order needs an id of letters, digits, '-' and '_', not '" + id + "'.");
        }
        if (workspace == null || workspace.isBlank()) {
            throw new IllegalArgumentException("An image is built in a workspace: use ecrBuildPush inside node { … }.");
        }
        repository = Names.repository(repository);
        if (tags == null || tags.isEmpty()) {
            throw new IllegalArgumentException("The image needs a tag. By default it is the commit; give 'tag' where the"
                    + " workspace is no checkout of a repository.");
        }
        tags = tags.stream().map(Names::tag).distinct().toList();
        revision = revision == null ? "" : revision.trim();
        source = source == null ? "" : source.trim();
        created = created == null ? "" : created.trim();
        scan = scan == null ? ScanPolicy.standard() : scan;
        timeoutMinutes = timeoutMinutes == 0 ? 120 : timeoutMinutes;
        if (timeoutMinutes < 1 || timeoutMinutes > 1440) {
            throw new IllegalArgumentException("timeoutMinutes must be 1 to 1440, not " + timeoutMinutes + ".");
        }
    }

    /** The tag that stands for the commit. */
    public String tag() {
        return tags.get(0);
    }
}
