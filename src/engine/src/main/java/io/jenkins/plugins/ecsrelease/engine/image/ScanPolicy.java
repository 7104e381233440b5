package io.jenkins.plugins.ecsrelease.engine.image;

import java.util.List;
import java.util.Locale;

/**
 * What a scan must not find.
 *
 * @param severity the lowest severity that stops a release: CRITICAL, HIGH (the default), MEDIUM, LOW or INFORMATIONAL.
 *     A finding whose severity is UNDEFINED or unheard of counts as this severe: it is not proven to be harmless
 * @param fixableOnly findings count only where a fix may exist; one that does not say counts
 * @param allowed findings that are accepted, each with a reason and a last day
 * @param unscannable why an image that the scanner does not support (UNSUPPORTED_IMAGE) is accepted; empty to refuse it
 * @param none why no scan is wanted at all; empty for a scan
 * @param waitMinutes how long a result is waited for, 1 to 1440, default 15
 */
public record ScanPolicy(
        String severity,
        boolean fixableOnly,
        List<Allowance> allowed,
        String unscannable,
        String none,
        int waitMinutes) {

    /** From mild to grave. */
    public static final List<String> SEVERITIES = List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    public ScanPolicy {
        severity = severity == null || severity.isBlank() ? "HIGH" : severity.trim().toUpperCase(Locale.ROOT);
        allowed = allowed == null ? List.of() : List.copyOf(allowed);
        unscannable = unscannable == null ? "" : unscannable.trim();
        none = none == null ? "" : none.trim();
        waitMinutes = waitMinutes == 0 ? 15 : waitMinutes;
        if (!SEVERITIES.contains(severity)) {
            throw new IllegalArgumentException("No severity is named '" + severity + "'. There are: "
                    + String.join(", ", SEVERITIES) + ".");
        }
        if (waitMinutes < 1 || waitMinutes > 1440) {
            throw new IllegalArgumentException("A scan is waited for 1 to 1440 minutes, not " + waitMinutes + ".");
        }
    }

    /** Fails on HIGH and CRITICAL, allows nothing. */
    public static ScanPolicy standard() {
        return new ScanPolicy("HIGH", false, List.of(), "", "", 15);
    }

    /** No scan, and why. */
    public static ScanPolicy none(String reason) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("Doing without a scan needs a reason: none('…').");
        }
        return new ScanPolicy("HIGH", false, List.of(), "", reason, 15);
    }

    public boolean wanted() {
        return none.isEmpty();
    }

    /** Whether a finding of this severity counts. */
    public boolean reaches(String found) {
        int at = found == null ? -1 : SEVERITIES.indexOf(found.toUpperCase(Locale.ROOT));
        return at < 0 || at >= SEVERITIES.indexOf(severity);
    }
}
