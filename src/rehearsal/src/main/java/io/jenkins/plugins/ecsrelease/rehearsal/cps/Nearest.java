package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The name that was probably meant. */
final class Nearest {

    private Nearest() {}

    @SafeVarargs
    static String hint(String given, Collection<String>... known) {
        List<String> all = new ArrayList<>();
        for (Collection<String> names : known) {
            all.addAll(names);
        }
        return all.stream()
                .min(Comparator.comparingInt(name -> distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .filter(name -> distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                        <= Math.max(2, given.length() / 3))
                .map(name -> ". Did you mean '" + name + "'?")
                .orElse("");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1),
                        diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
