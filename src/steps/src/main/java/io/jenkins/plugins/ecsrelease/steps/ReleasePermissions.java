package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;

/** What people may be allowed beside what Jenkins itself knows. */
public final class ReleasePermissions {

    public static final PermissionGroup GROUP = new PermissionGroup(ReleasePermissions.class, Messages._ReleasePermissions_Title());

    /** To start a build that rolls an earlier one back; whoever may configure a job may. */
    public static final Permission ROLLBACK = new Permission(
            GROUP, "Rollback", Messages._ReleasePermissions_Rollback(), Item.CONFIGURE, PermissionScope.ITEM);

    private ReleasePermissions() {}
}
