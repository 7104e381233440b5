package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An image to be given to the next environment, without a rebuild. The acting identity is that of the target.
 *
 * @param image what to promote: "repository@sha256:…" or "repository:tag", with or without the registry's host
 * @param repository where to: its name in ECR, without host; empty for the image's own
 * @param tag the environment's tag
 * @param from who reads the image, and in which region; null where the acting identity does, in its own region
 * @param timeoutMinutes 1 to 1440, default 30
 * @param require what the image must have before anything is changed: "signature", "sbom"; none by default
 */
public record PromoteOrder(String image, String repository, String tag, Identity from, int timeoutMinutes, List<String> require)
        implements Requiring {

    public PromoteOrder {
        Reference.of(image);
        repository = repository == null || repository.isBlank()
                ? Reference.of(image).repository()
                : Names.repository(repository.trim());
        tag = Names.tag(tag);
        timeoutMinutes = timeoutMinutes == 0 ? 30 : timeoutMinutes;
        if (timeoutMinutes < 1 || timeoutMinutes > 1440) {
            throw new IllegalArgumentException("timeoutMinutes must be 1 to 1440, not " + timeoutMinutes + ".");
        }
        require = Requiring.words(require);
    }

    /** With nothing required. */
    public PromoteOrder(String image, String repository, String tag, Identity from, int timeoutMinutes) {
        this(image, repository, tag, from, timeoutMinutes, List.of());
    }

    @Override
    public PromoteOrder andRequiring(Collection<String> words) {
        List<String> both = new ArrayList<>(require);
        both.addAll(words);
        return new PromoteOrder(image, repository, tag, from, timeoutMinutes, both);
    }

    /** What to promote, taken apart. */
    Reference reference() {
        return Reference.of(image);
    }

    /** Whether source and target are one repository of one registry, so that no byte of a layer moves. */
    boolean withinRepository() {
        return from == null && repository.equals(reference().repository());
    }
}
