package io.jenkins.plugins.ecsrelease.steps.environment;

import java.util.List;

/**
 * What a step is about to change, as far as a gate must know.
 *
 * @param cluster name or ARN
 * @param service name or ARN
 * @param digests of the images that will run ("sha256:…"), which the gate must have named
 * @param plan true when nothing will be changed
 */
public record Deployment(String cluster, String service, List<String> digests, boolean plan) {

    public Deployment {
        cluster = name(cluster);
        service = name(service);
        digests = digests.stream().map(each -> each.substring(each.indexOf('@') + 1)).toList();
    }

    /** The last part of an ARN. */
    private static String name(String nameOrArn) {
        return nameOrArn == null ? "" : nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
