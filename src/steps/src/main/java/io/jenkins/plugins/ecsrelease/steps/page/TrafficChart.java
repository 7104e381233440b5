package io.jenkins.plugins.ecsrelease.steps.page;

import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How traffic moved to the new version, as a line in steps: drawn by the server, so that the page needs no script. */
public final class TrafficChart {

    static final int WIDTH = 720;
    static final int HEIGHT = 120;

    private record Point(Instant at, double share) {}

    private final List<Point> points;
    private final Instant end;

    private TrafficChart(List<Point> points, Instant end) {
        this.points = points;
        this.end = end;
    }

    static Optional<TrafficChart> of(List<Note> notes) {
        List<Point> points = new ArrayList<>();
        for (Note each : notes) {
            if (each.fact().kind().equals("weights") && each.fact().details().get("new") instanceof Number share) {
                points.add(new Point(each.at(), share.doubleValue()));
            }
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(new TrafficChart(points, notes.get(notes.size() - 1).at()));
    }

    public int getWidth() {
        return WIDTH;
    }

    public int getHeight() {
        return HEIGHT;
    }

    /** Points of an SVG polyline, from the first note of traffic to the last note at all. */
    public String getLine() {
        Instant start = points.get(0).at();
        double span = Math.max(1, Duration.between(start, end).toMillis());
        StringBuilder line = new StringBuilder();
        double before = points.get(0).share();
        for (Point each : points) {
            double x = Duration.between(start, each.at()).toMillis() / span * WIDTH;
            append(line, x, before);
            append(line, x, each.share());
            before = each.share();
        }
        append(line, WIDTH, before);
        return line.toString().trim();
    }

    /** What the picture shows, for who cannot see it. */
    public String getText() {
        List<String> told = new ArrayList<>();
        for (Point each : points) {
            told.add(String.format(Locale.ROOT, "%.0f %% after %d s", each.share(), Duration.between(points.get(0).at(), each.at()).toSeconds()));
        }
        return "Traffic on the new version: " + String.join(", ", told);
    }

    private static void append(StringBuilder line, double x, double share) {
        line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, HEIGHT - share / 100 * HEIGHT));
    }
}
