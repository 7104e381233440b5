package io.jenkins.plugins.ecsrelease.sandbox.control.logs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every log group of a world, by account and region. Safe from any thread, because tasks write to it as they run. */
public final class LogStore {

    /**
     * @param at milliseconds since 1970, as the writer says
     * @param taken when it arrived
     * @param id in the order of arrival
     */
    record Event(long at, long taken, String message, String id) {}

    static final class Stream {
        final String name;
        final long created;
        final List<Event> events = new ArrayList<>();

        Stream(String name, long created) {
            this.name = name;
            this.created = created;
        }
    }

    static final class Group {
        final String name;
        final String arn;
        final long created;
        final Map<String, Stream> streams = new TreeMap<>();
        final Map<String, String> tags = new TreeMap<>();
        String kmsKeyId;
        Integer retentionDays;

        Group(String name, String arn, long created) {
            this.name = name;
            this.arn = arn;
            this.created = created;
        }
    }

    private final World world;
    private final Map<String, Map<String, Group>> places = new TreeMap<>();
    private long last;

    LogStore(World world) {
        this.world = world;
    }

    synchronized Map<String, Group> at(String account, String region) {
        return places.computeIfAbsent(account + " " + region, place -> new TreeMap<>());
    }

    /** Whether there is such a group: a task whose group is missing does not start. */
    public synchronized boolean hasGroup(String account, String region, String group) {
        return at(account, region).containsKey(group);
    }

    /** Makes a group for a task whose log driver may; an existing one stays as it is. */
    public synchronized void makeGroup(String account, String region, String group) {
        at(account, region).computeIfAbsent(group, name -> new Group(name, arn(account, region, name), now()));
    }

    static String arn(String account, String region, String group) {
        return "arn:aws:logs:" + region + ":" + account + ":log-group:" + group;
    }

    /** A line of a task. The stream is made when it is missing; lines to a missing group are lost. */
    public synchronized void write(String account, String region, String group, String stream, String message) {
        Group found = at(account, region).get(group);
        if (found != null) {
            add(found.streams.computeIfAbsent(stream, name -> new Stream(name, now())), now(), message);
        }
    }

    synchronized void add(Stream stream, long at, String message) {
        Event event = new Event(at, now(), message, String.format("%056d", last++));
        int place = stream.events.size();
        while (place > 0 && stream.events.get(place - 1).at() > at) {
            place--;
        }
        stream.events.add(place, event);
    }

    private long now() {
        return world.time().now().toEpochMilli();
    }

    Instant time() {
        return world.time().now();
    }
}
