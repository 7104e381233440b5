package io.jenkins.plugins.ecsrelease.engine.health;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private Numbers() {}

    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, "%.3g", number);
    }
}
