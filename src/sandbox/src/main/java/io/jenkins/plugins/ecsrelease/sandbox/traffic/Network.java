package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The modelled private network: which address of a task's network interface is which real port of this machine. */
public final class Network {

    /** What listens at an address of the modelled network. */
    public record Destination(Ports.Port port, Application application) {}

    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();

    Network(World world) {}

    public void listen(String ip, int port, Destination destination) {
        destinations.put(ip + ":" + port, destination);
    }

    public void gone(String ip, int port) {
        destinations.remove(ip + ":" + port);
    }

    public Optional<Destination> at(String ip, int port) {
        return Optional.ofNullable(destinations.get(ip + ":" + port));
    }
}
