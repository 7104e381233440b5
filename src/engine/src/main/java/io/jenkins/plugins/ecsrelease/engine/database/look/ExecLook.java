package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * How a cluster keeps sessions of ECS Exec (DescribeClusters, CONFIGURATIONS): who logs them and with which key they are
 * encrypted.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html">
 *     ExecuteCommandConfiguration</a>
 */
public record ExecLook(String cluster) implements Question<ExecLook.Seen> {

    /**
     * @param logging NONE, DEFAULT (the task's own log driver) or OVERRIDE; DEFAULT where nothing is set
     * @param key of KMS; empty where sessions are encrypted by TLS alone
     * @param group log group of an OVERRIDE; empty for none
     * @param bucket of S3 of an OVERRIDE; empty for none
     * @param encrypted whether the place of an OVERRIDE is encrypted
     */
    public record Seen(String logging, String key, String group, String bucket, boolean encrypted) {

        /** One sentence for people. */
        public String told() {
            String logged = switch (logging) {
                case "NONE" -> "are not logged";
                case "OVERRIDE" -> "are logged to " + (group.isEmpty() && bucket.isEmpty() ? "nowhere"
                        : String.join(" and ", java.util.stream.Stream.of(group.isEmpty() ? "" : "the log group " + group,
                                bucket.isEmpty() ? "" : "the bucket " + bucket).filter(place -> !place.isEmpty()).toList())
                                + (encrypted ? ", encrypted there" : ", not encrypted there"));
                default -> "go to the task's own log";
            };
            return "Sessions of ECS Exec " + logged + "; on their way they are encrypted "
                    + (key.isEmpty() ? "by TLS alone: the cluster names no KMS key" : "with the KMS key " + key) + ".";
        }
    }
}
