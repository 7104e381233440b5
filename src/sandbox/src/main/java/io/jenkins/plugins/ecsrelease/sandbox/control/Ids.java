package io.jenkins.plugins.ecsrelease.sandbox.control;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Random;

/** Identifiers of new resources. The same world, asked in the same order, gives the same ones. */
public final class Ids {

    private static final long SEED = 20_261_123;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Random random = new Random(SEED);

    Ids(World world) {}

    /** Hexadecimal digits, as in tasks, target groups and subnets. */
    public String hex(int length) {
        return from("0123456789abcdef", length);
    }

    /** Decimal digits, the first not zero, as in service revisions. */
    public String digits(int length) {
        return (1 + number(9)) + from("0123456789", length - 1);
    }

    /** Letters, digits, hyphens and underscores, as in service deployments. */
    public String letters(int length) {
        return from(LETTERS, length);
    }

    public String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
    }

    /** At least 0 and less than {@code bound}. */
    public synchronized int number(int bound) {
        return random.nextInt(bound);
    }

    private synchronized String from(String alphabet, int length) {
        StringBuilder id = new StringBuilder(length);
        while (id.length() < length) {
            id.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return id.toString();
    }
}
