package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** Whether a secret of Secrets Manager is there and not being deleted (DescribeSecret). Its value is never read. */
public record SecretLook(String arn) implements Question<SecretLook.State> {

    public record State(boolean deleted) {}

    /** The ARN of the secret that a task definition's {@code valueFrom} names, without key and version; empty for others. */
    public static String arnOf(String valueFrom) {
        String[] parts = valueFrom.split(":");
        return parts.length >= 7 && parts[2].equals("secretsmanager")
                ? String.join(":", java.util.Arrays.copyOf(parts, 7))
                : "";
    }
}
