package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waits until every image has been scanned, and judges what was found. Whatever is not a finished scan is no proof: an
 * unknown word is waited for and then refused. A scan that is complete and empty counts only once it has stayed empty for
 * a while, because ECR was seen to say "complete" some seconds before it shows what it found.
 *
 * @param images what has to be scanned
 * @param started images whose scan this operation asked for
 * @param since when the wait began; null before the first look
 * @param emptySince for how long each image's complete scan has been empty
 * @param unstarted why this identity may not ask for a scan; empty where it may or need not
 */
public record ScanGate(
        Commission commission,
        String digest,
        boolean reused,
        List<String> images,
        List<String> started,
        Instant since,
        Map<String, Instant> emptySince,
        String unstarted)
        implements Await {

    private static final Duration SETTLED = Duration.ofSeconds(15);
    private static final Duration SCAN_APPEARS = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(3);
    private static final Set<String> UNDER_WAY = Set.of("IN_PROGRESS", "PENDING", "FINDINGS_UNAVAILABLE", "");

    static ScanGate begin(Commission commission, String digest, boolean reused, List<String> images) {
        return new ScanGate(commission, digest, reused, images, List.of(), null, Map.of(), "");
    }

    private ScanReport report(String image) {
        return new ScanReport(commission.order().repository(), image);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> reports = new HashSet<>();
        if (commission.order().scan().wanted()) {
            images.forEach(image -> reports.add(report(image)));
        }
        return reports;
    }

    @Override
    public String describe() {
        return "Waiting for the scan of " + commission.image();
    }

    @Override
    public Turn next(View view) {
        ScanPolicy policy = commission.order().scan();
        if (!policy.wanted()) {
            return Turn.to(
                    PutTags.from(commission, digest, reused, Map.of()),
                    Fact.of("findings", "Not scanned, as asked: " + policy.none() + "."));
        }
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped("Stopped by " + view.stop().get().who() + " while "
                    + commission.image() + " was being scanned. The image stays in the registry.")));
        }
        Instant begun = since == null ? view.now() : since;
        boolean late = view.now().isAfter(begun.plus(Duration.ofMinutes(policy.waitMinutes())))
                || view.now().isAfter(commission.until());
        Map<String, Instant> empty = new LinkedHashMap<>();
        List<ScanReport.Found> findings = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (String image : images) {
            Answer<ScanReport.Read> answer = view.of(report(image));
            if (answer instanceof Answer.Unknown<ScanReport.Read> unknown) {
                Problem problem = unknown.problem();
                boolean none = problem.code().equals("ScanNotFoundException");
                if (none && !started.contains(image) && view.now().isAfter(begun.plus(SCAN_APPEARS))) {
                    return Turn.to(new StartScan(at(begun, empty), image));
                }
                if (!none && (problem.kind() == Problem.Kind.DENIED || problem.kind() == Problem.Kind.REFUSED)) {
                    return unproven(image, problem.full());
                }
                waiting.add(problem.full());
                continue;
            }
            ScanReport.Read read = answer.ifKnown().orElseThrow();
            switch (read.status()) {
                case "COMPLETE", "ACTIVE" -> {
                    findings.addAll(read.findings());
                    if (read.findings().isEmpty() && !settled(image, read, view.now(), empty)) {
                        waiting.add("the scan is complete, and what it found may still appear");
                    }
                }
                case "UNSUPPORTED_IMAGE" -> {
                    if (policy.unscannable().isEmpty()) {
                        return unproven(image, "ECR does not support it: " + read.description() + " Where that is known and"
                                + " accepted, say why: unscannable: '…' in the scan policy.");
                    }
                }
                case "FAILED", "SCAN_ELIGIBILITY_EXPIRED", "LIMIT_EXCEEDED", "IMAGE_ARCHIVED" -> {
                    return unproven(image, "the scan says " + read.status() + ": " + read.description());
                }
                default -> waiting.add(UNDER_WAY.contains(read.status())
                        ? "the scan says " + (read.status().isEmpty() ? "nothing" : read.status()) + " " + read.description()
                        : "the scan says " + read.status() + ", a word that is not known here");
            }
        }
        Judgement judgement = Judgement.of(findings, policy, LocalDate.ofInstant(view.now(), ZoneOffset.UTC));
        if (!judgement.passes()) {
            return failed(judgement);
        }
        if (waiting.isEmpty()) {
            return passed(judgement);
        }
        if (late) {
            return unproven(images.size() == 1 ? images.get(0) : digest, "no result within " + policy.waitMinutes()
                    + " minutes: " + String.join("; ", waiting) + ". " + (unstarted.isEmpty() ? "" : "No scan could be asked for. " + unstarted + " ")
                    + "Raise waitMinutes, or look at the scan in ECR.");
        }
        return Turn.again(at(begun, empty), AGAIN);
    }

    private ScanGate at(Instant begun, Map<String, Instant> empty) {
        return new ScanGate(commission, digest, reused, images, started, begun, empty, unstarted);
    }

    private boolean settled(String image, ScanReport.Read read, Instant now, Map<String, Instant> empty) {
        Instant first = emptySince.getOrDefault(image, now);
        empty.put(image, first);
        boolean old = read.completed() > 0 && now.isAfter(Instant.ofEpochSecond(read.completed()).plus(SETTLED));
        return old || !now.isBefore(first.plus(SETTLED));
    }

    private Turn passed(Judgement judgement) {
        String unscannable = commission.order().scan().unscannable();
        return Turn.to(PutTags.from(commission, digest, reused, judgement.counts()), fact(judgement, judgement.lines().isEmpty()
                ? "The scan found nothing" + (unscannable.isEmpty() ? "." : " (an image that cannot be scanned is accepted: " + unscannable + ").")
                : "The scan found " + vulnerabilities(judgement.lines().size()) + " " + judgement.counts()
                        + ", and none that stops the release."));
    }

    private Turn failed(Judgement judgement) {
        String message = vulnerabilities(judgement.counting()) + " of severity " + commission.order().scan().severity()
                + " or worse in " + commission.image() + ": " + judgement.lines().stream()
                        .filter(Judgement.Line::counts)
                        .map(line -> line.found().id() + " (" + line.found().name() + " " + line.found().version() + ")")
                        .distinct()
                        .limit(5)
                        .reduce((one, two) -> one + ", " + two)
                        .orElse("")
                + (judgement.counting() > 5 ? ", …" : "")
                + ". Update what has a fix, or allow a finding for a while with a reason and a last day."
                + commission.stays();
        return Turn.to(
                new Ended(new Outcome(
                        io.jenkins.plugins.ecsrelease.engine.operation.Verdict.STOPPED, message,
                        Map.of("digest", digest, "findings", judgement.counts()))),
                fact(judgement, "The scan found what must not be released:"));
    }

    private static String vulnerabilities(long count) {
        return count == 1 ? "1 vulnerability" : count + " vulnerabilities";
    }

    private Fact fact(Judgement judgement, String text) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("image", commission.site().name() + "@" + digest);
        details.put("severity", commission.order().scan().severity());
        details.put("counts", judgement.counts());
        details.put("findings", judgement.json());
        String table = judgement.table();
        return Fact.of("findings", table.isEmpty() ? text : text + "\n" + table, details);
    }

    private Turn unproven(String image, String why) {
        return Turn.to(new Ended(commission.failed("Whether " + commission.image() + " (" + Digests.brief(image)
                + ") is safe is not proven: " + why + commission.stays())));
    }
}
