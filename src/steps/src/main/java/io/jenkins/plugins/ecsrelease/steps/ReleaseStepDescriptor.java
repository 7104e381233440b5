package io.jenkins.plugins.ecsrelease.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What all steps of a release have in common in forms and graphs. */
public abstract class ReleaseStepDescriptor extends StepDescriptor {

    /** No workspace: a step that builds on an agent adds {@code FilePath} and {@code Launcher}. */
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class, EnvVars.class);
    }

    /** The thing that the step works on, for graph views; the names of parameters in order of telling. */
    protected List<String> tellingArguments() {
        return List.of("cluster", "service", "repository", "environment");
    }

    @Override
    public String argumentsToString(Map<String, Object> arguments) {
        String told = String.join("/", tellingArguments().stream()
                .map(arguments::get).filter(String.class::isInstance).map(String.class::cast).toList());
        return told.isEmpty() ? null : told;
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        StandardListBoxModel box = new StandardListBoxModel();
        if (!mayList(item)) {
            box.includeCurrentValue(credentialsId);
            return box;
        }
        box.includeEmptyValue();
        if (item == null) {
            box.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), StoredCredentials::usable);
        } else {
            box.includeMatchingAs(ACL.SYSTEM2, item, StandardCredentials.class, List.of(), StoredCredentials::usable);
        }
        box.includeCurrentValue(credentialsId);
        return box;
    }

    @POST
    public FormValidation doCheckRegion(@AncestorInPath Item item, @QueryParameter String value) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        String region = Util.fixEmptyAndTrim(value);
        if (region == null || region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
            return FormValidation.ok();
        }
        return FormValidation.warning(Messages.ReleaseStep_NoRegion(region));
    }

    @POST
    public FormValidation doCheckRoleArn(@AncestorInPath Item item, @QueryParameter String value) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        String role = Util.fixEmptyAndTrim(value);
        if (role == null || role.matches("arn:[a-z-]+:iam::\\d{12}:role/.+")) {
            return FormValidation.ok();
        }
        return FormValidation.error(Messages.ReleaseStep_NoRole());
    }

    @POST
    public FormValidation doCheckTimeoutMinutes(@AncestorInPath Item item, @QueryParameter String value) {
        return mayConfigure(item) && Util.fixEmptyAndTrim(value) != null ? FormValidation.validateNonNegativeInteger(value) : FormValidation.ok();
    }

    private static boolean mayList(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /**
     * What is wrong with a value of a form, in the words that the step itself would refuse it with. Says nothing to who may
     * not configure, to an empty value, and to one that only the pipeline knows ("${…}").
     *
     * @param check throws {@link IllegalArgumentException}
     */
    protected static FormValidation checked(Item item, String value, Consumer<String> check) {
        String text = Util.fixEmptyAndTrim(value);
        if (!mayConfigure(item) || text == null || text.contains("$")) {
            return FormValidation.ok();
        }
        try {
            check.accept(text);
            return FormValidation.ok();
        } catch (IllegalArgumentException refused) {
            return FormValidation.error(refused.getMessage());
        }
    }

    private static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }
}
