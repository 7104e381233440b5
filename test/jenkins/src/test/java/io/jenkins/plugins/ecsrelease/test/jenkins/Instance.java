package io.jenkins.plugins.ecsrelease.test.jenkins;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.net.URI;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A Jenkins with people, AWS credentials and a protected environment. */
final class Instance {

    private Instance() {}

    static void prepare(JenkinsRule rule, URI aws) throws Exception {
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER).everywhere().to("admin")
                .grant(Jenkins.READ, hudson.model.Item.READ, hudson.model.Item.BUILD, hudson.model.Item.CANCEL).everywhere().to("alice", "bob")
                .grant(Jenkins.READ, hudson.model.Item.READ).everywhere().to("reader"));
        credentials("deployer", CredentialsScope.GLOBAL);
        credentials("of-production", CredentialsScope.SYSTEM);
        ReleaseEnvironment production = new ReleaseEnvironment("production");
        production.setAccount("123456789012");
        production.setRegion("eu-central-1");
        production.setClusters("shop");
        production.setServices("web");
        production.setCredentialsId("of-production");
        production.setGated(true);
        production.setApprovers("bob");
        ReleaseConfiguration configuration = ReleaseConfiguration.get();
        configuration.setEndpoint(aws.toString());
        configuration.setEnvironments(List.of(production));
    }

    static WorkflowJob pipeline(JenkinsRule rule, String script) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static void credentials(String id, CredentialsScope scope) throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(new AWSCredentialsImpl(scope, id, Shop.KEY, Shop.SECRET, "of the sandbox"));
        store.save();
    }
}
