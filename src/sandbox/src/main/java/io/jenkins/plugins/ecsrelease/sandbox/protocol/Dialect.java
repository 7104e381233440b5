package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.util.List;
import java.util.Map;

/**
 * How a service names itself in a request, beside the credential scope of its signature.
 *
 * @param target prefix of X-Amz-Target and of CBOR paths; empty where it speaks query only
 * @param version of its query API; empty where it speaks JSON only
 * @param namespace of its query answers
 */
record Dialect(String target, String version, String namespace) {

    private static final Map<String, Dialect> ALL = Map.ofEntries(
            json("ecs", "AmazonEC2ContainerServiceV20141113"),
            json("ecr", "AmazonEC2ContainerRegistry_V20150921"),
            json("codedeploy", "CodeDeploy_20141006"),
            json("logs", "Logs_20140328"),
            json("secretsmanager", "secretsmanager"),
            json("ssm", "AmazonSSM"),
            json("kms", "TrentService"),
            json("application-autoscaling", "AnyScaleFrontendService"),
            query("elasticloadbalancing", "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"),
            query("rds", "2014-10-31", "http://rds.amazonaws.com/doc/2014-10-31/"),
            query("sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
            query("iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
            query("ec2", "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/"),
            Map.entry("monitoring", new Dialect("GraniteServiceVersion20100801", "2010-08-01",
                    "http://monitoring.amazonaws.com/doc/2010-08-01/")));

    private static Map.Entry<String, Dialect> json(String service, String target) {
        return Map.entry(service, new Dialect(target, "", ""));
    }

    private static Map.Entry<String, Dialect> query(String service, String version, String namespace) {
        return Map.entry(service, new Dialect("", version, namespace));
    }

    static Dialect of(String service) {
        return ALL.getOrDefault(service, new Dialect("", "", ""));
    }

    /** Whether the request was meant for this service. */
    boolean names(String given) {
        return !given.isEmpty() && List.of(target, version).contains(given);
    }
}
