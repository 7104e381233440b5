package io.jenkins.plugins.ecsrelease.engine.permission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.List;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** One line for each change: in the build's log, in the record, and in the log group that the host names. */
public class AuditTest {

    private static List<String> sent(Estate estate) {
        return estate.aws(CloudWatchLogsClient.class).filterLogEvents(filter -> filter.logGroupName(Estate.AUDIT)).events().stream()
                .map(FilteredLogEvent::message).toList();
    }

    @Test
    public void aChangeIsTheSameLineInLogRecordAndLogGroup() throws Exception {
        try (Estate estate = new Estate()) {
            Pipeline.PROMOTE_WITHIN_A_REPOSITORY.run(estate);
            List<String> said = estate.trial.said().stream().filter(line -> line.startsWith("[audit] ")).map(line -> line.substring(8)).toList();
            assertEquals(1, said.size());
            assertEquals(said, sent(estate));
            JsonNode line = new ObjectMapper().readTree(said.get(0));
            assertEquals("PutImage", line.path("operation").asText());
            assertEquals("shop #7", line.path("build").asText());
            assertEquals("alice", line.path("approver").asText());
            assertTrue(line.toString(), line.path("who").asText().contains(Step.PROMOTE.arn()));
            assertFalse(line.path("requestId").asText().isEmpty());
            assertEquals(List.of(line.path("requestId").asText()), estate.trial.facts(estate.outcomes.keySet().iterator().next()).stream()
                    .filter(fact -> fact.kind().equals("call")).map(fact -> fact.details().get("requestId")).toList());
        }
    }

    @Test
    public void aLogGroupThatCannotBeWrittenToStopsNothingAndIsSaidOnce() {
        try (Estate estate = new Estate()) {
            estate.beforeTheFirstStep(() -> estate.without(ShippedPolicy.PROMOTE, "logs:PutLogEvents"));
            Pipeline.PROMOTE_ACROSS_REPOSITORIES.run(estate);
            Outcome outcome = estate.outcomes.values().iterator().next();
            assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
            List<String> complaints = estate.trial.said().stream().filter(line -> line.startsWith("The audit could not be sent")).toList();
            assertEquals(estate.trial.said().toString(), 1, complaints.size());
            assertTrue(complaints.get(0), complaints.get(0).contains("logs:PutLogEvents") && complaints.get(0).contains("the release goes on"));
            assertEquals(List.of(), sent(estate));
        }
    }
}
