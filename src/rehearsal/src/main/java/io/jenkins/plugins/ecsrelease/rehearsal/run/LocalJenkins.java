package io.jenkins.plugins.ecsrelease.rehearsal.run;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.jenkins.Host;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What stands for the Jenkins instance: a directory, a timer, one job and the credentials that the rehearsal was given. */
public final class LocalJenkins implements Host, AutoCloseable {

    private final Path home;
    private final ScheduledExecutorService timer;
    private final Map<String, IdCredentials> credentials = new ConcurrentHashMap<>();
    private final List<Object> extensions = new CopyOnWriteArrayList<>();
    private volatile RehearsalJob job;
    private volatile boolean terminating;

    public LocalJenkins(Path home) {
        this.home = home;
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(4, work -> {
            Thread thread = new Thread(work, "jenkins.util.Timer");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        this.timer = pool;
    }

    public void job(RehearsalJob job) {
        this.job = job;
    }

    public void add(IdCredentials each) {
        credentials.put(each.getId(), each);
    }

    /** An extension of the rehearsal's own, beside those of the plugin. */
    public void extension(Object each) {
        extensions.add(each);
    }

    @Override
    public <T> List<T> extensions(Class<T> type) {
        return extensions.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public File home() {
        return home.toFile();
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public Item item(String name) {
        return job != null && job.getName().equals(name) ? job : null;
    }

    @Override
    public <C extends IdCredentials> C credentials(String id, Class<C> type, Run<?, ?> run) {
        IdCredentials found = credentials.get(id);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    @Override
    public boolean terminating() {
        return terminating;
    }

    @Override
    public void close() {
        terminating = true;
        timer.shutdownNow();
    }
}
