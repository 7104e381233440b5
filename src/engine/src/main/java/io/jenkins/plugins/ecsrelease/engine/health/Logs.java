package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.LogsLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How often a pattern occurs in a minute in the log streams of the new version's own tasks. A minute without any is a good
 * one.
 *
 * @param pattern a filter pattern of CloudWatch Logs, such as {@code ?ERROR ?FATAL}
 * @param atMost so many matches a minute are borne, 0 to 1000000
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Filter patterns</a>
 */
public record Logs(String group, String pattern, int atMost, Limits limits) implements Check {

    private static final int MINUTE = 60;
    /** Log lines are there within seconds; a minute is judged this long after its end. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    public Logs {
        group = Wanted.text("group", group, "/shop/web");
        pattern = Wanted.text("pattern", pattern, "?ERROR ?FATAL");
        atMost = Wanted.number("atMost", atMost, 0, 1_000_000);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "logs " + group;
    }

    @Override
    public String unit() {
        return "";
    }

    private LogsLook ask(Look look) {
        Instant until = Instant.ofEpochSecond(look.at().minus(SETTLED).getEpochSecond() / MINUTE * MINUTE);
        Instant from = until.minusSeconds(Math.min(Periods.REACH, Math.max(3, limits.intervalSeconds() / MINUTE + 2)) * (long) MINUTE);
        return new LogsLook(look.scope().cluster(), look.scope().service(), look.scope().taskDefinition(), group, pattern,
                from, until);
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return look.scope().tasksUpSince() == null ? Set.of() : Set.of(ask(look));
    }

    @Override
    public Reading read(Look look, View view) {
        if (look.scope().tasksUpSince() == null) {
            return Reading.early("its tasks are not up yet");
        }
        Answer<LogsLook.Matches> answer = view.of(ask(look));
        if (!(answer instanceof Answer.Known<LogsLook.Matches> known)) {
            return Reading.unread(answer);
        }
        LogsLook asked = ask(look);
        Map<Instant, Integer> counts = known.value().perMinute();
        return Periods.judge(look, MINUTE, null, minute -> {
            boolean inside = !minute.isBefore(asked.from()) && minute.isBefore(asked.until())
                    && minute.isAfter(look.scope().tasksUpSince().minusSeconds(MINUTE));
            if (!inside) {
                return null;
            }
            int count = counts.getOrDefault(minute, 0);
            String example = known.value().examples().getOrDefault(minute, "");
            return Sample.of(minute, count > atMost, (double) count, (double) atMost, count + " matches of '" + pattern
                    + "' in a minute, at most " + atMost + " wanted" + (count > atMost && !example.isEmpty() ? ": " + example : ""));
        }, "no whole minute of its logs is there yet");
    }
}
