package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses that hand out one blob to whoever knows them, for an hour: what ECR has Amazon S3 do. */
final class Downloads {

    static final String PATH = "/_layers/";

    private record Ticket(String digest, Instant expires) {}

    private final World world;
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

    Downloads(World world) {
        this.world = world;
    }

    String url(String digest) {
        String key = UUID.randomUUID().toString();
        tickets.put(key, new Ticket(digest, world.time().now().plus(Duration.ofHours(1))));
        return world.part(Place.class).endpoint() + PATH + key;
    }

    Optional<String> digest(String key) {
        return Optional.ofNullable(tickets.get(key))
                .filter(ticket -> world.time().now().isBefore(ticket.expires()))
                .map(Ticket::digest);
    }
}
