package io.jenkins.plugins.ecsrelease.steps.host;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** AWS credentials as an administrator would store them. */
public record TestCredentials(String id, String key, String secret, CredentialsScope scope) implements AmazonWebServicesCredentials {

    public TestCredentials(String id, String key, String secret) {
        this(id, key, secret, CredentialsScope.GLOBAL);
    }

    TestCredentials ofSystem() {
        return new TestCredentials(id, key, secret, CredentialsScope.SYSTEM);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return AwsBasicCredentials.create(key, secret);
    }

    @Override
    public AwsCredentials resolveCredentials(String mfaToken) {
        return resolveCredentials();
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String getDescription() {
        return "";
    }

    @Override
    public String getDisplayName() {
        return id;
    }

    @Override
    public CredentialsScope getScope() {
        return scope;
    }

    @Override
    public CredentialsDescriptor getDescriptor() {
        return null;
    }
}
