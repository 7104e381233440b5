package io.jenkins.plugins.ecsrelease.engine.image;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * A finding that is accepted for a while.
 *
 * @param id of the finding, such as "CVE-2026-12345"
 * @param reason why it is accepted; shown in the log
 * @param expires the last day it is accepted, as 2027-03-31, in UTC. From the next day on the finding counts again
 */
public record Allowance(String id, String reason, String expires) {

    public Allowance {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("An allowed finding needs its id, such as id: 'CVE-2026-12345'.");
        }
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("The allowed finding " + id + " needs a reason.");
        }
        id = id.trim();
        try {
            expires = LocalDate.parse(expires == null ? "" : expires.trim()).toString();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "The allowed finding " + id + " needs the last day it is accepted, such as expires: '2027-03-31'.", e);
        }
    }

    /** Whether it still holds on this day. */
    public boolean holdsOn(LocalDate day) {
        return !day.isAfter(LocalDate.parse(expires));
    }
}
