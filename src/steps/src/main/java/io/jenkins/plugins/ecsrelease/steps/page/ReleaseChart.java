package io.jenkins.plugins.ecsrelease.steps.page;

import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Traffic on the new version as a line in steps and, below it and on the same axis of time, one lane for each health check.
 * Numbers alone: the page draws them on the server's side, so that it needs no script.
 */
public final class ReleaseChart {

    static final int WIDTH = 720;
    static final int HEIGHT = 110;
    static final int LANE = 22;

    private static final String TRAFFIC = "weights";
    private static final String CHECK = "check";

    private record Point(Instant at, double share) {}

    private record Look(Instant at, String result, String detail) {}

    private final List<Point> points;
    private final Map<String, List<Look>> checks;
    private final Instant start;
    private final Instant end;

    private ReleaseChart(List<Point> points, Map<String, List<Look>> checks, Instant start, Instant end) {
        this.points = points;
        this.checks = checks;
        this.start = start;
        this.end = end;
    }

    /** Empty when neither traffic nor a check was ever noted. */
    static Optional<ReleaseChart> of(List<Note> notes) {
        List<Point> points = new ArrayList<>();
        Map<String, List<Look>> checks = new LinkedHashMap<>();
        Instant start = null;
        for (Note each : notes) {
            Map<String, Object> details = each.fact().details();
            if (each.fact().kind().equals(TRAFFIC) && details.get("new") instanceof Number share) {
                points.add(new Point(each.at(), share.doubleValue()));
            } else if (each.fact().kind().equals(CHECK) && details.get("check") instanceof String name && details.get("result") instanceof String result) {
                checks.computeIfAbsent(name, any -> new ArrayList<>()).add(new Look(each.at(), result, String.valueOf(details.getOrDefault("detail", ""))));
            } else {
                continue;
            }
            start = start == null ? each.at() : start;
        }
        return start == null ? Optional.empty() : Optional.of(new ReleaseChart(points, checks, start, notes.get(notes.size() - 1).at()));
    }

    public int getWidth() {
        return WIDTH;
    }

    /** Of the part with the traffic; 0 when none was noted. */
    public int getHeight() {
        return points.isEmpty() ? 0 : HEIGHT;
    }

    /** Of all of it, with the axis. */
    public int getFullHeight() {
        return getHeight() + 10 + checks.size() * LANE + 22;
    }

    /** Where the marks of the axis stand, and what they say. */
    public List<Mark> getMarks() {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            long second = Duration.between(start, end).toSeconds() * i / 4;
            marks.add(new Mark(WIDTH * i / 4, second >= 600 ? second / 60 + " min" : second + " s"));
        }
        return marks;
    }

    /** Points of an SVG polyline, from the first note to the last one at all. */
    public String getLine() {
        StringBuilder line = new StringBuilder();
        double before = points.isEmpty() ? 0 : points.get(0).share();
        for (Point each : points) {
            append(line, x(each.at()), before);
            append(line, x(each.at()), each.share());
            before = each.share();
        }
        append(line, WIDTH, before);
        return line.toString().trim();
    }

    public List<Lane> getLanes() {
        List<Lane> lanes = new ArrayList<>();
        int top = getHeight() + 10;
        for (Map.Entry<String, List<Look>> each : checks.entrySet()) {
            lanes.add(new Lane(each.getKey(), top, bars(each.getValue(), top)));
            top += LANE;
        }
        return lanes;
    }

    /** A result stands until the next look; one bar for looks alike. */
    private List<Bar> bars(List<Look> looks, int top) {
        List<Bar> bars = new ArrayList<>();
        int i = 0;
        while (i < looks.size()) {
            int next = i + 1;
            while (next < looks.size() && looks.get(next).result().equals(looks.get(i).result())) {
                next++;
            }
            double from = x(looks.get(i).at());
            double to = next < looks.size() ? x(looks.get(next).at()) : WIDTH;
            bars.add(new Bar(number(from), top, number(Math.max(2, to - from)), looks.get(i).result(),
                    looks.get(i).result() + ": " + looks.get(next - 1).detail()));
            i = next;
        }
        return bars;
    }

    /** What the picture shows, for who cannot see it. */
    public String getText() {
        List<String> told = new ArrayList<>();
        for (Point each : points) {
            told.add(String.format(Locale.ROOT, "%.0f %% after %d s", each.share(), seconds(each.at())));
        }
        StringBuilder text = new StringBuilder(told.isEmpty() ? "" : "Traffic on the new version: " + String.join(", ", told) + ". ");
        checks.forEach((name, looks) -> {
            text.append("Check ").append(name).append(":");
            String last = "";
            for (Look each : looks) {
                if (!each.result().equals(last)) {
                    text.append(last.isEmpty() ? " " : ", ").append(each.result()).append(" after ").append(seconds(each.at())).append(" s");
                }
                last = each.result();
            }
            text.append(". ");
        });
        return text.toString().trim();
    }

    private long seconds(Instant at) {
        return Duration.between(start, at).toSeconds();
    }

    private double x(Instant at) {
        return Duration.between(start, at).toMillis() / (double) Math.max(1, Duration.between(start, end).toMillis()) * WIDTH;
    }

    private static void append(StringBuilder line, double x, double share) {
        line.append(number(x)).append(',').append(number(HEIGHT - share / 100 * HEIGHT)).append(' ');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A mark of the axis of time. */
    public record Mark(int x, String text) {

        public int getX() {
            return x;
        }

        public String getText() {
            return text;
        }
    }

    /** A check. */
    public record Lane(String name, int top, List<Bar> bars) {

        public String getName() {
            return name.length() > 24 ? name.substring(0, 23) + "…" : name;
        }

        public String getFullName() {
            return name;
        }

        public int getMiddle() {
            return top + LANE / 2 + 2;
        }

        public List<Bar> getBars() {
            return bars;
        }
    }

    /** Some time with one result: pass, fail, inconclusive or early. */
    public record Bar(String x, int y, String width, String result, String text) {

        public String getX() {
            return x;
        }

        public int getY() {
            return y;
        }

        public int getHeight() {
            return LANE - 6;
        }

        public String getWidth() {
            return width;
        }

        public String getResult() {
            return result;
        }

        public String getText() {
            return text;
        }
    }
}
