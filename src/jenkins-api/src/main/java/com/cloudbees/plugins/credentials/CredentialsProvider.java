package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.ExtensionPoint;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.List;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;
import org.springframework.security.core.Authentication;

/** Where credentials are looked up; outside Jenkins the host has them. */
public abstract class CredentialsProvider implements ExtensionPoint {

    public static final PermissionGroup GROUP = new PermissionGroup(CredentialsProvider.class, new Localizable(ResourceBundleHolder.get(CredentialsProvider.class), "Credentials"));
    public static final Permission USE_ITEM = new Permission(GROUP, "UseItem", null, Item.CONFIGURE, PermissionScope.ITEM);
    public static final Permission VIEW = new Permission(GROUP, "View", null, null, PermissionScope.ITEM);

    /** The credentials that a run may use, or null. */
    public static <C extends IdCredentials> C findCredentialById(String id, Class<C> type, Run<?, ?> run, List<DomainRequirement> domains) {
        return Hosting.get().credentials(id, type, run);
    }

    /** Credentials of a group and of what is above it; the root has those of system scope too. */
    public static <C extends IdCredentials> C findCredentialByIdInItemGroup(String id, Class<C> type, ItemGroup<?> group, Authentication who, List<DomainRequirement> domains) {
        return Hosting.get().credentials(id, type, null);
    }

    public static <C extends IdCredentials> C findCredentialByIdInItem(String id, Class<C> type, Item item, Authentication who, List<DomainRequirement> domains) {
        return Hosting.get().credentials(id, type, null);
    }

    /** Notes that a run used credentials. */
    public static <C extends Credentials> C track(Run<?, ?> run, C credentials) {
        Hosting.get().tracked(run, credentials);
        return credentials;
    }
}
