package io.jenkins.plugins.ecsrelease.engine.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image by its digest, such as {@code 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:…}.
 *
 * @param name registry and repository, without tag and digest
 * @param digest "sha256:" and 64 hexadecimal digits
 */
public record Image(String name, String digest) {

    private static final Pattern BY_DIGEST = Pattern.compile("([^@\\s]+?)(?::[\\w][\\w.-]{0,127})?@(sha256:[0-9a-f]{64})");
    private static final Pattern ECR =
            Pattern.compile("(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws)/(.+)");

    /** Reads an image reference that must name a digest. */
    public static Image byDigest(String reference) {
        Matcher matcher = BY_DIGEST.matcher(reference == null ? "" : reference.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The image '" + reference + "' does not say its digest. A tag can be moved "
                    + "between the build and the deployment: give repository@sha256:…, which ecrBuildPush returns as 'image'.");
        }
        return new Image(matcher.group(1), matcher.group(2));
    }

    /** Registry and repository of any reference, with or without tag and digest. */
    public static String nameOf(String reference) {
        String name = reference.strip();
        int at = name.indexOf('@');
        if (at >= 0) {
            name = name.substring(0, at);
        }
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    /** The digest that a reference names, or an empty text. */
    public static String digestOf(String reference) {
        int at = reference.indexOf('@');
        return at < 0 ? "" : reference.substring(at + 1).strip();
    }

    public String reference() {
        return name + "@" + digest;
    }

    /** Whether the image lies in Amazon ECR. */
    public boolean inEcr() {
        return ECR.matcher(name).matches();
    }

    /** The account of its ECR registry; empty outside of ECR. */
    public String account() {
        return part(1);
    }

    /** The region of its ECR registry; empty outside of ECR. */
    public String region() {
        return part(2);
    }

    /** Its repository within the registry; empty outside of ECR. */
    public String repository() {
        return part(3);
    }

    private String part(int group) {
        Matcher matcher = ECR.matcher(name);
        return matcher.matches() ? matcher.group(group) : "";
    }
}
