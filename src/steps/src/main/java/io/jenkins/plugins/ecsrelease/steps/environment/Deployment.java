package io.jenkins.plugins.ecsrelease.steps.environment;

import java.util.List;

/**
 * What a step is about to change, as far as a gate must know.
 *
 * @param cluster name or ARN
 * @param service name or ARN
 * @param digests of the images that will run ("sha256:…"), which the gate must have named
 * @param plan true when nothing will be changed
 * @param back "" on the way forward; {@link #LAST_GOOD} or {@link #NAMED} on the way back
 */
public record Deployment(String cluster, String service, List<String> digests, boolean plan, String back) {

    /** Back to the last version that was good: the pipeline has no say in which that is. */
    public static final String LAST_GOOD = "last good";

    /** Back to a task definition that the pipeline names. */
    public static final String NAMED = "named";

    public Deployment {
        cluster = name(cluster);
        service = name(service);
        digests = digests.stream().map(each -> each.substring(each.indexOf('@') + 1)).toList();
    }

    public Deployment(String cluster, String service, List<String> digests, boolean plan) {
        this(cluster, service, digests, plan, "");
    }

    public static Deployment back(String cluster, String service, boolean named) {
        return new Deployment(cluster, service, List.of(), false, named ? NAMED : LAST_GOOD);
    }

    /** The last part of an ARN. */
    private static String name(String nameOrArn) {
        return nameOrArn == null ? "" : nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
