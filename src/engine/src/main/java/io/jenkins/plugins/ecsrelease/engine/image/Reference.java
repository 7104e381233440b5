package io.jenkins.plugins.ecsrelease.engine.image;

/**
 * An image reference taken apart.
 *
 * @param host of the registry, with its port; empty when the reference has none
 * @param tag empty when the reference has a digest only
 * @param digest empty when the reference has a tag only
 */
public record Reference(String host, String repository, String tag, String digest) {

    /** Reads "host/repository:tag@sha256:…", where host and one of tag and digest may be missing. */
    public static Reference of(String image) {
        if (image == null || image.isBlank()) {
            throw new IllegalArgumentException("No image is given: use 'repository@sha256:…' or 'repository:tag'.");
        }
        String rest = image.trim();
        String digest = "";
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Names.digest(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        String host = "";
        int slash = rest.indexOf('/');
        if (slash > 0) {
            String first = rest.substring(0, slash);
            if (first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")) {
                host = first;
                rest = rest.substring(slash + 1);
            }
        }
        String tag = "";
        int colon = rest.lastIndexOf(':');
        if (colon >= 0) {
            tag = Names.tag(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new IllegalArgumentException("'" + image + "' names no version of an image: add '@sha256:…' or ':tag'.");
        }
        return new Reference(host, Names.repository(rest), tag, digest);
    }

    /** The repository with its host. */
    public String name() {
        return host.isEmpty() ? repository : host + "/" + repository;
    }
}
