package hudson.model;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import io.jenkins.plugins.ecsrelease.jenkins.Host;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.IdStrategy;

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

    public static IdStrategy idStrategy() {
        return new IdStrategy() {
            @Override
            public int compare(String one, String other) {
                return String.CASE_INSENSITIVE_ORDER.compare(one, other);
            }
        };
    }

    /** The groups that the security realm knows the user in. */
    public List<String> getAuthorities() {
        return Hosting.get().groups(id);
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
