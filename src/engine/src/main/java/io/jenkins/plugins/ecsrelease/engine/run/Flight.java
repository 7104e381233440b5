package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.Access;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.NoCredentials;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** One open operation in memory: what is saved of it, and what only lives as long as this process. */
final class Flight {

    private Saved saved;
    private Follower follower;
    private Outbox outbox;

    /** True from the moment a turn is taken up until its end is saved. */
    boolean turning;
    /** Asked for while a turn was under way. */
    boolean again;
    Schedule.Planned next;
    /** Whether the phase is a new one that wants to look at once: others' questions are not waited for. */
    boolean moved;
    /** The reading that the turn under way waits for; 0 for none. */
    long reading;
    boolean readingUrgently;
    long readings;

    /** Set where a call may have been made whose reply is not known: when that began on the schedule's clock. */
    Long doubtSince;
    /** Tries of the change at hand that were certainly not made. */
    int tries;
    /** When the change at hand could first not be told, on the schedule's clock. */
    Long unclearSince;
    /** A turn that was decided but could not be saved yet. */
    Turn unsaved;
    /** Found on disk, and no turn taken since. */
    boolean resumed;
    /** Whether its stream in the host's log group is there. */
    volatile boolean audited;
    /** Whether it was said that lines could not be sent there. */
    volatile boolean auditFailed;

    private final Map<Identity, Access> accesses = new HashMap<>();
    private final List<AwsCall> calls = new ArrayList<>();

    Flight(Saved saved) {
        this.saved = saved;
    }

    /** A flight found on disk. A change found there may have been made. */
    static Flight found(Saved saved, long now) {
        Flight flight = new Flight(saved);
        flight.resumed = true;
        if (saved.phase() instanceof Change<?>) {
            flight.doubtSince = now;
        }
        return flight;
    }

    synchronized Saved saved() {
        return saved;
    }

    synchronized void saved(Saved now) {
        saved = now;
    }

    String id() {
        return saved().id();
    }

    synchronized void follow(Follower host, Schedule schedule) {
        follower = host;
        outbox = new Outbox(host, schedule);
        accesses.clear();
    }

    synchronized void leave() {
        follower = null;
    }

    synchronized boolean followed() {
        return follower != null;
    }

    synchronized Follower follower() {
        return follower;
    }

    synchronized Outbox outbox() {
        return outbox;
    }

    /** Whether this should not wait behind routine reads. */
    synchronized boolean urgent() {
        return saved.phase() instanceof Change<?> || !saved.signals().isEmpty();
    }

    /** AWS as {@code identity} sees it, on top of what the host gives for it. */
    Access access(AwsClients clients, Identity identity) {
        Follower host;
        synchronized (this) {
            Access known = accesses.get(identity);
            if (known != null) {
                return known;
            }
            host = follower;
        }
        if (host == null) {
            throw new NoCredentials("Nobody follows " + id() + " any more.", null);
        }
        AwsCredentialsProvider base;
        try {
            base = host.credentials(identity);
        } catch (IOException e) {
            throw new NoCredentials(e.getMessage(), e);
        }
        Access access = clients.access(identity, base, this::called);
        synchronized (this) {
            accesses.put(identity, access);
        }
        return access;
    }

    /** Asks the host, and AWS for roles, anew for every identity: those at hand were not accepted. */
    void renew() {
        List<Access> old;
        synchronized (this) {
            old = List.copyOf(accesses.values());
            accesses.clear();
        }
        old.forEach(Access::renew);
    }

    private void called(AwsCall call) {
        if (!call.change()) {
            Watch.sent();
            return;
        }
        synchronized (this) {
            calls.add(call);
        }
    }

    /** The changing calls sent since this was asked last. */
    synchronized List<AwsCall> calls() {
        List<AwsCall> made = List.copyOf(calls);
        calls.clear();
        return made;
    }

    Loader<?, ?> loader(Question<?> question) {
        for (Loader<?, ?> loader : saved().operation().loaders()) {
            if (loader.question() == question.getClass()) {
                return loader;
            }
        }
        throw new IllegalStateException(
                saved().operation().kind() + " asks " + question.getClass().getSimpleName() + " and has no loader for it.");
    }
}
