package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.ecsrelease.engine.aws.Access;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/**
 * One line of JSON for each changing call that was sent to AWS: who, in which build, by whose approval, which call, what AWS
 * answered and its request id. It stands in the build's log and in the operation's record, and where the host names a log
 * group of CloudWatch it is sent there too, by the acting identity.
 *
 * <p>The record is complete, also across crashes; the log group gets what could be sent. That it could not is said once, and
 * never keeps a release.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html">PutLogEvents</a>
 */
final class Audit {

    /** Before each line in the build's log. */
    static final String MARK = "[audit] ";

    private static final Logger LOGGER = Logger.getLogger(Audit.class.getName());
    private static final String KIND = "call";

    private final AwsClients clients;
    private final Schedule schedule;

    Audit(AwsClients clients, Schedule schedule) {
        this.clients = clients;
        this.schedule = schedule;
    }

    /** Whether it is more than a look, which a change may take on its way. */
    static boolean changes(AwsCall call) {
        return !call.operation().matches("(Get|BatchGet|BatchCheck|Describe|List).*");
    }

    /** The line, and the same in details for pages. */
    static Fact fact(AwsCall call, Saved saved) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("at", call.at().toString());
        details.put("who", saved.labels().getOrDefault("actor", Access.describe(call.identity())));
        details.put("build", saved.build());
        if (!saved.labels().getOrDefault("approver", "").isEmpty()) {
            details.put("approver", saved.labels().get("approver"));
            details.put("gate", saved.labels().getOrDefault("gate", ""));
        }
        details.put("doing", JournalFiles.describe(saved.phase()));
        details.put("service", call.service());
        details.put("operation", call.operation());
        details.put("status", call.status());
        details.put("code", call.code());
        details.put("requestId", call.requestId());
        details.put("millis", call.took().toMillis());
        return Fact.of(KIND, MARK + json(details), details);
    }

    private static String json(Map<String, Object> details) {
        try {
            return PlainJson.MAPPER.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends what was noted to the host's log group, where it names one; off this thread, after it was saved. */
    void deliver(Flight flight, List<Note> notes) {
        Follower host = flight.follower();
        String group = host == null ? "" : host.auditLogGroup();
        List<InputLogEvent> events = notes.stream().filter(note -> note.fact().kind().equals(KIND))
                .map(note -> InputLogEvent.builder().timestamp(note.at().toEpochMilli())
                        .message(note.fact().text().substring(MARK.length())).build())
                .toList();
        if (!group.isEmpty() && !events.isEmpty()) {
            schedule.work(Schedule.Urgency.DELIVER, () -> send(flight, group, events));
        }
    }

    private void send(Flight flight, String group, List<InputLogEvent> events) {
        try {
            CloudWatchLogsClient logs =
                    flight.access(clients, flight.saved().identity()).client(CloudWatchLogsClient.class, false);
            String stream = flight.id().replaceAll("[:*]", "_");
            if (!flight.audited) {
                try {
                    logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
                } catch (ResourceAlreadyExistsException e) {
                    LOGGER.log(Level.FINE, "{0} goes on in its stream", flight.id());
                }
                flight.audited = true;
            }
            logs.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(events));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "The audit of " + flight.id() + " could not be sent to the log group " + group);
            if (!flight.auditFailed) {
                flight.auditFailed = true;
                flight.outbox().line("The audit could not be sent to the log group " + group + "; it stands in this log and in the build's "
                        + "record, and the release goes on. " + Problems.of(e).full());
            }
        }
    }
}
