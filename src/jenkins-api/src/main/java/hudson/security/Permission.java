package hudson.security;

import org.jvnet.localizer.Localizable;

public final class Permission {
    public final Class<?> owner;
    public final PermissionGroup group;
    public final String name;
    public final Localizable description;
    public final Permission impliedBy;

    public Permission(PermissionGroup group, String name, Localizable description, Permission impliedBy, PermissionScope scope) {
        this.owner = group.owner;
        this.group = group;
        this.name = name;
        this.description = description;
        this.impliedBy = impliedBy;
    }

    public String getId() {
        return owner.getName() + "." + name;
    }

    @Override
    public String toString() {
        return "Permission[" + owner + "," + name + "]";
    }
}
