package io.jenkins.plugins.ecsrelease.sandbox.control.kms;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a world, by account and region. */
public final class KeyRing {

    static final class Place {
        final Map<String, Key> keys = new LinkedHashMap<>();
        final Map<String, String> aliases = new TreeMap<>();
    }

    private final World world;
    private final Map<String, Place> places = new TreeMap<>();

    KeyRing(World world) {
        this.world = world;
    }

    Place at(String account, String region) {
        return places.computeIfAbsent(account + " " + region, place -> new Place());
    }

    /**
     * A key by id, ARN, alias name or alias ARN; null where there is none. The keys that AWS manages, such as
     * alias/aws/secretsmanager, come into being when they are first named.
     */
    Key find(String account, String region, String name) {
        String[] parts = name.split(":", 6);
        boolean arn = name.startsWith("arn:aws:kms:") && parts.length == 6;
        String plain = arn ? parts[5].replaceFirst("^key/", "") : name;
        String owner = arn ? parts[4] : account;
        String where = arn ? parts[3] : region;
        Place place = at(owner, where);
        if (!plain.startsWith("alias/")) {
            return place.keys.get(plain);
        }
        if (plain.startsWith("alias/aws/") && !place.aliases.containsKey(plain)) {
            Key key = new Key(owner, where, "Default key that protects my " + plain.substring(10) + " data", true, world.time().now());
            place.keys.put(key.id, key);
            place.aliases.put(plain, key.id);
        }
        return place.aliases.containsKey(plain) ? place.keys.get(place.aliases.get(plain)) : null;
    }

    Collection<Place> everywhere() {
        return places.values();
    }

    /** Whether a key exists and can be used, as a service that was given its name checks it. */
    public boolean usable(String account, String region, String name) {
        Key key = find(account, region, name);
        return key != null && key.state.equals("Enabled");
    }
}
