package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

public interface Item extends PersistenceRoot, ModelObject, AccessControlled {

    PermissionGroup PERMISSIONS = new PermissionGroup(Item.class, new Localizable(ResourceBundleHolder.get(Item.class), "Job"));
    Permission READ = new Permission(PERMISSIONS, "Read", null, null, PermissionScope.ITEM);
    Permission EXTENDED_READ = new Permission(PERMISSIONS, "ExtendedRead", null, null, PermissionScope.ITEM);
    Permission CONFIGURE = new Permission(PERMISSIONS, "Configure", null, null, PermissionScope.ITEM);
    Permission BUILD = new Permission(PERMISSIONS, "Build", null, null, PermissionScope.ITEM);
    Permission CANCEL = new Permission(PERMISSIONS, "Cancel", null, null, PermissionScope.ITEM);

    ItemGroup<? extends Item> getParent();

    String getName();

    String getFullName();

    String getFullDisplayName();

    String getUrl();

    String getShortUrl();
}
