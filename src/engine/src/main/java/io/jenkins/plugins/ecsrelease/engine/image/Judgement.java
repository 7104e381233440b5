package io.jenkins.plugins.ecsrelease.engine.image;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Findings held against a policy on one day. Pure. */
public record Judgement(List<Line> lines) {

    /**
     * A finding and what becomes of it.
     *
     * @param counts whether it stops the release
     * @param why of its fate, for the table
     */
    public record Line(ScanReport.Found found, boolean counts, String why) {}

    static Judgement of(List<ScanReport.Found> findings, ScanPolicy policy, LocalDate today) {
        List<Line> lines = new ArrayList<>();
        for (ScanReport.Found found : findings.stream().distinct().toList()) {
            lines.add(line(found, policy, today));
        }
        lines.sort(Comparator.comparing((Line line) -> !line.counts())
                .thenComparing(line -> -rank(line.found().severity()))
                .thenComparing(line -> line.found().id())
                .thenComparing(line -> line.found().name()));
        return new Judgement(List.copyOf(lines));
    }

    private static Line line(ScanReport.Found found, ScanPolicy policy, LocalDate today) {
        if (!policy.reaches(found.severity())) {
            return new Line(found, false, "below " + policy.severity());
        }
        Optional<Allowance> allowance =
                policy.allowed().stream().filter(one -> one.id().equalsIgnoreCase(found.id())).findFirst();
        if (allowance.isPresent() && allowance.get().holdsOn(today)) {
            return new Line(
                    found, false, "allowed until " + allowance.get().expires() + ": " + allowance.get().reason());
        }
        String expired = allowance.map(one -> "allowed until " + one.expires() + ", which is over").orElse("");
        if (policy.fixableOnly() && found.fixable().equalsIgnoreCase("NO")) {
            return new Line(found, false, "no fix yet");
        }
        return new Line(found, true, expired.isEmpty() ? "counts" : "counts: " + expired);
    }

    private static int rank(String severity) {
        int at = ScanPolicy.SEVERITIES.indexOf(severity.toUpperCase(Locale.ROOT));
        return at < 0 ? ScanPolicy.SEVERITIES.size() : at;
    }

    boolean passes() {
        return lines.stream().noneMatch(Line::counts);
    }

    long counting() {
        return lines.stream().filter(Line::counts).count();
    }

    /** How many of each severity, gravest first; severities without a finding are left out. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.stream()
                .map(line -> line.found().severity())
                .distinct()
                .sorted(Comparator.comparing(severity -> -rank(severity)))
                .forEach(severity -> counts.put(severity, (int)
                        lines.stream().filter(line -> line.found().severity().equals(severity)).count()));
        return counts;
    }

    /** A table for the log: all that count, and those that were let through on purpose. */
    String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"SEVERITY", "FINDING", "PACKAGE", "VERSION", "FIXED IN", "VERDICT"});
        for (Line line : lines) {
            if (line.counts() || !line.why().startsWith("below ")) {
                ScanReport.Found found = line.found();
                rows.add(new String[] {
                    found.severity(), found.id(), found.name(), found.version(),
                    found.fixedIn().isEmpty() ? (found.fixable().equals("NO") ? "none" : "?") : found.fixedIn(), line.why()
                });
            }
        }
        if (rows.size() == 1) {
            return "";
        }
        int[] widths = new int[6];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder text = new StringBuilder("  ");
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString().stripTrailing();
    }

    /** Everything, for the archive and the report. */
    List<Map<String, Object>> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Line line : lines) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", line.found().id());
            one.put("severity", line.found().severity());
            one.put("package", line.found().name());
            one.put("version", line.found().version());
            one.put("fixable", line.found().fixable());
            one.put("fixedIn", line.found().fixedIn());
            one.put("url", line.found().url());
            one.put("counts", line.counts());
            one.put("why", line.why());
            all.add(one);
        }
        return all;
    }
}
