package io.jenkins.plugins.ecsrelease.engine.health.look;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many connections an instance class allows, as the default parameter groups reckon it from its memory.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections">RDS</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html">Aurora PostgreSQL</a>
 */
final class InstanceClass {

    private static final Pattern NAME = Pattern.compile("db\\.([a-z]+)(\\d)[a-z0-9-]*\\.(micro|small|medium|large|xlarge|(\\d+)xlarge)");
    /** GiB of a "large" by family letters. */
    private static final Map<String, Double> LARGE = Map.of("t", 8.0, "m", 8.0, "r", 16.0, "c", 4.0, "z", 16.0, "x", 32.0);
    /** In shares of a "large"; xlarge and above are multiples of two of it. */
    private static final Map<String, Double> SHARE = Map.of("micro", 0.125, "small", 0.25, "medium", 0.5, "large", 1.0, "xlarge", 2.0);
    private static final double MOST_POSTGRES = 5000;

    private InstanceClass() {}

    /** In GiB; empty for a class that is not known here. */
    static OptionalDouble memory(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || !LARGE.containsKey(matcher.group(1))) {
            return OptionalDouble.empty();
        }
        double large = LARGE.get(matcher.group(1));
        if (matcher.group(1).equals("r") && matcher.group(2).compareTo("5") < 0) {
            large = 15.25;
        } else if (name.startsWith("db.x2iedn.")) {
            large = 64;
        }
        double share = matcher.group(4) == null ? SHARE.get(matcher.group(3)) : 2 * Double.parseDouble(matcher.group(4));
        return OptionalDouble.of(large * share);
    }

    /** @param name of a class whose memory is known here */
    static double connections(String engine, String name) {
        // Of a burstable class the database has three quarters; the guide's table is reckoned so.
        boolean ofAurora = engine.startsWith("aurora") && !engine.contains("postgres");
        return connections(engine, memory(name).orElseThrow() * (ofAurora && name.startsWith("db.t") ? 0.75 : 1));
    }

    /** @param gib memory of the instance */
    static double connections(String engine, double gib) {
        if (engine.contains("postgres")) {
            // As the guide's own example reckons it, with 1,000,000,000 bytes to the GiB: some memory is not the database's.
            return Math.min(MOST_POSTGRES, Math.floor(gib * 1e9 / 9_531_392));
        }
        if (engine.startsWith("aurora")) {
            double bytes = gib * (1L << 30);
            double small = log2(bytes / 805_306_368) * 45;
            double large = Math.round(log2(bytes / 8_187_281_408.0)) * 1000.0;
            return Math.floor(Math.max(small, large));
        }
        return Math.floor(gib * 1e9 / 12_582_880);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
