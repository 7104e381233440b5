package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What an administrator sets for all releases; {@code unclassified: ecsRelease:} in configuration as code. */
@Extension
@Symbol("ecsRelease")
public final class ReleaseConfiguration extends GlobalConfiguration {

    private static final List<String> REPLAYS = List.of("warn", "refuse", "allow");
    private static final int RECORD_DAYS = 365;

    private String endpoint;
    private String auditLogGroup;
    private String controllerIdentity;
    private String editedReplay;
    private Integer recordDays;
    private List<ReleaseEnvironment> environments;

    public ReleaseConfiguration() {
        ReleasePermissions.ROLLBACK.getId(); // Known to the forms of authorization from the start.
        load();
    }

    public static ReleaseConfiguration get() {
        return ExtensionList.lookupSingleton(ReleaseConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleaseConfiguration_DisplayName();
    }

    /** One address for all of AWS, such as a sandbox's; null for AWS's own. Read when the first release begins. */
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(String endpoint) {
        this.endpoint = Util.fixEmptyAndTrim(endpoint);
        save();
    }

    /**
     * A log group of CloudWatch, in the account and region of each release, that gets a line of JSON for each change made
     * there; null for none. It must exist, and the acting identity may write to it.
     */
    public String getAuditLogGroup() {
        return auditLogGroup;
    }

    @DataBoundSetter
    public void setAuditLogGroup(String auditLogGroup) {
        this.auditLogGroup = Util.fixEmptyAndTrim(auditLogGroup);
        save();
    }

    /** The folders and jobs, by full name, that may act as the controller itself; {@code *} for all, null for none. */
    public String getControllerIdentity() {
        return controllerIdentity;
    }

    @DataBoundSetter
    public void setControllerIdentity(String controllerIdentity) {
        this.controllerIdentity = Util.fixEmptyAndTrim(controllerIdentity);
        save();
    }

    /** Whether a job may act as the controller: it, or a folder that it lies in, is listed. */
    public boolean allowsControllerIdentity(String job) {
        return controllerIdentity != null && Arrays.stream(controllerIdentity.split("[,\\n]")).map(String::trim)
                .anyMatch(each -> each.equals("*") || !each.isEmpty() && (job.equals(each) || job.startsWith(each + "/")));
    }

    /** What a replay with an edited script may do to an environment that is gated: "warn", "refuse" or "allow". */
    public String getEditedReplay() {
        return editedReplay == null ? REPLAYS.get(0) : editedReplay;
    }

    @DataBoundSetter
    public void setEditedReplay(String editedReplay) {
        String policy = Util.fixEmptyAndTrim(editedReplay);
        if (policy != null && !REPLAYS.contains(policy)) {
            throw new IllegalArgumentException("'editedReplay' is '" + policy + "', which is none of " + String.join(", ", REPLAYS) + ".");
        }
        this.editedReplay = policy;
        save();
    }

    /** How long the records of a build outlive it, in days; 0: they go with it. */
    public int getRecordDays() {
        return recordDays == null ? RECORD_DAYS : recordDays;
    }

    @DataBoundSetter
    public void setRecordDays(int recordDays) {
        if (recordDays < 0) {
            throw new IllegalArgumentException("'recordDays' is " + recordDays + ": give a number of days, or 0 to let the records go with their builds.");
        }
        this.recordDays = recordDays;
        save();
    }

    public List<ReleaseEnvironment> getEnvironments() {
        return environments == null ? List.of() : List.copyOf(environments);
    }

    @DataBoundSetter
    public void setEnvironments(List<ReleaseEnvironment> environments) {
        List<String> names = new ArrayList<>();
        for (ReleaseEnvironment each : environments) {
            if (each.getName() == null) {
                throw new IllegalArgumentException("An environment has no name.");
            }
            if (names.contains(each.getName())) {
                throw new IllegalArgumentException("There are two environments '" + each.getName() + "'.");
            }
            names.add(each.getName());
        }
        this.environments = new ArrayList<>(environments);
        save();
    }

    public Optional<ReleaseEnvironment> environment(String name) {
        return getEnvironments().stream().filter(each -> each.getName().equals(name)).findFirst();
    }

    /** The form leaves out a list from which the last entry was taken. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        environments = new ArrayList<>();
        return super.configure(request, form);
    }

    @POST
    public ListBoxModel doFillEditedReplayItems() {
        ListBoxModel policies = new ListBoxModel();
        policies.add(Messages.ReleaseConfiguration_Replay_warn(), "warn");
        policies.add(Messages.ReleaseConfiguration_Replay_refuse(), "refuse");
        policies.add(Messages.ReleaseConfiguration_Replay_allow(), "allow");
        return policies;
    }

    @POST
    public FormValidation doCheckRecordDays(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateNonNegativeInteger(value);
    }

    @POST
    public FormValidation doCheckAuditLogGroup(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String group = Util.fixEmptyAndTrim(value);
        return group == null || group.matches("[.\\-_/#A-Za-z0-9]{1,512}") ? FormValidation.ok()
                : FormValidation.error(Messages.ReleaseConfiguration_NoLogGroup());
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String address = Util.fixEmptyAndTrim(value);
        if (address == null) {
            return FormValidation.ok();
        }
        try {
            String scheme = URI.create(address).getScheme();
            if ("http".equals(scheme) || "https".equals(scheme)) {
                return FormValidation.ok();
            }
        } catch (IllegalArgumentException noAddress) {
            return FormValidation.error(Messages.ReleaseConfiguration_NoEndpoint());
        }
        return FormValidation.error(Messages.ReleaseConfiguration_NoEndpoint());
    }
}
