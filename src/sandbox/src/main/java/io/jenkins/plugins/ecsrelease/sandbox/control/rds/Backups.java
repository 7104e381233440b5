package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The daily backup window, see
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
 */
final class Backups {

    /** How long a database is "backing-up". */
    static final Duration LASTING = Duration.ofMinutes(3);

    private static final Pattern WINDOW = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("HH:mm");

    private Backups() {}

    /** The window asked for; else one that has just passed, so that it is furthest away. */
    static String window(String asked, Instant now) {
        if (asked == null) {
            ZonedDateTime end = now.atZone(ZoneOffset.UTC).minusMinutes(5);
            return TEXT.format(end.minusMinutes(30)) + "-" + TEXT.format(end);
        }
        if (!WINDOW.matcher(asked).matches()) {
            throw new Refused("InvalidParameterValue", "Invalid backup window: " + asked + ". Must be in the format hh24:mi-hh24:mi.");
        }
        return asked;
    }

    /** Runs {@code backup} at the beginning of every window. */
    static void daily(Time time, String window, Runnable backup) {
        Matcher parts = WINDOW.matcher(window);
        if (!parts.matches()) {
            throw new IllegalArgumentException(window);
        }
        LocalTime begin = LocalTime.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        ZonedDateTime now = time.now().atZone(ZoneOffset.UTC);
        ZonedDateTime next = now.with(begin);
        Duration wait = Duration.between(now, next.isAfter(now) ? next : next.plusDays(1));
        time.after(wait, () -> {
            backup.run();
            daily(time, window, backup);
        });
    }
}
