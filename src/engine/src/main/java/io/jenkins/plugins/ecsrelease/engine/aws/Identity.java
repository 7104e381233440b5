package io.jenkins.plugins.ecsrelease.engine.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who acts, and where. Names only: secrets are looked up by the host when they are needed, and again after a restart.
 *
 * @param region such as "eu-central-1"
 * @param credentialsId the host's name for base credentials; empty for the host's own, where the host allows it
 * @param roleArn a role to assume; empty for none
 * @param externalId given with the role; empty for none
 * @param sessionName of job and build, legal for STS; used with a role
 * @param sessionTags given with the role, in order; none unless the role's trust policy allows {@code sts:TagSession}
 */
public record Identity(
        String region, String credentialsId, String roleArn, String externalId, String sessionName, Map<String, String> sessionTags) {

    public Identity {
        if (region == null || region.isBlank()) {
            throw new IllegalArgumentException("No region: give 'region', such as region: 'eu-central-1'.");
        }
        credentialsId = credentialsId == null ? "" : credentialsId;
        roleArn = roleArn == null ? "" : roleArn;
        externalId = externalId == null ? "" : externalId;
        sessionName = sessionName == null ? "" : sessionName;
        sessionTags = sessionTags == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sessionTags));
    }

    /** Without session tags. */
    public Identity(String region, String credentialsId, String roleArn, String externalId, String sessionName) {
        this(region, credentialsId, roleArn, externalId, sessionName, Map.of());
    }

    /** The same actor in another region. */
    public Identity in(String otherRegion) {
        return new Identity(otherRegion, credentialsId, roleArn, externalId, sessionName, sessionTags);
    }
}
