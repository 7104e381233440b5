package hudson.model;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import io.jenkins.plugins.ecsrelease.jenkins.Host;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public class User extends AbstractModelObject implements AccessControlled {
    private static final Map<String, User> ALL = new ConcurrentHashMap<>();
    private final String id;

    private User(String id) {
        this.id = id;
    }

    public static User current() {
        return Hosting.current().map(Host::currentUser).orElse(null);
    }

    public static User getById(String id, boolean create) {
        return create ? ALL.computeIfAbsent(id, User::new) : ALL.get(id);
    }

    public String getId() {
        return id;
    }

    public String getFullName() {
        return id;
    }

    @Override
    public String getDisplayName() {
        return id;
    }

    @Override
    public ACL getACL() {
        return jenkins.model.Jenkins.get().getACL();
    }
}
