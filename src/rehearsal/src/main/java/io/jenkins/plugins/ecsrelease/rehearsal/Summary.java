package io.jenkins.plugins.ecsrelease.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.rehearsal.example.Environment;
import io.jenkins.plugins.ecsrelease.rehearsal.example.SandboxProcess;
import io.jenkins.plugins.ecsrelease.rehearsal.report.Report;
import io.jenkins.plugins.ecsrelease.rehearsal.report.ReportData;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalBuild;
import io.jenkins.plugins.ecsrelease.rehearsal.run.SandboxPace;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Ink;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of a rehearsal: looked up in the account, told at the terminal and written into the report. */
record Summary(Settings settings, Terminal terminal, SandboxProcess sandbox, SandboxPace pace, Account account, SavedRehearsal saved) {

    /** @return whether what the build released is what production runs */
    boolean of(RehearsalBuild build) throws IOException, InterruptedException {
        List<Journal> journals = Journal.all(build.directory().resolve("ecs-release"));
        String digest = released(journals);
        Set<String> running = account.digests(saved.production());
        boolean live = "SUCCESS".equals(build.record().result()) && running.equals(Set.of(digest));
        String headline = headline(build, journals, live);

        ReportData data = new ReportData(build.directory(), pace::real);
        JsonNode traffic = data.json().path("traffic").path("series");
        long sent = 0;
        long failed = 0;
        for (Map.Entry<String, JsonNode> each : traffic.properties()) {
            for (JsonNode count : each.getValue()) {
                sent += count.asLong();
                failed += each.getKey().equals("failed") ? count.asLong() : 0;
            }
        }
        List<Map<String, Object>> environments = new ArrayList<>();
        for (Environment each : List.of(saved.staging(), saved.production())) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", each.cluster());
            shown.put("revision", account.revision(each));
            shown.put("digest", String.join(", ", account.digests(each)));
            shown.put("mood", account.digests(each).equals(Set.of(digest)) ? "good" : "");
            environments.add(shown);
        }
        Map<String, Object> visitors = new LinkedHashMap<>();
        visitors.put("sent", sent);
        visitors.put("failed", failed);
        data.gaps(sandbox.gaps()).ledger(sandbox.ledger()).put("live", live).put("headline", headline).put("scenario", saved.scenario())
                .put("digest", digest).put("watched", saved.production().cluster()).put("environments", environments).put("visitors", visitors);
        Report.write(data.json(), settings.report());
        tell(build, headline, live, running, sent, failed);
        return live;
    }

    private void tell(RehearsalBuild build, String headline, boolean live, Set<String> running, long sent, long failed) {
        Ink ink = terminal.ink();
        var out = terminal.out();
        out.println();
        out.println("  " + (live ? ink.good(ink.bold(headline)) : ink.bad(ink.bold(headline))));
        out.println("  Build " + build.getNumber() + "       " + build.record().result());
        out.println("  Live now      " + account.revision(saved.production()) + "  " + String.join(", ", running));
        out.println("  Requests      " + sent + " sent, " + (failed == 0 ? ink.good("0 failed") : ink.bad(failed + " failed")));
        out.println("  Report        " + settings.report().toAbsolutePath().normalize());
        out.println();
    }

    /** The digest that the build built or deployed again; empty for none. */
    private static String released(List<Journal> journals) {
        for (Journal journal : journals) {
            Object digest = journal.outcome().map(outcome -> outcome.result().get("digest")).orElse(null);
            if (digest != null && !digest.toString().isEmpty() && !journal.labels().getOrDefault("step", "").equals("ecsRollback")) {
                return digest.toString();
            }
        }
        return "";
    }

    private String headline(RehearsalBuild build, List<Journal> journals, boolean live) {
        if (live) {
            return "The release is live";
        }
        for (int i = journals.size() - 1; i >= 0; i--) {
            Outcome outcome = journals.get(i).outcome().orElse(null);
            String step = journals.get(i).labels().getOrDefault("step", "");
            if (outcome != null && step.equals("ecsRollback") && outcome.verdict() == Verdict.SUCCEEDED) {
                return "Build " + build.record().repeats() + " was rolled back";
            }
            if (outcome != null && outcome.verdict() != Verdict.SUCCEEDED) {
                return switch (outcome.verdict()) {
                    case ROLLED_BACK -> "The release was rolled back";
                    case ROLLBACK_FAILED -> "The release failed, and so did its rollback";
                    default -> "The release was stopped by " + step;
                };
            }
        }
        return "ABORTED".equals(build.record().result()) ? "The release was refused" : "The release failed";
    }

}
