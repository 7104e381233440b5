package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a look at a check leaves in the release record: a fact of the kind {@code check}, from which pages and reports draw
 * health over time. Its details:
 *
 * <ul>
 *   <li>{@code check}: the check's title, the same in every fact of it
 *   <li>{@code result}: "pass", "fail" or "inconclusive", of the newest sample or of the failed read
 *   <li>{@code detail}: what was seen and what it was held against
 *   <li>{@code unit}: of its values, such as "%" or "ms"; empty for plain numbers
 *   <li>{@code samples}: what was new, oldest first, each with {@code at} (ISO time: when its period began, or the look),
 *       {@code result} ("pass", "fail", "no data"), {@code detail} and, where there are any, the numbers {@code value} and
 *       {@code limit}
 *   <li>{@code failures}, {@code failureLimit}, {@code consecutive}, {@code dryRun}
 * </ul>
 *
 * A look that brought nothing new leaves nothing.
 */
final class Evidence {

    private Evidence() {}

    static Optional<Fact> of(Watched before, Watched.Judged judged) {
        Watched after = judged.after();
        boolean unread = after.unreadSince() != null;
        if (judged.fresh().isEmpty() && !unread) {
            return Optional.empty();
        }
        Limits limits = before.check().limits();
        String result = unread ? Watched.INCONCLUSIVE : after.last();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("check", before.check().title());
        details.put("result", result);
        details.put("detail", after.detail());
        details.put("unit", before.check().unit());
        details.put("samples", samples(judged.fresh()));
        details.put("failures", after.failures());
        details.put("failureLimit", limits.failureLimit());
        details.put("consecutive", limits.consecutive());
        details.put("dryRun", limits.dryRun());
        boolean failing = judged.fresh().stream().anyMatch(sample -> sample.result().equals(Sample.FAIL));
        boolean news = failing || unread != (before.unreadSince() != null) || !unread && !after.last().equals(before.last());
        String told = failing ? Sample.FAIL + ", " + worst(judged) : result + (after.detail().isEmpty() ? "" : ", " + after.detail());
        return Optional.of(news
                ? Fact.of("check", "Check '" + before.check().title() + "': " + told + (limits.dryRun() ? " (dry run)" : ""), details)
                : Fact.quiet("check", details));
    }

    /** The newest failure that is new, or what was seen last. */
    static String worst(Watched.Judged judged) {
        return judged.fresh().stream().filter(sample -> sample.result().equals(Sample.FAIL))
                .reduce((older, newer) -> newer).map(Sample::detail).orElse(judged.after().detail());
    }

    private static List<Map<String, Object>> samples(List<Sample> fresh) {
        List<Map<String, Object>> samples = new ArrayList<>();
        for (Sample sample : fresh) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", sample.at().toString());
            one.put("result", sample.result());
            one.put("detail", sample.detail());
            if (sample.value() != null) {
                one.put("value", sample.value());
            }
            if (sample.limit() != null) {
                one.put("limit", sample.limit());
            }
            samples.add(one);
        }
        return samples;
    }
}
