package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has what to itself. Kept in memory, and made anew from the journals when an engine starts.
 *
 * <p>An operation that nobody follows makes no more changes, so what it has is free: its build was killed, say. After a
 * start the hosts need a while to come back, and until then it counts.
 */
final class Claims {

    private static final long UNTIL_HOSTS_ARE_BACK = Duration.ofMinutes(10).toNanos();

    private final Map<String, Flight> holders = new HashMap<>();
    private final long started;

    /** @param nanos what the schedule's clock says now */
    Claims(long nanos) {
        started = nanos;
    }

    /** Found on disk. */
    synchronized void found(Flight flight) {
        flight.saved().claim().ifPresent(of -> holders.put(of, flight));
    }

    /** @return who else has it; empty when it is this flight's from now on */
    synchronized Optional<Flight> take(Claim claim, Flight flight, Instant now, long nanos) {
        Flight holder = holders.get(claim.of());
        boolean insists = claim.goesFirst() && !now.isBefore(claim.insistsFrom());
        if (holder == null || holder == flight || insists || !counts(holder, nanos)) {
            holders.put(claim.of(), flight);
            return Optional.empty();
        }
        return Optional.of(holder);
    }

    private boolean counts(Flight holder, long nanos) {
        return holder.followed() || holder.resumed && nanos - started < UNTIL_HOSTS_ARE_BACK;
    }

    synchronized void release(Flight flight) {
        holders.values().removeIf(holder -> holder == flight);
    }
}
