package io.jenkins.plugins.ecsrelease.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import io.jenkins.plugins.ecsrelease.engine.aws.NoCredentials;
import io.jenkins.plugins.ecsrelease.engine.aws.WebIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The kinds of stored credentials with which one can act at AWS: access keys of the AWS Credentials plugin, and secret
 * texts and files of the Plain Credentials plugin that hold a web identity token. Neither plugin need be installed.
 */
public final class StoredCredentials {

    /** A token longer than STS takes. */
    private static final int LONGEST_TOKEN = 20_000;

    private StoredCredentials() {}

    /** Whether a drop-down list should offer it. */
    public static boolean usable(Credentials credentials) {
        return isKeys(credentials) || isToken(credentials);
    }

    /** False for a token, which needs a role. */
    static boolean actsAlone(Credentials credentials) {
        return !isToken(credentials);
    }

    /**
     * @param name for messages and to tell subjects apart
     * @param again looks the credentials up once more: an issuer writes a new token each time
     */
    static AwsCredentialsProvider provider(StandardCredentials found, String name, Supplier<StandardCredentials> again) throws AbortException {
        if (isKeys(found)) {
            return Keys.of(found);
        }
        if (isToken(found)) {
            return new WebIdentity(name, () -> Tokens.of(again.get(), name));
        }
        throw new AbortException("The credentials '" + found.getId() + "' are neither AWS credentials (plugin aws-credentials) nor a secret "
                + "text or file with a web identity token (plugin plain-credentials).");
    }

    private static boolean isKeys(Credentials credentials) {
        try {
            return Keys.is(credentials);
        } catch (NoClassDefFoundError notInstalled) {
            return false;
        }
    }

    private static boolean isToken(Credentials credentials) {
        try {
            return Tokens.is(credentials);
        } catch (NoClassDefFoundError notInstalled) {
            return false;
        }
    }

    /** Names the types of one optional plugin, so that the class around it loads without. */
    private static final class Keys {

        static boolean is(Credentials credentials) {
            return credentials instanceof AmazonWebServicesCredentials;
        }

        static AwsCredentialsProvider of(Credentials credentials) {
            return new SessionKeys((AmazonWebServicesCredentials) credentials);
        }
    }

    /** Names the types of the other optional plugin. */
    private static final class Tokens {

        static boolean is(Credentials credentials) {
            return credentials instanceof StringCredentials || credentials instanceof FileCredentials;
        }

        static String of(Credentials credentials, String name) {
            if (credentials instanceof StringCredentials text) {
                return text.getSecret().getPlainText();
            }
            if (credentials instanceof FileCredentials file) {
                try (InputStream content = file.getContent()) {
                    return new String(content.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
                } catch (IOException unreadable) {
                    throw new NoCredentials("The file of the web identity token " + name + " cannot be read: " + unreadable.getMessage(), unreadable);
                }
            }
            throw new NoCredentials("The web identity token " + name + " is no longer stored in Jenkins.", null);
        }
    }
}
