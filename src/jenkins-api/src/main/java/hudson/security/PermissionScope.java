package hudson.security;

import hudson.model.Item;
import hudson.model.Run;
import jenkins.model.Jenkins;

public final class PermissionScope {
    public final Class<?> modelClass;

    public PermissionScope(Class<?> modelClass, PermissionScope... containers) {
        this.modelClass = modelClass;
    }

    public static final PermissionScope JENKINS = new PermissionScope(Jenkins.class);
    public static final PermissionScope ITEM = new PermissionScope(Item.class, JENKINS);
    public static final PermissionScope RUN = new PermissionScope(Run.class, ITEM);
}
