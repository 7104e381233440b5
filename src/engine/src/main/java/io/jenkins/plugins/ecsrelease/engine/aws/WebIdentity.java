package io.jenkins.plugins.ecsrelease.engine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Base credentials without a key: a token of an OpenID Connect issuer, which AWS takes for the session of a role that
 * trusts the issuer. The token is asked for again whenever the session is renewed, and is never kept.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
public final class WebIdentity implements AwsCredentialsProvider {

    private final String name;
    private final Supplier<String> token;

    /**
     * @param name tells this issuer's subject from others, such as "jenkins-oidc|shop/main"; no secret
     * @param token a fresh token; may ask the host, and may throw {@link NoCredentials}
     */
    public WebIdentity(String name, Supplier<String> token) {
        this.name = name;
        this.token = token;
    }

    String name() {
        return name;
    }

    String token() {
        String text = token.get();
        if (text == null || text.isBlank()) {
            throw new NoCredentials("The web identity token of " + name + " is empty.", null);
        }
        return text.strip();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        throw new NoCredentials("The web identity token of " + name + " is no identity by itself: give 'roleArn', the role that "
                + "trusts its issuer.", null);
    }

    @Override
    public String toString() {
        return "the web identity token of " + name;
    }
}
