package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;

/** Whether there were requests enough to judge by. */
final class Enough {

    private Enough() {}

    /** A minute with too few; null before production traffic, when a few from the test listener are all there can be. */
    static Sample lacking(Look look, Instant minute, double count, int least) {
        boolean traffic = look.scope().trafficSince() != null && !minute.isBefore(look.scope().trafficSince());
        return traffic
                ? Sample.none(minute, Numbers.text(count) + " requests in the minute from " + minute + ", at least " + least + " needed")
                : null;
    }
}
