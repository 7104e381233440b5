package io.jenkins.plugins.ecsrelease.engine.image;

/**
 * The repository that images go to, as AWS described it.
 *
 * @param uri with host, such as "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web"
 * @param scanFrequency SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL; MANUAL means that nothing scans what is pushed
 */
public record Site(String uri, String arn, String scanFrequency) {

    String host() {
        return uri.substring(0, uri.indexOf('/'));
    }

    String repository() {
        return uri.substring(uri.indexOf('/') + 1);
    }

    /**
     * The repository as task definitions name it. A registry on this machine stands for the account's own, under whose name
     * ECS and the plan of a release know the image.
     */
    String name() {
        if (!loopback()) {
            return uri;
        }
        String[] parts = arn.split(":", 6);
        return parts[4] + ".dkr.ecr." + parts[3] + ".amazonaws.com/" + repository();
    }

    /** A registry on the agent's own machine speaks HTTP; no other does. */
    boolean loopback() {
        return host().startsWith("127.") || host().startsWith("localhost") || host().startsWith("[::1]");
    }
}
