package io.jenkins.plugins.ecsrelease.rehearsal.run;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A key of the sandbox, as the credentials that a Jenkinsfile names. Lives in memory only. */
public final class RehearsalCredentials implements AmazonWebServicesCredentials {

    private static final long serialVersionUID = 1;

    private final String id;
    private final transient Supplier<Map.Entry<String, String>> key;

    /** @param key id and secret; may have to wait until there is one */
    public RehearsalCredentials(String id, Supplier<Map.Entry<String, String>> key) {
        this.id = id;
        this.key = key;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String getDescription() {
        return "The sandbox's key of the user jenkins";
    }

    @Override
    public String getDisplayName() {
        return id;
    }

    @Override
    public CredentialsScope getScope() {
        return CredentialsScope.GLOBAL;
    }

    @Override
    public CredentialsDescriptor getDescriptor() {
        throw new UnsupportedOperationException("Credentials of a rehearsal have no form.");
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return AwsBasicCredentials.create(key.get().getKey(), key.get().getValue());
    }

    @Override
    public AwsCredentials resolveCredentials(String mfaToken) {
        return resolveCredentials();
    }
}
