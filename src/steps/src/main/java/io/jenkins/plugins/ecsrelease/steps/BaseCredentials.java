package io.jenkins.plugins.ecsrelease.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.NoCredentials;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials under an identity, as the credentials plugins have them. Looked up when they are needed, never kept;
 * roles are assumed by the engine on top of them. Each look-up notes that the run used them.
 */
final class BaseCredentials {

    private BaseCredentials() {}

    /** @throws AbortException with what to do, when there are none that this run may use */
    static AwsCredentialsProvider of(Identity identity, Run<?, ?> run) throws IOException {
        String id = identity.credentialsId();
        if (id.isEmpty()) {
            return controller(run);
        }
        StandardCredentials found = find(id, run);
        if (identity.roleArn().isEmpty() && !StoredCredentials.actsAlone(found)) {
            throw new AbortException("The credentials '" + id + "' are a web identity token, which is no identity by itself: give "
                    + "'roleArn', the role that trusts its issuer.");
        }
        return StoredCredentials.provider(found, id + " for " + run.getParent().getFullName(), () -> again(id, run));
    }

    private static StandardCredentials again(String id, Run<?, ?> run) {
        try {
            return find(id, run);
        } catch (AbortException gone) {
            throw new NoCredentials(gone.getMessage(), gone);
        }
    }

    private static StandardCredentials find(String id, Run<?, ?> run) throws AbortException {
        try (ACLContext as = ACL.as2(ACL.SYSTEM2)) {
            StandardCredentials found = id.startsWith(Acting.OF_ENVIRONMENT) ? ofEnvironment(id.substring(Acting.OF_ENVIRONMENT.length())) : ofRun(id, run);
            return CredentialsProvider.track(run, found);
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

    private static StandardCredentials ofRun(String id, Run<?, ?> run) throws AbortException {
        StandardCredentials found = CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException("No AWS credentials '" + id + "' that " + run.getFullDisplayName()
                    + " may use: store them under that id in Jenkins, in the job's folder or above, with the type AWS Credentials.");
        }
        return found;
    }

    /**
     * Of Jenkins itself, system scope included: the environment decides who may reach them, not the job's folder. Those of a
     * protected environment must be of system scope, or a pipeline could take them past its gate.
     */
    private static StandardCredentials ofEnvironment(String name) throws AbortException {
        ReleaseEnvironment environment = ReleaseConfiguration.get().environment(name)
                .orElseThrow(() -> new AbortException("The environment '" + name + "' is no longer in the system configuration."));
        StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                environment.getCredentialsId(), StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        if (found == null) {
            throw new AbortException("The environment '" + name + "' names the AWS credentials '" + environment.getCredentialsId()
                    + "', which Jenkins does not have: store them in its system store, with system scope.");
        }
        if (environment.isGated() && found.getScope() != CredentialsScope.SYSTEM) {
            throw new AbortException("The environment '" + name + "' is protected, and its credentials '" + environment.getCredentialsId()
                    + "' are not of system scope: any pipeline could take them past its gate. Give them the scope System.");
        }
        return found;
    }
}
