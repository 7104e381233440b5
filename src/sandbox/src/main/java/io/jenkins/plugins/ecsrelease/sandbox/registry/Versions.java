package io.jenkins.plugins.ecsrelease.sandbox.registry;

/**
 * Order of package versions by Debian's rules, which serve well enough for the others.
 *
 * @see <a href="https://www.debian.org/doc/debian-policy/ch-controlfields.html#version">Debian policy, version</a>
 */
final class Versions {

    private Versions() {}

    static int compare(String a, String b) {
        int epoch = Long.compare(epoch(a), epoch(b));
        if (epoch != 0) {
            return epoch;
        }
        String left = a.substring(a.indexOf(':') + 1);
        String right = b.substring(b.indexOf(':') + 1);
        int upstream = part(upstream(left), upstream(right));
        return upstream != 0 ? upstream : part(revision(left), revision(right));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        return colon <= 0 ? 0 : Long.parseLong(version.substring(0, colon));
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    private static int part(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while ((i < a.length() && !Character.isDigit(a.charAt(i))) || (j < b.length() && !Character.isDigit(b.charAt(j)))) {
                int order = weight(a, i) - weight(b, j);
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int fromA = i;
            int fromB = j;
            while (i < a.length() && Character.isDigit(a.charAt(i))) {
                i++;
            }
            while (j < b.length() && Character.isDigit(b.charAt(j))) {
                j++;
            }
            String x = a.substring(fromA, i).replaceFirst("^0+", "");
            String y = b.substring(fromB, j).replaceFirst("^0+", "");
            int order = x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Tilde sorts before the end, the end and digits before letters, letters before everything else. */
    private static int weight(String text, int at) {
        if (at >= text.length() || Character.isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
    }
}
