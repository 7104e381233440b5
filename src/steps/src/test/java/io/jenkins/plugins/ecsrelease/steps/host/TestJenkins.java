package io.jenkins.plugins.ecsrelease.steps.host;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.ProxyConfiguration;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.ecsrelease.jenkins.Host;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.security.core.Authentication;

/** The controller. A restart is a new one over the same home. */
public final class TestJenkins implements Host, AutoCloseable {

    private final File home;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, IdCredentials> ofSystem;
    private final Map<String, IdCredentials> ofJobs;
    public final List<String> tracked = new ArrayList<>();
    public final List<List<Action>> scheduled = new ArrayList<>();
    public final Map<String, List<String>> groups = new HashMap<>();
    public final List<Permission> denied = new ArrayList<>();
    public volatile boolean terminating;
    public ProxyConfiguration proxy;

    public TestJenkins(File home) {
        this(home, new HashMap<>(), new HashMap<>());
    }

    private TestJenkins(File home, Map<String, IdCredentials> ofSystem, Map<String, IdCredentials> ofJobs) {
        this.home = home;
        this.ofSystem = ofSystem;
        this.ofJobs = ofJobs;
        Hosting.set(this);
    }

    /** What is kept in its stores is there again; jobs are loaded by {@link TestJob}. */
    public TestJenkins restarted() {
        close();
        return new TestJenkins(home, ofSystem, ofJobs);
    }

    public TestJenkins with(IdCredentials credentials, boolean systemScope) {
        (systemScope ? ofSystem : ofJobs).put(credentials.getId(),
                systemScope && credentials instanceof TestCredentials keys ? keys.ofSystem() : credentials);
        return this;
    }

    void add(TestJob job) {
        items.put(job.getName(), job);
    }

    @Override
    public File home() {
        return home;
    }

    @Override
    public ProxyConfiguration proxy() {
        return proxy;
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public Item item(String name) {
        return items.get(name);
    }

    /** Asked without a run is asked of Jenkins itself, which alone has what is of system scope. */
    @Override
    public <C extends IdCredentials> C credentials(String id, Class<C> type, Run<?, ?> run) {
        IdCredentials found = run == null && ofSystem.containsKey(id) ? ofSystem.get(id) : ofJobs.get(id);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    @Override
    public void tracked(Run<?, ?> run, Credentials credentials) {
        tracked.add(run + " used " + ((IdCredentials) credentials).getId());
    }

    @Override
    public Queue.Item schedule(Job<?, ?> job, Action... actions) {
        scheduled.add(List.of(actions));
        return Hosting.queued();
    }

    @Override
    public <C extends IdCredentials> List<C> allCredentials(Class<C> type) {
        return ofJobs.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public boolean allows(Authentication who, Permission permission) {
        return !denied.contains(permission);
    }

    @Override
    public List<String> groups(String user) {
        return groups.getOrDefault(user, List.of());
    }

    @Override
    public User currentUser() {
        return null;
    }

    @Override
    public boolean terminating() {
        return terminating;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
