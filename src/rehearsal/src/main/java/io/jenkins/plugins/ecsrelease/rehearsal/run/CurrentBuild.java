package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.model.Cause;
import hudson.model.Result;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code currentBuild}, as far as a script in the sandbox of Jenkins may see it. */
public final class CurrentBuild implements Serializable {

    private static final long serialVersionUID = 1;

    private final transient RehearsalHost host;

    CurrentBuild(RehearsalHost host) {
        this.host = host;
    }

    private Object readResolve() {
        return RehearsalHost.loading().global("currentBuild");
    }

    /** Null until something set it. */
    public String getResult() {
        Result result = host.result();
        return result == Result.SUCCESS ? null : result.toString();
    }

    public String getCurrentResult() {
        return host.result().toString();
    }

    public void setResult(String result) {
        host.worsen(Result.fromString(result));
    }

    public boolean resultIsBetterOrEqualTo(String other) {
        return host.result().isBetterOrEqualTo(Result.fromString(other));
    }

    public boolean resultIsWorseOrEqualTo(String other) {
        return host.result().isWorseOrEqualTo(Result.fromString(other));
    }

    public int getNumber() {
        return host.build().getNumber();
    }

    public String getId() {
        return host.build().getId();
    }

    public String getDisplayName() {
        return host.build().getDisplayName();
    }

    public void setDisplayName(String name) throws IOException {
        host.build().setDisplayName(name);
    }

    public String getFullDisplayName() {
        return host.build().getFullDisplayName();
    }

    public String getProjectName() {
        return host.build().getParent().getName();
    }

    public String getFullProjectName() {
        return host.build().getParent().getFullName();
    }

    public String getDescription() {
        return host.build().getDescription();
    }

    public void setDescription(String text) throws IOException {
        host.build().setDescription(text);
    }

    public void setKeepLog(boolean keep) throws IOException {
        host.build().keepLog(keep);
    }

    public long getStartTimeInMillis() {
        return host.build().getTimeInMillis();
    }

    public long getDuration() {
        return System.currentTimeMillis() - getStartTimeInMillis();
    }

    public String getDurationString() {
        return getDuration() / 1000 + " sec and counting";
    }

    public List<Map<String, Object>> getBuildCauses() {
        List<Map<String, Object>> causes = new ArrayList<>();
        for (Cause cause : host.build().getCauses()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("_class", cause.getClass().getName());
            each.put("shortDescription", cause.getShortDescription());
            if (cause instanceof Cause.UserIdCause user) {
                each.put("userId", user.getUserId());
                each.put("userName", user.getUserName());
            }
            causes.add(each);
        }
        return causes;
    }
}
