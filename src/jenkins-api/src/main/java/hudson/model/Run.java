package hudson.model;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import jenkins.model.ArtifactManager;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** A build. */
public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable implements PersistenceRoot, AccessControlled, Comparable<RunT> {

    public static final PermissionGroup PERMISSIONS = new PermissionGroup(Run.class, new Localizable(ResourceBundleHolder.get(Run.class), "Run"));
    public static final Permission UPDATE = new Permission(PERMISSIONS, "Update", null, null, PermissionScope.RUN);

    protected final transient JobT project;
    public transient int number;
    protected long timestamp = System.currentTimeMillis();
    protected volatile Result result;
    protected volatile String description;
    private volatile String displayName;
    private boolean keepLog;

    protected Run(JobT job) throws IOException {
        this.project = job;
        this.number = job.nextBuildNumber++;
    }

    protected Run(JobT job, long timestamp) {
        this.project = job;
        this.timestamp = timestamp;
    }

    public JobT getParent() {
        return project;
    }

    public int getNumber() {
        return number;
    }

    public String getId() {
        return Integer.toString(number);
    }

    public String getUrl() {
        return project.getUrl() + number + "/";
    }

    public String getExternalizableId() {
        return project.getFullName() + "#" + number;
    }

    public static Run<?, ?> fromExternalizableId(String id) {
        int hash = id.lastIndexOf('#');
        Item item = Jenkins.get().getItemByFullName(id.substring(0, hash));
        return item instanceof Job<?, ?> job ? job.getBuildByNumber(Integer.parseInt(id.substring(hash + 1))) : null;
    }

    @Override
    public String getDisplayName() {
        return displayName == null ? "#" + number : displayName;
    }

    public void setDisplayName(String name) throws IOException {
        displayName = name;
    }

    public String getFullDisplayName() {
        return project.getFullDisplayName() + " " + getDisplayName();
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) throws IOException {
        this.description = description;
    }

    public Result getResult() {
        return result;
    }

    /** Only makes it worse. */
    public void setResult(Result worse) {
        if (result == null || worse.isWorseThan(result)) {
            result = worse;
        }
    }

    public boolean isBuilding() {
        return result == null;
    }

    public final long getTimeInMillis() {
        return timestamp;
    }

    @Override
    public File getRootDir() {
        return new File(new File(project.getRootDir(), "builds"), getId());
    }

    /** Artifacts go into {@code archive} in the build's directory. */
    public final ArtifactManager pickArtifactManager() throws IOException {
        return new ArtifactManager() {
            @Override
            public void archive(FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                    throws IOException, InterruptedException {
                FilePath archive = new FilePath(new File(getRootDir(), "archive"));
                for (Map.Entry<String, String> each : artifacts.entrySet()) {
                    workspace.child(each.getValue()).copyTo(archive.child(each.getKey()));
                }
            }
        };
    }

    public EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException {
        EnvVars variables = new EnvVars();
        variables.put("JOB_NAME", project.getFullName());
        variables.put("BUILD_NUMBER", getId());
        variables.put("BUILD_ID", getId());
        variables.put("BUILD_TAG", "jenkins-" + project.getFullName().replace('/', '-') + "-" + getId());
        return variables;
    }

    public List<Cause> getCauses() {
        CauseAction action = getAction(CauseAction.class);
        return action == null ? List.of() : action.getCauses();
    }

    public <T extends Cause> T getCause(Class<T> type) {
        for (Cause each : getCauses()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    public RunT getPreviousBuild() {
        return project._getRuns().values().stream().filter(each -> each.number < number).findFirst().orElse(null);
    }

    public RunT getNextBuild() {
        RunT next = null;
        for (RunT each : project._getRuns().values()) {
            if (each.number > number) {
                next = each;
            }
        }
        return next;
    }

    public final boolean isKeepLog() {
        return keepLog;
    }

    public void keepLog(boolean keep) throws IOException {
        keepLog = keep;
    }

    @Override
    public ACL getACL() {
        return project.getACL();
    }

    @Override
    public int compareTo(RunT other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public synchronized void save() throws IOException {}

    @Override
    public String toString() {
        return project.getFullName() + " #" + number;
    }
}
