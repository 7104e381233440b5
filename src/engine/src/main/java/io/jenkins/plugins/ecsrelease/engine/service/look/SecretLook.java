package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.Set;

/**
 * Whether what a task definition's {@code secrets} name is there (DescribeSecret, DescribeParameters), in which version,
 * and how it is rotated. A value is never read.
 *
 * @param arn of a secret in Secrets Manager, without key and version; of parameters the ARN or the name
 */
public record SecretLook(String arn) implements Question<SecretLook.State> {

    /**
     * @param deleted whether it is marked for deletion
     * @param told version, rotation and key, for people
     * @param versions ids and stages that can be asked for; empty for parameters
     */
    public record State(boolean deleted, String told, Set<String> versions) {
        public State {
            versions = Set.copyOf(versions);
        }
    }

    boolean parameter() {
        return arnOf(arn).isEmpty();
    }

    /** The ARN of the secret that a task definition's {@code valueFrom} names, without key and version; empty for others. */
    public static String arnOf(String valueFrom) {
        String[] parts = valueFrom.split(":");
        return parts.length >= 7 && parts[2].equals("secretsmanager")
                ? String.join(":", java.util.Arrays.copyOf(parts, 7))
                : "";
    }

    /** The version or stage that a {@code valueFrom} insists on; empty for the current one. */
    public static String versionOf(String valueFrom) {
        String[] parts = valueFrom.split(":", -1);
        if (arnOf(valueFrom).isEmpty() || parts.length < 9) {
            return "";
        }
        return parts.length > 9 && !parts[9].isEmpty() ? parts[9] : parts[8];
    }

    /**
     * What a {@code valueFrom} is looked up by; empty for a parameter of another region or account, which is not visible
     * from here.
     *
     * @param definition ARN of the task definition
     */
    public static String idOf(String valueFrom, String definition) {
        String secret = arnOf(valueFrom);
        if (!secret.isEmpty() || !valueFrom.startsWith("arn:")) {
            return secret.isEmpty() ? valueFrom : secret;
        }
        String[] parameter = valueFrom.split(":", 6);
        String[] here = definition.split(":", 6);
        return parameter.length > 5 && parameter[3].equals(here[3]) && parameter[4].equals(here[4]) ? valueFrom : "";
    }

    /** The ARN of a parameter that is named in the account and region of a task definition. */
    public static String parameterArn(String nameOrArn, String definition) {
        String[] here = definition.split(":", 6);
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:" + here[1] + ":ssm:" + here[3] + ":" + here[4] + ":parameter" + (nameOrArn.startsWith("/") ? "" : "/") + nameOrArn;
    }
}
