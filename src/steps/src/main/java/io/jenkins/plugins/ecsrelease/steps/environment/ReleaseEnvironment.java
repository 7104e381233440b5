package io.jenkins.plugins.ecsrelease.steps.environment;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import io.jenkins.plugins.ecsrelease.steps.StoredCredentials;
import io.jenkins.plugins.ecsrelease.steps.check.HealthCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An environment that releases go to. A step that names it takes region and identity from it; a deployment that hits what
 * it covers is bound by it, whether it names it or not.
 *
 * <p>Lists are texts, separated by commas or line ends; a {@code *} stands for any letters.
 */
public final class ReleaseEnvironment implements Describable<ReleaseEnvironment> {

    private final String name;
    private String account;
    private String region;
    private String clusters;
    private String services;
    private String credentialsId;
    private String roleArn;
    private String migrationRoleArn;
    private String externalId;
    private boolean sessionTags;
    private List<HealthCheck> checks;
    private boolean gated;
    private String gateId;
    private String approvers;
    private boolean otherThanStarter;
    private boolean otherThanAuthor;
    private String branches;
    private String require;
    private boolean oneRole;

    @DataBoundConstructor
    public ReleaseEnvironment(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public String getName() {
        return name;
    }

    /** The twelve digits of the AWS account; null for any. */
    public String getAccount() {
        return account;
    }

    @DataBoundSetter
    public void setAccount(String account) {
        this.account = Util.fixEmptyAndTrim(account);
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    /** The clusters it covers; null for all of the account and region. */
    public String getClusters() {
        return clusters;
    }

    @DataBoundSetter
    public void setClusters(String clusters) {
        this.clusters = Util.fixEmptyAndTrim(clusters);
    }

    /** The services it covers; null for all of the clusters. */
    public String getServices() {
        return services;
    }

    @DataBoundSetter
    public void setServices(String services) {
        this.services = Util.fixEmptyAndTrim(services);
    }

    /** AWS credentials of Jenkins itself; system scope keeps pipelines from naming them. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The role of auroraSnapshot and ecsExecMigrate, another one than that of deployments; null for the same. */
    public String getMigrationRoleArn() {
        return migrationRoleArn;
    }

    @DataBoundSetter
    public void setMigrationRoleArn(String migrationRoleArn) {
        this.migrationRoleArn = Util.fixEmptyAndTrim(migrationRoleArn);
    }

    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    /** Whether the role's session is tagged with job, build and environment. */
    public boolean isSessionTags() {
        return sessionTags;
    }

    @DataBoundSetter
    public void setSessionTags(boolean sessionTags) {
        this.sessionTags = sessionTags;
    }

    /** What a deployment is judged by where its step names no checks. */
    public List<HealthCheck> getChecks() {
        return checks == null ? List.of() : List.copyOf(checks);
    }

    @DataBoundSetter
    public void setChecks(List<HealthCheck> checks) {
        this.checks = checks == null || checks.isEmpty() ? null : new ArrayList<>(checks);
    }

    /** Whether a deployment needs the approval of a gate. */
    public boolean isGated() {
        return gated;
    }

    @DataBoundSetter
    public void setGated(boolean gated) {
        this.gated = gated;
    }

    /** The id of the {@code input} that is its gate; null for "Deploy" and the name, such as DeployProduction. */
    public String getGateId() {
        return gateId;
    }

    @DataBoundSetter
    public void setGateId(String gateId) {
        this.gateId = Util.fixEmptyAndTrim(gateId);
    }

    /** Users and groups whose approval counts; null for anybody whom the gate let through. */
    public String getApprovers() {
        return approvers;
    }

    @DataBoundSetter
    public void setApprovers(String approvers) {
        this.approvers = Util.fixEmptyAndTrim(approvers);
    }

    /** Whether the approver must be somebody else than who started the build. */
    public boolean isOtherThanStarter() {
        return otherThanStarter;
    }

    @DataBoundSetter
    public void setOtherThanStarter(boolean otherThanStarter) {
        this.otherThanStarter = otherThanStarter;
    }

    /** Whether the approver must be somebody else than who wrote a change that is released. */
    public boolean isOtherThanAuthor() {
        return otherThanAuthor;
    }

    @DataBoundSetter
    public void setOtherThanAuthor(boolean otherThanAuthor) {
        this.otherThanAuthor = otherThanAuthor;
    }

    /** The branches that may be released to it; null for any. */
    public String getBranches() {
        return branches;
    }

    @DataBoundSetter
    public void setBranches(String branches) {
        this.branches = Util.fixEmptyAndTrim(branches);
    }

    /** signature, sbom, or both with a comma between: what each image must have that goes there; null for nothing. */
    public String getRequire() {
        return require;
    }

    /** @throws IllegalArgumentException for any other word, which must not be taken for nothing */
    @DataBoundSetter
    public void setRequire(String require) {
        List<String> words = Requiring.words(require);
        this.require = words.isEmpty() ? null : String.join(", ", words);
    }

    /** The words of {@link #getRequire()}; a protected environment requires two roles as well, unless one is allowed. */
    public List<String> required() {
        List<String> words = new ArrayList<>(Requiring.words(require));
        if (gated && !oneRole) {
            words.add(Requiring.ROLES);
        }
        return Requiring.words(words);
    }

    /** Whether its tasks may run with the very role that starts them, though it is protected. */
    public boolean isOneRole() {
        return oneRole;
    }

    @DataBoundSetter
    public void setOneRole(boolean oneRole) {
        this.oneRole = oneRole;
    }

    /** The gate's id, given or made of the name. */
    public String gate() {
        return gateId != null ? gateId : "Deploy" + called();
    }

    /** The id of the gate that asks whether to roll back: RollBackProduction where the other is DeployProduction. */
    public String rollbackGate() {
        return "RollBack" + (gate().startsWith("Deploy") ? gate().substring("Deploy".length()) : called());
    }

    private String called() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1).replaceAll("[^A-Za-z0-9]", "");
    }

    public List<String> approverList() {
        return list(approvers);
    }

    /** Whether a service lies in it. Cluster and service are names, not ARNs; an unknown account counts as its own. */
    public boolean covers(String actingAccount, String actingRegion, String cluster, String service) {
        return (account == null || actingAccount.isEmpty() || account.equals(actingAccount))
                && (region == null || region.equals(actingRegion))
                && matches(clusters, cluster)
                && matches(services, service);
    }

    public boolean allowsBranch(String branch) {
        return matches(branches, branch);
    }

    private static boolean matches(String patterns, String value) {
        return patterns == null || list(patterns).stream().anyMatch(each -> value.matches(glob(each)));
    }

    private static String glob(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(java.util.regex.Pattern::quote).reduce((left, right) -> left + ".*" + right).orElse("");
    }

    private static List<String> list(String text) {
        return text == null ? List.of() : Arrays.stream(text.split("[,\\n]")).map(String::trim).filter(each -> !each.isEmpty()).toList();
    }

    @Extension
    @Symbol("releaseEnvironment")
    public static final class DescriptorImpl extends Descriptor<ReleaseEnvironment> {

        @Override
        public String getDisplayName() {
            return Messages.ReleaseEnvironment_DisplayName();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            StandardListBoxModel box = new StandardListBoxModel();
            if (may()) {
                box.includeEmptyValue();
                box.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), StoredCredentials::usable);
            }
            box.includeCurrentValue(credentialsId);
            return box;
        }

        /** Of system scope, or any pipeline can take them. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter boolean gated) {
            String id = Util.fixEmptyAndTrim(value);
            if (!may() || !gated) {
                return FormValidation.ok();
            }
            if (id == null) {
                return FormValidation.warning(Messages.ReleaseEnvironment_NoCredentials());
            }
            StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            if (found == null) {
                return FormValidation.error(Messages.ReleaseEnvironment_UnknownCredentials(id));
            }
            return found.getScope() == CredentialsScope.SYSTEM ? FormValidation.ok() : FormValidation.error(Messages.ReleaseEnvironment_NotOfSystemScope(id));
        }

        @POST
        public FormValidation doCheckRegion(@QueryParameter String value) {
            String region = Util.fixEmptyAndTrim(value);
            return !may() || region == null || region.matches("[a-z]{2}(-[a-z]+)+-\\d") ? FormValidation.ok() : FormValidation.warning(Messages.ReleaseStep_NoRegion(region));
        }

        @POST
        public FormValidation doCheckMigrationRoleArn(@QueryParameter String value, @QueryParameter String roleArn) {
            String role = Util.fixEmptyAndTrim(value);
            return may() && role != null && role.equals(Util.fixEmptyAndTrim(roleArn))
                    ? FormValidation.error(Messages.ReleaseEnvironment_SameRole()) : doCheckRoleArn(value);
        }

        @POST
        public FormValidation doCheckRoleArn(@QueryParameter String value) {
            String role = Util.fixEmptyAndTrim(value);
            return !may() || role == null || role.matches("arn:[a-z-]+:iam::\\d{12}:role/.+") ? FormValidation.ok() : FormValidation.error(Messages.ReleaseStep_NoRole());
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return may() ? FormValidation.validateRequired(value) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckAccount(@QueryParameter String value) {
            String account = Util.fixEmptyAndTrim(value);
            return !may() || account == null || account.matches("\\d{12}") ? FormValidation.ok() : FormValidation.error(Messages.ReleaseEnvironment_NoAccount());
        }

        @POST
        public FormValidation doCheckApprovers(@QueryParameter String value, @QueryParameter boolean gated) {
            return may() && gated && Util.fixEmptyAndTrim(value) == null ? FormValidation.warning(Messages.ReleaseEnvironment_NoApprovers()) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckRequire(@QueryParameter String value) {
            try {
                if (may()) {
                    Requiring.words(value);
                }
                return FormValidation.ok();
            } catch (IllegalArgumentException unknown) {
                return FormValidation.error(Messages.ReleaseEnvironment_UnknownRequirement());
            }
        }

        private static boolean may() {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }
    }
}
