package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Points in time as the protocols write them, with milliseconds. */
final class Timestamps {

    private Timestamps() {}

    static BigDecimal epoch(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    static Instant epoch(BigDecimal seconds) {
        return Instant.ofEpochMilli(
                seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    static String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** ISO 8601, or epoch seconds as some clients send them. */
    static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notIso) {
            try {
                return epoch(new BigDecimal(text));
            } catch (ArithmeticException | NumberFormatException notEpoch) {
                throw new Wire.Malformed("'" + text + "' is no timestamp");
            }
        }
    }
}
