package io.jenkins.plugins.ecsrelease.sandbox.control;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;

/** Amazon resource names. */
public final class Arns {

    private Arns() {}

    /** The ARN of {@code resource} in the caller's region and account. */
    public static String of(String service, String resource) {
        Call call = Call.current();
        return "arn:aws:" + service + ":" + call.region() + ":" + call.account() + ":" + resource;
    }

    /** What follows account and region, such as "cluster/production"; empty for what is no ARN. */
    public static String resource(String arn) {
        return part(arn, 5);
    }

    public static String region(String arn) {
        return part(arn, 3);
    }

    public static String account(String arn) {
        return part(arn, 4);
    }

    /** The last part of a resource's path, such as the id of a task. */
    public static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String part(String arn, int index) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 ? parts[index] : "";
    }
}
