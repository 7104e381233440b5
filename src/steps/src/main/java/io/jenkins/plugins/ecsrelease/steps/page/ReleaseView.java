package io.jenkins.plugins.ecsrelease.steps.page;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One operation as a page shows it: a copy, read once. */
@ExportedBean(defaultVisibility = 2)
public final class ReleaseView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Journal journal;
    private final List<Note> notes;

    ReleaseView(Journal journal) throws IOException {
        this.journal = journal;
        this.notes = journal.facts();
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
        return getService().isEmpty() ? getCluster() : getCluster() + "/" + getService();
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
        return TIME.format(journal.created());
    }

    @Exported
    public long getSeconds() {
        Instant last = notes.isEmpty() ? journal.created() : notes.get(notes.size() - 1).at();
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

    @Exported
    public String getTaskDefinition() {
        return name(result("taskDefinition"));
    }

    @Exported
    public String getPreviousTaskDefinition() {
        return name(result("previousTaskDefinition"));
    }

    /** The plan with the difference of the task definitions, as text; empty when there is none. */
    @Exported
    public String getPlanText() {
        for (Note each : notes) {
            if (each.fact().kind().equals("plan")) {
                return each.fact().text();
            }
        }
        return result("plan");
    }

    /** What was noted for people. */
    @Exported
    public List<Line> getTimeline() {
        List<Line> lines = new ArrayList<>();
        for (Note each : notes) {
            if (!each.fact().text().isEmpty() && !each.fact().kind().equals("plan")) {
                lines.add(new Line(TIME.format(each.at()), each.fact().kind(), each.fact().text()));
            }
        }
        return lines;
    }

    /** Who said what to it: stops, and the ends of holds. */
    @Exported
    public List<Line> getSignals() {
        return journal.signals().stream().map(each -> new Line(TIME.format(each.at()), each.kind().name(), each.about() + " by " + each.who())).toList();
    }

    /** Traffic on the new version over time; null when it was never noted. */
    public TrafficChart getTraffic() {
        return TrafficChart.of(notes).orElse(null);
    }

    Instant created() {
        return journal.created();
    }

    Map<String, String> labels() {
        return journal.labels();
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
