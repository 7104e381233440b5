package io.jenkins.plugins.ecsrelease.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The credentials under an identity, as the credentials plugins have them. Roles are assumed by the engine. */
final class BaseCredentials {

    private BaseCredentials() {}

    static AwsCredentialsProvider of(Identity identity, Run<?, ?> run) throws IOException {
        if (identity.credentialsId().isEmpty()) {
            throw new AbortException("No identity: give 'credentialsId' with the id of AWS credentials stored in Jenkins, or an "
                    + "'environment' that has one. AWS_* variables of the pipeline are not used.");
        }
        AmazonWebServicesCredentials found = CredentialsProvider.findCredentialById(
                identity.credentialsId(), AmazonWebServicesCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException("No AWS credentials '" + identity.credentialsId() + "' that " + run.getFullDisplayName()
                    + " may use: store them under that id in Jenkins, in the job's folder or above, with the type AWS Credentials.");
        }
        return CredentialsProvider.track(run, found);
    }
}
