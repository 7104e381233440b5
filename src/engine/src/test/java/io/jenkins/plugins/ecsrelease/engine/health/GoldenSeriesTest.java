package io.jenkins.plugins.ecsrelease.engine.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Minutes.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * Series of metrics and the verdict that they lead to. The table of docs/health.md is written from here
 * ({@code -Ddocs.write=true}), and this fails when it says anything else.
 */
public class GoldenSeriesTest {

    private static final Path DOCS = Path.of("../../docs/health.md");
    private static final String BEGIN = "<!-- golden series: written by GoldenSeriesTest -->\n";
    private static final String END = "<!-- end of golden series -->";
    private static final Double NONE = null;

    /** One row. */
    private record Golden(String name, Minutes minutes, String shown, String judged, Check check, Verdict verdict) {}

    private static final List<Golden> ALL = List.of(
            row("steady", "below 10, none borne", bound(0, false, ""), pass(), 1, 2, 0, 1, 3, 2),
            row("spike shorter than the limit", "below 10, 2 borne in a row", bound(2, true, ""), pass(), 1, 50, 50, 1, 1, 50, 1),
            row("spike as long as the limit", "below 10, 2 borne in a row", bound(2, true, ""), fail(6), 1, 50, 50, 50, 1, 1),
            row("slow burn", "below 10, 2 borne in all", bound(2, false, ""), fail(8), 1, 50, 1, 50, 1, 50, 1, 1),
            row("slow burn", "below 10, 2 borne in a row", bound(2, true, ""), pass(), 1, 50, 1, 50, 1, 50, 1, 1),
            new Golden("missing minutes at the end", Minutes.of("m", 1.0, 1.0, NONE, NONE), "1 1 – –", "below 10, none borne",
                    bound(0, false, ""), new Verdict("inconclusive", 0)),
            new Golden("missing minutes in between", Minutes.of("m", 1.0, NONE, NONE, 1.0), "1 – – 1", "below 10, none borne",
                    bound(0, false, ""), pass()),
            new Golden("missing minutes", Minutes.of("m", 1.0, NONE, 1.0), "1 – 1", "below 10, noData: 'fail'",
                    bound(0, false, "fail"), fail(6)),
            new Golden("missing minutes", Minutes.of("m", NONE, NONE, NONE), "– – –", "below 10, noData: 'pass'",
                    bound(0, false, "pass"), pass()),
            new Golden("no minute at all", Minutes.of("m", NONE, NONE, NONE), "– – –", "below 10, none borne",
                    bound(0, false, ""), new Verdict("inconclusive", 0)),
            new Golden("late points, out of order", Minutes.of("m", 50.0, 1.0, 50.0, 50.0, 1.0).late(3, 1, 3, 1, 1),
                    "50 1 50 50 1, published 3 1 3 1 1 minutes late", "below 10, 1 borne in a row", bound(1, true, ""), fail(6)),
            new Golden("late points, out of order", Minutes.of("m", 50.0, 1.0, 50.0, 1.0, 1.0).late(3, 1, 3, 1, 1),
                    "50 1 50 1 1, published 3 1 3 1 1 minutes late", "below 10, 1 borne in a row", bound(1, true, ""), pass()),
            new Golden("a point later than a gap is given up", Minutes.of("m", 1.0, 1.0, 50.0).late(2, 2, 6),
                    "1 1 50, the last 6 minutes late", "below 10, none borne", bound(0, false, ""), fail(9)),
            new Golden("zero traffic", Minutes.of("RequestCount", NONE, NONE, NONE), "no requests", "httpErrors()",
                    new HttpErrors(0, false, 0, Limits.DEFAULT), new Verdict("inconclusive", 0)),
            new Golden("too little traffic", Minutes.of("RequestCount", 3.0, 5.0, 2.0).and("HTTPCode_Target_5XX_Count", 3.0, NONE, 1.0),
                    "3 5 2 requests, 3 0 1 errors", "httpErrors()", new HttpErrors(0, false, 0, Limits.DEFAULT), new Verdict("inconclusive", 0)),
            new Golden("traffic without errors", Minutes.of("RequestCount", 900.0, 950.0, 910.0), "900 950 910 requests, no errors",
                    "httpErrors()", new HttpErrors(0, false, 0, Limits.DEFAULT), pass()),
            new Golden("two in a hundred fail",
                    Minutes.of("RequestCount", 900.0, 950.0, 910.0).and("HTTPCode_Target_5XX_Count", 18.0, 19.0, 18.0),
                    "900 950 910 requests, 18 19 18 errors", "httpErrors(failureLimit: 1)",
                    new HttpErrors(0, false, 0, Limits.bearing(60, 1, false)), fail(4)),
            new Golden("NaN", Minutes.of("m", Double.NaN, Double.NaN), "NaN NaN", "below 10, none borne", bound(0, false, ""),
                    new Verdict("inconclusive", 0)),
            new Golden("NaN between numbers", Minutes.of("m", 1.0, Double.NaN, 1.0), "1 NaN 1", "below 10, none borne",
                    bound(0, false, ""), pass()),
            new Golden("infinity", Minutes.of("m", Double.POSITIVE_INFINITY), "∞", "below 10, none borne", bound(0, false, ""),
                    new Verdict("inconclusive", 0)),
            new Golden("counter reset", Minutes.of("m", 1000.0, 1004.0, 1009.0, 3.0, 8.0), "1000 1004 1009 3 8",
                    "counter, increase below 10", counter(), pass()),
            new Golden("counter that grows too fast", Minutes.of("m", 1000.0, 1004.0, 1030.0), "1000 1004 1030",
                    "counter, increase below 10", counter(), fail(5)),
            new Golden("blue worse than green", Minutes.of("m", 30.0, 31.0, 29.0).besideBlue("m", 45.0, 44.0, 46.0),
                    "30 31 29 beside 45 44 46", "comparedTo: 'blue', by: 20", beside(20), pass()),
            new Golden("green worse than blue", Minutes.of("m", 30.0, 60.0, 61.0).besideBlue("m", 29.0, 30.0, 31.0),
                    "30 60 61 beside 29 30 31", "comparedTo: 'blue', by: 20", beside(20), fail(4)),
            new Golden("both get worse together", Minutes.of("m", 30.0, 90.0, 92.0).besideBlue("m", 29.0, 88.0, 91.0),
                    "30 90 92 beside 29 88 91", "comparedTo: 'blue', by: 20", beside(20), pass()),
            new Golden("blue has no traffic any more", Minutes.of("m", 30.0, 31.0, 60.0).besideBlue("m", 30.0, 30.0, NONE),
                    "30 31 60 beside 30 30 –", "comparedTo: 'blue', by: 20", beside(20), fail(5)),
            new Golden("nothing of blue to compare with", Minutes.of("m", 30.0, 31.0), "30 31 beside – –", "comparedTo: 'blue', by: 20",
                    beside(20), new Verdict("inconclusive", 0)),
            new Golden("green drops below blue", Minutes.of("m", 100.0, 70.0).besideBlue("m", 100.0, 100.0), "100 70 beside 100 100",
                    "comparedTo: 'blue', by: -20", beside(-20), fail(4)));

    @Test
    public void everySeriesLeadsToItsVerdict() {
        for (Golden golden : ALL) {
            assertEquals(golden.name() + ": " + golden.shown() + ", " + golden.judged(), golden.verdict(),
                    golden.minutes().judgedBy(golden.check()));
        }
    }

    @Test
    public void theTableInTheDocumentationIsThisOne() throws IOException {
        StringBuilder table = new StringBuilder("| series | minutes | judged | verdict |\n|---|---|---|---|\n");
        for (Golden golden : ALL) {
            table.append("| ").append(golden.name()).append(" | ").append(golden.shown()).append(" | ").append(golden.judged())
                    .append(" | ").append(golden.minutes().judgedBy(golden.check())).append(" |\n");
        }
        String docs = Files.readString(DOCS);
        int begin = docs.indexOf(BEGIN);
        int end = docs.indexOf(END);
        assertTrue("docs/health.md has no place for the table", begin >= 0 && end > begin);
        String written = docs.substring(0, begin + BEGIN.length()) + table + docs.substring(end);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCS, written);
        } else {
            assertEquals("docs/health.md tells other verdicts than there are: write it with -Ddocs.write=true", docs, written);
        }
    }

    private static Golden row(String name, String judged, Check check, Verdict verdict, int... minutes) {
        return new Golden(name, Minutes.of("m", Arrays.stream(minutes).mapToObj(Double::valueOf).toArray(Double[]::new)),
                Arrays.stream(minutes).mapToObj(String::valueOf).collect(Collectors.joining(" ")), judged, check, verdict);
    }

    private static Verdict pass() {
        return new Verdict("pass", 0);
    }

    private static Verdict fail(int minute) {
        return new Verdict("fail", minute);
    }

    private static Metric bound(int borne, boolean inARow, String noData) {
        return Metric.below("shop", "m", Map.of(), "Sum", 10, new Limits(60, borne, inARow, 1, noData, false));
    }

    private static Metric counter() {
        return new Metric("shop", "m", Map.of(), "Maximum", 10.0, null, "", null, true, 60, Limits.DEFAULT);
    }

    private static Metric beside(double percent) {
        return Metric.besideBlue("shop", "m", Map.of("TargetGroup", "{targetGroup}"), "Average", percent, Limits.DEFAULT);
    }
}
