package io.jenkins.plugins.ecsrelease.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials under an identity, as the credentials plugins have them. Looked up when they are needed, never kept;
 * roles are assumed by the engine on top of them.
 */
final class BaseCredentials {

    private BaseCredentials() {}

    /** @throws AbortException with what to do, when there are none that this run may use */
    static AwsCredentialsProvider of(Identity identity, Run<?, ?> run) throws IOException {
        try (ACLContext as = ACL.as2(ACL.SYSTEM2)) {
            String id = identity.credentialsId();
            if (id.isEmpty()) {
                return controller(run);
            }
            return id.startsWith(Acting.OF_ENVIRONMENT) ? ofEnvironment(id.substring(Acting.OF_ENVIRONMENT.length()), run) : ofRun(id, run);
        } catch (NoClassDefFoundError missing) {
            throw new AbortException("AWS credentials need the AWS Credentials plugin (aws-credentials), which is not installed.");
        }
    }

    private static AwsCredentialsProvider controller(Run<?, ?> run) throws AbortException {
        if (!ReleaseConfiguration.get().allowsControllerIdentity(run.getParent().getFullName())) {
            throw new AbortException("No identity: give 'credentialsId' with the id of AWS credentials stored in Jenkins, or an "
                    + "'environment' that has one. AWS_* variables of the pipeline are not used, and the controller's own identity "
                    + "only where an administrator allows it for this job or its folder (ECS Release in the system configuration).");
        }
        return ReleaseEngine.get().controller();
    }

    private static AwsCredentialsProvider ofRun(String id, Run<?, ?> run) throws AbortException {
        AmazonWebServicesCredentials found = CredentialsProvider.findCredentialById(id, AmazonWebServicesCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException("No AWS credentials '" + id + "' that " + run.getFullDisplayName()
                    + " may use: store them under that id in Jenkins, in the job's folder or above, with the type AWS Credentials.");
        }
        return CredentialsProvider.track(run, found);
    }

    /** Of Jenkins itself, system scope included: the environment decides who may reach them, not the job's folder. */
    private static AwsCredentialsProvider ofEnvironment(String name, Run<?, ?> run) throws AbortException {
        ReleaseEnvironment environment = ReleaseConfiguration.get().environment(name)
                .orElseThrow(() -> new AbortException("The environment '" + name + "' is no longer in the system configuration."));
        AmazonWebServicesCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                environment.getCredentialsId(), AmazonWebServicesCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        if (found == null) {
            throw new AbortException("The environment '" + name + "' names the AWS credentials '" + environment.getCredentialsId()
                    + "', which Jenkins does not have: store them in its system store, with system scope.");
        }
        return CredentialsProvider.track(run, found);
    }
}
