package jenkins.model;

import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.io.File;
import java.util.List;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** The instance; everything it knows comes from the host. */
public class Jenkins implements ItemGroup<TopLevelItem>, AccessControlled {

    public static final PermissionGroup PERMISSIONS = new PermissionGroup(Jenkins.class, new Localizable(ResourceBundleHolder.get(Jenkins.class), "Overall"));
    public static final Permission ADMINISTER = new Permission(PERMISSIONS, "Administer", null, null, PermissionScope.JENKINS);
    public static final Permission MANAGE = new Permission(PERMISSIONS, "Manage", null, ADMINISTER, PermissionScope.JENKINS);
    public static final Permission SYSTEM_READ = new Permission(PERMISSIONS, "SystemRead", null, ADMINISTER, PermissionScope.JENKINS);
    public static final Permission READ = new Permission(PERMISSIONS, "Read", null, ADMINISTER, PermissionScope.JENKINS);

    private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("anonymous", "anonymous", List.of(new SimpleGrantedAuthority("anonymous")));
    private static final Jenkins INSTANCE = new Jenkins();

    private Jenkins() {}

    public static Jenkins get() {
        Hosting.get();
        return INSTANCE;
    }

    public static Jenkins getInstanceOrNull() {
        return Hosting.current().isPresent() ? INSTANCE : null;
    }

    public static Authentication getAuthentication2() {
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        return current == null ? ANONYMOUS : current;
    }

    @Override
    public File getRootDir() {
        return Hosting.get().home();
    }

    public String getRootUrl() {
        return Hosting.get().rootUrl();
    }

    public ProxyConfiguration getProxy() {
        return Hosting.get().proxy();
    }

    public boolean isTerminating() {
        return Hosting.get().terminating();
    }

    public boolean isUseSecurity() {
        return true;
    }

    public Item getItemByFullName(String fullName) {
        Item found = null;
        for (String name : fullName.split("/")) {
            if (found == null) {
                found = Hosting.get().item(name);
            } else {
                found = found instanceof ItemGroup<?> group ? group.getItem(name) : null;
            }
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) {
        Item found = getItemByFullName(fullName);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    @SuppressWarnings("rawtypes")
    public Descriptor getDescriptor(Class<? extends Describable> type) {
        for (Descriptor each : ExtensionList.lookup(Descriptor.class)) {
            if (each.clazz == type) {
                return each;
            }
        }
        return null;
    }

    @SuppressWarnings("rawtypes")
    public Descriptor getDescriptorOrDie(Class<? extends Describable> type) {
        Descriptor found = getDescriptor(type);
        if (found == null) {
            throw new AssertionError(type + " is missing its descriptor");
        }
        return found;
    }

    @SuppressWarnings("rawtypes")
    public <T extends Descriptor> T getDescriptorByType(Class<T> type) {
        return ExtensionList.lookup(Descriptor.class).stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }

    @Override
    public ACL getACL() {
        return new ACL() {
            @Override
            public boolean hasPermission2(Authentication who, Permission permission) {
                return who.equals(SYSTEM2) || Hosting.get().allows(who, permission);
            }
        };
    }

    @Override
    public String getFullName() {
        return "";
    }

    @Override
    public String getFullDisplayName() {
        return "";
    }

    @Override
    public String getDisplayName() {
        return "Jenkins";
    }

    @Override
    public String getUrl() {
        return "";
    }

    @Override
    public List<TopLevelItem> getItems() {
        return List.of();
    }

    @Override
    public TopLevelItem getItem(String name) {
        return Hosting.get().item(name) instanceof TopLevelItem item ? item : null;
    }

    @Override
    public File getRootDirFor(TopLevelItem child) {
        return new File(new File(getRootDir(), "jobs"), child.getName());
    }

    @Override
    public synchronized void save() {}
}
