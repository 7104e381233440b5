package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The services that have handlers, by the name they sign with. Each is set up when it is first called. */
final class Services {

    private final World world;
    private final Map<String, List<Handlers>> handlers = new TreeMap<>();
    private final Map<String, Service> services = new HashMap<>();

    Services(World world, Iterable<Handlers> all) {
        this.world = world;
        for (Handlers one : all) {
            handlers.computeIfAbsent(signingName(one.client()), name -> new ArrayList<>()).add(one);
        }
    }

    private static String signingName(Class<?> client) {
        try {
            return (String) client.getField("SERVICE_NAME").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(client + " is no client interface of the AWS SDK", e);
        }
    }

    /** Null where no handler was found. */
    synchronized Service named(String name) {
        List<Handlers> found = handlers.get(name);
        return found == null ? null : services.computeIfAbsent(name, made -> new Service(made, found, world));
    }
}
