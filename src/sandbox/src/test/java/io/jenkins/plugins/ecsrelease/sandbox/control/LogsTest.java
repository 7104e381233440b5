package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups, streams, events. */
public class LogsTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T12:00:00Z"));
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
    private final CloudWatchLogsClient logs = Clients.of(sandbox).client(CloudWatchLogsClient.class);

    @Before
    public void group() {
        logs.createLogGroup(r -> r.logGroupName("/ecs/app"));
        logs.createLogStream(r -> r.logGroupName("/ecs/app").logStreamName("web/1"));
    }

    @After
    public void stop() {
        sandbox.close();
    }

    private PutLogEventsResponse put(String... messages) {
        List<InputLogEvent> events = List.of(messages).stream()
                .map(message -> InputLogEvent.builder().timestamp(time.now().toEpochMilli()).message(message).build()).toList();
        return logs.putLogEvents(r -> r.logGroupName("/ecs/app").logStreamName("web/1").logEvents(events));
    }

    @Test
    public void aReaderFollowsAStreamWithItsForwardToken() {
        put("one", "two");
        GetLogEventsResponse first = logs.getLogEvents(
                r -> r.logGroupName("/ecs/app").logStreamName("web/1").startFromHead(true).limit(1));
        assertEquals("one", first.events().get(0).message());
        GetLogEventsResponse second = next(first);
        assertEquals("two", second.events().get(0).message());
        GetLogEventsResponse end = next(second);
        assertEquals(0, end.events().size());
        assertEquals(second.nextForwardToken(), end.nextForwardToken());
        put("three");
        assertEquals("three", next(end).events().get(0).message());
    }

    private GetLogEventsResponse next(GetLogEventsResponse page) {
        return logs.getLogEvents(r -> r.logGroupName("/ecs/app").logStreamName("web/1").startFromHead(true)
                .nextToken(page.nextForwardToken()));
    }

    @Test
    public void filtersFindTerms() {
        put("GET / 200", "ERROR connect refused", "ERROR timeout", "WARN slow");
        assertEquals(2, found("ERROR"));
        assertEquals(1, found("ERROR timeout"));
        assertEquals(3, found("?ERROR ?WARN"));
        assertEquals(1, found("ERROR -timeout"));
        assertEquals(1, found("\"GET / 200\""));
        assertThrows(InvalidParameterException.class, () -> found("{ $.status = 500 }"));
    }

    private int found(String pattern) {
        return logs.filterLogEvents(r -> r.logGroupName("/ecs/app").filterPattern(pattern)).events().size();
    }

    @Test
    public void eventsTooOldOrTooNewAreLeftOutAndToldOf() {
        long now = time.now().toEpochMilli();
        List<InputLogEvent> events = List.of(now - Duration.ofDays(15).toMillis(), now, now + Duration.ofHours(3).toMillis())
                .stream().map(at -> InputLogEvent.builder().timestamp(at).message("x").build()).toList();
        PutLogEventsResponse put = logs.putLogEvents(r -> r.logGroupName("/ecs/app").logStreamName("web/1").logEvents(events));
        assertEquals(1, (int) put.rejectedLogEventsInfo().tooOldLogEventEndIndex());
        assertEquals(2, (int) put.rejectedLogEventsInfo().tooNewLogEventStartIndex());
        assertEquals(1, logs.getLogEvents(r -> r.logGroupName("/ecs/app").logStreamName("web/1")).events().size());
    }

    @Test
    public void whatExistsIsNotMadeTwiceAndWhatIsMissingIsSaid() {
        assertThrows(ResourceAlreadyExistsException.class, () -> logs.createLogGroup(r -> r.logGroupName("/ecs/app")));
        assertThrows(ResourceNotFoundException.class,
                () -> logs.getLogEvents(r -> r.logGroupName("/ecs/none").logStreamName("x")));
        InvalidParameterException missing = assertThrows(InvalidParameterException.class,
                () -> logs.createLogStream(r -> r.logGroupName("/ecs/app")));
        assertEquals("1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not "
                + "be null", missing.awsErrorDetails().errorMessage());
    }
}
