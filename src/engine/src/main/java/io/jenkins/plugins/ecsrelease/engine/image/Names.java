package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.regex.Pattern;

/**
 * What registries accept as names.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html">CreateRepository</a>
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
public final class Names {

    private static final Pattern REPOSITORY =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    /** Legal as a name, and never meant as one. */
    private static final Pattern HOST = Pattern.compile("\\d{12}\\.dkr[.-]ecr[.-]");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private Names() {}

    /** @throws IllegalArgumentException with what it may look like */
    public static String repository(String name) {
        if (name == null || name.length() < 2 || name.length() > 256 || !REPOSITORY.matcher(name).matches()
                || HOST.matcher(name).lookingAt()) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of an ECR repository: 2 to 256 lower-case"
                    + " letters and digits, parts joined by '.', '_', '-' or '/'. Give the name alone, such as 'shop/web',"
                    + " without the registry's host.");
        }
        return name;
    }

    /** @throws IllegalArgumentException with what it may look like */
    public static String tag(String tag) {
        if (tag == null || !TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("'" + tag + "' cannot be an image tag: 1 to 128 letters, digits, '_', '.' and"
                    + " '-', not starting with '.' or '-'.");
        }
        return tag;
    }

    static boolean isDigest(String text) {
        return text != null && DIGEST.matcher(text).matches();
    }

    static String digest(String text) {
        if (!isDigest(text)) {
            throw new IllegalArgumentException("'" + text + "' is no image digest: 'sha256:' and 64 hexadecimal digits.");
        }
        return text;
    }
}
