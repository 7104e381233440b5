package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The rules of a listener at one moment, in order of priority; the last matches everything.
 */
public record Routing(List<Route> routes) {

    /** One rule. */
    public record Route(Predicate<Message> condition, Deed deed) {}

    /** What a rule does with a request. */
    public sealed interface Deed permits Forward, Reply {}

    /** Answers without asking a target. */
    public record Reply(Message message) implements Deed {}

    /** Sends the request to one of several target groups. */
    public static final class Forward implements Deed {

        /** One group's share. */
        public record Share(Backend backend, int weight) {}

        private static final double GOLDEN = 0.6180339887498949;

        private final List<Share> shares;
        private final int total;
        private final AtomicLong sent = new AtomicLong();

        public Forward(List<Share> shares) {
            this.shares = shares.stream().filter(share -> share.weight() > 0).toList();
            this.total = this.shares.stream().mapToInt(Share::weight).sum();
        }

        /** The group for the next request; null when no group has a weight. Shares hold over few requests already. */
        Backend next() {
            if (shares.size() == 1) {
                return shares.get(0).backend();
            }
            double position = sent.incrementAndGet() * GOLDEN;
            double left = (position - Math.floor(position)) * total;
            for (Share share : shares) {
                left -= share.weight();
                if (left < 0) {
                    return share.backend();
                }
            }
            return null;
        }
    }

    Deed of(Message request) {
        for (Route route : routes) {
            if (route.condition().test(request)) {
                return route.deed();
            }
        }
        throw new IllegalStateException("A listener without a default rule");
    }
}
