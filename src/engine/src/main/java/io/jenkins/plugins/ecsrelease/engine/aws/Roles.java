package io.jenkins.plugins.ecsrelease.engine.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Tag;

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
    private static final int SECONDS = 3600;
    private static final Duration PREFETCH = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofMinutes(1);

    private final Map<String, AwsCredentialsProvider> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AwsCredentialsProvider> eldest) {
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

    private static AwsCredentialsProvider session(Access access) {
        Identity identity = access.identity();
        Identity base = new Identity(identity.region(), identity.credentialsId(), "", "", "");
        StsClient sts = access.clients().access(base, access.base(), access.listener()).client(StsClient.class, false);
        return access.base() instanceof WebIdentity web ? byToken(sts, identity, web) : byKey(sts, identity);
    }

    private static AwsCredentialsProvider byKey(StsClient sts, Identity identity) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(identity.roleArn())
                .roleSessionName(name(identity))
                .durationSeconds(SECONDS);
        if (!identity.externalId().isEmpty()) {
            request.externalId(identity.externalId());
        }
        if (!identity.sessionTags().isEmpty()) {
            request.tags(identity.sessionTags().entrySet().stream()
                    .map(each -> Tag.builder().key(each.getKey()).value(each.getValue()).build()).toList());
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request.build())
                .prefetchTime(PREFETCH)
                .staleTime(STALE)
                .build();
    }

    /** The tags of such a session are the issuer's claims; the request takes none. */
    private static AwsCredentialsProvider byToken(StsClient sts, Identity identity, WebIdentity web) {
        return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(() -> AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(identity.roleArn())
                        .roleSessionName(name(identity))
                        .webIdentityToken(web.token())
                        .durationSeconds(SECONDS)
                        .build())
                .prefetchTime(PREFETCH)
                .staleTime(STALE)
                .build();
    }

    private static String name(Identity identity) {
        return identity.sessionName().isEmpty() ? UNNAMED : identity.sessionName();
    }
}
