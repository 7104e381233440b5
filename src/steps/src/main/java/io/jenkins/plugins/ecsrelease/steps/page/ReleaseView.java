package io.jenkins.plugins.ecsrelease.steps.page;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One operation as a page shows it: a copy of its journal, and of its timeline once that is asked for. */
@ExportedBean(defaultVisibility = 2)
public final class ReleaseView {

    /** The end of followed output that a page shows, in bytes; the console has all of it. */
    private static final int TAIL = 64 * 1024;

    private final Journal journal;
    private List<Note> notes;

    ReleaseView(Journal journal) {
        this.journal = journal;
    }

    private synchronized List<Note> notes() throws IOException {
        if (notes == null) {
            notes = journal.facts();
        }
        return notes;
    }

    @Exported
    public String getId() {
        return journal.id();
    }

    @Exported
    public String getStep() {
        return label("step");
    }

    @Exported
    public int getBuild() {
        String number = label("build");
        return number.matches("\\d+") ? Integer.parseInt(number) : 0;
    }

    @Exported
    public String getEnvironment() {
        return label("environment");
    }

    @Exported
    public String getCluster() {
        return label("cluster");
    }

    @Exported
    public String getService() {
        return label("service");
    }

    /** "shop/web", or what else tells which thing it is about. */
    public String getThing() {
        if (!getService().isEmpty()) {
            return getCluster() + "/" + getService();
        }
        for (String each : List.of("cluster", "repository", "source", "image")) {
            String name = journal.order() == null ? "" : journal.order().path(each).asText("");
            if (!name.isEmpty()) {
                return name.replaceFirst("@sha256:.*", "");
            }
        }
        return getCluster();
    }

    @Exported
    public boolean isPlan() {
        return label("plan").equals("true");
    }

    /** Empty while it runs. */
    @Exported
    public String getVerdict() {
        return journal.verdict().map(Verdict::name).orElse("");
    }

    @Exported
    public boolean isOpen() {
        return journal.outcome().isEmpty();
    }

    /** How it ended, or where it stands. */
    @Exported
    public String getMessage() {
        return journal.outcome().map(Outcome::message).orElse(journal.description());
    }

    @Exported
    public String getStarted() {
        return GateView.TIME.format(journal.created());
    }

    /** How long it took, or has taken to its last note. */
    @Exported
    public long getSeconds() throws IOException {
        if (journal.outcome().isPresent() && journal.outcome().get().result().get("seconds") instanceof Number seconds) {
            return seconds.longValue();
        }
        Instant last = notes().isEmpty() ? journal.created() : notes().get(notes().size() - 1).at();
        return Duration.between(journal.created(), last).toSeconds();
    }

    @Exported
    public String getRegion() {
        return journal.identity() == null ? "" : journal.identity().region();
    }

    @Exported
    public String getDigest() {
        return result("digest");
    }

    /** Enough of the digest to tell images apart by eye. */
    public String getShortDigest() {
        return getDigest().length() > 19 ? getDigest().substring(0, 19) + "…" : getDigest();
    }

    @Exported
    public String getTaskDefinition() {
        return name(result("taskDefinition"));
    }

    @Exported
    public String getPreviousTaskDefinition() {
        return name(result("previousTaskDefinition"));
    }

    /** Who let it into a protected environment; empty where nobody had to. */
    @Exported
    public String getApprover() {
        return label("approver");
    }

    /** The number of the build that this rolled back; 0 for none. */
    @Exported
    public int getUndoes() {
        String number = label("undoes");
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
    }

    /** Whether a rollback of its build takes this back. */
    @Exported
    public boolean isUndoable() {
        return journal.kind().equals("blue-green") && !isPlan() && !isOpen() && !getPreviousTaskDefinition().isEmpty()
                && !getVerdict().equals("ROLLED_BACK") && !getPreviousTaskDefinition().equals(getTaskDefinition());
    }

    /** Which colour its verdict has: good, bad, changed or open. */
    public String getTone() {
        return switch (getVerdict()) {
            case "" -> "open";
            case "SUCCEEDED" -> "good";
            case "ROLLED_BACK", "SUPERSEDED", "STOPPED" -> "changed";
            default -> "bad";
        };
    }

    boolean isChangeOfService() {
        return !isPlan() && (journal.kind().equals("blue-green") || journal.kind().equals("rollback"));
    }

    /** The plan with the difference of the task definitions, a line each; empty when there is none. */
    public List<Line> getPlanLines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String each : getPlanText().lines().toList()) {
            String bare = each.strip();
            lines.add(new Line("", bare.startsWith("+ ") ? "added" : bare.startsWith("- ") ? "removed" : "same", each));
        }
        return lines;
    }

    /** The plan as text. */
    @Exported(visibility = 1)
    public String getPlanText() throws IOException {
        for (Note each : notes()) {
            if (each.fact().kind().equals("plan")) {
                return each.fact().text();
            }
        }
        return result("plan");
    }

    /** SHA-256 of the plan's text, as it was when the plan was made; empty where there is none. */
    @Exported(visibility = 1)
    public String getPlanHash() throws IOException {
        for (Note each : notes()) {
            if (each.fact().kind().equals("plan")) {
                return String.valueOf(each.fact().details().getOrDefault("hash", ""));
            }
        }
        return "";
    }

    /** What was noted for people. */
    @Exported(visibility = 1)
    public List<Line> getTimeline() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Note each : notes()) {
            if (!each.fact().text().isEmpty() && !each.fact().kind().equals("plan")) {
                lines.add(new Line(GateView.TIME.format(each.at()), each.fact().kind(), told(each.fact())));
            }
        }
        return lines;
    }

    /** The audit's line of a call is for programs; people are told which call it was, and how to find it again. */
    private static String told(Fact fact) {
        Map<String, Object> call = fact.details();
        return !fact.kind().equals("call") ? fact.text()
                : call.get("service") + " " + call.get("operation") + ": " + call.get("status") + " " + call.get("code") + " (request "
                        + call.get("requestId") + ")";
    }

    /** What the scan found; empty when nothing was scanned or found. */
    @Exported(visibility = 1)
    public List<Finding> getFindings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Note each : notes()) {
            if (each.fact().kind().equals("findings") && each.fact().details().get("findings") instanceof List<?> all) {
                all.stream().filter(Map.class::isInstance).forEach(one -> findings.add(new Finding((Map<?, ?>) one)));
            }
        }
        return findings;
    }

    /** The end of what its program printed: a build's or a migration's log; empty where there is none. */
    @Exported(visibility = 1)
    public String getOutput() throws IOException {
        if (journal.outputLength() == 0 || !Files.exists(journal.output())) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(journal.output().toFile(), "r")) {
            long length = Math.min(journal.outputLength(), file.length());
            byte[] tail = new byte[(int) Math.min(length, TAIL)];
            file.seek(length - tail.length);
            file.readFully(tail);
            return (length > tail.length ? "…\n" : "") + new String(tail, StandardCharsets.UTF_8);
        }
    }

    /** Who said what to it: stops, and the ends of holds. */
    @Exported
    public List<Line> getSignals() {
        return journal.signals().stream().map(each -> new Line(GateView.TIME.format(each.at()), each.kind().name(), each.about() + " by " + each.who())).toList();
    }

    /** Traffic and health over time; null when neither was ever noted. */
    public ReleaseChart getChart() throws IOException {
        return ReleaseChart.of(notes()).orElse(null);
    }

    Instant created() {
        return journal.created();
    }

    private String label(String name) {
        return journal.labels().getOrDefault(name, "");
    }

    private String result(String name) {
        return journal.outcome().map(outcome -> outcome.result().get(name)).map(String::valueOf).orElse("");
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Something that a scan found in an image. */
    @ExportedBean(defaultVisibility = 2)
    public static final class Finding {
        private final Map<?, ?> found;

        Finding(Map<?, ?> found) {
            this.found = found;
        }

        @Exported
        public String getId() {
            return text("id");
        }

        @Exported
        public String getSeverity() {
            return text("severity");
        }

        /** Package and version. */
        @Exported
        public String getWhere() {
            return text("package") + " " + text("version");
        }

        @Exported
        public String getFixedIn() {
            return text("fixedIn");
        }

        /** Whether it counts against the policy. */
        @Exported
        public boolean isCounts() {
            return Boolean.TRUE.equals(found.get("counts"));
        }

        @Exported
        public String getWhy() {
            return text("why");
        }

        private String text(String name) {
            return found.get(name) == null ? "" : found.get(name).toString();
        }
    }

    /** A line of a timeline. */
    @ExportedBean(defaultVisibility = 2)
    public static final class Line {
        private final String at;
        private final String kind;
        private final String text;

        Line(String at, String kind, String text) {
            this.at = at;
            this.kind = kind;
            this.text = text;
        }

        @Exported
        public String getAt() {
            return at;
        }

        @Exported
        public String getKind() {
            return kind;
        }

        @Exported
        public String getText() {
            return text;
        }
    }
}
