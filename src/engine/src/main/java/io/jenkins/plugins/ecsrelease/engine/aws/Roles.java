package io.jenkins.plugins.ecsrelease.engine.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * Assumed roles, one session for each role and session name, renewed before they run out.
 *
 * <p>A session lasts an hour: the most that AWS allows when the base credentials are a role's too.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
final class Roles {

    /** A session name where the host gave none. */
    private static final String UNNAMED = "ecs-release";

    private static final int MOST = 2000;

    private final Map<String, StsAssumeRoleCredentialsProvider> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StsAssumeRoleCredentialsProvider> eldest) {
            return size() > MOST;
        }
    };

    AwsCredentialsProvider assume(Access access) {
        String key = key(access);
        synchronized (sessions) {
            return sessions.computeIfAbsent(key, unused -> session(access));
        }
    }

    void forget(Access access) {
        if (access.identity().roleArn().isEmpty()) {
            return;
        }
        String key = key(access);
        synchronized (sessions) {
            sessions.remove(key);
        }
    }

    private static String key(Access access) {
        return access.permissions() + "|" + access.identity().sessionName();
    }

    private static StsAssumeRoleCredentialsProvider session(Access access) {
        Identity identity = access.identity();
        Identity base = new Identity(identity.region(), identity.credentialsId(), "", "", "");
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(identity.roleArn())
                .roleSessionName(identity.sessionName().isEmpty() ? UNNAMED : identity.sessionName())
                .durationSeconds(3600);
        if (!identity.externalId().isEmpty()) {
            request.externalId(identity.externalId());
        }
        StsClient sts = access.clients().access(base, access.base(), access.listener()).client(StsClient.class, false);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request.build())
                .prefetchTime(Duration.ofMinutes(5))
                .staleTime(Duration.ofMinutes(1))
                .build();
    }
}
