package io.jenkins.plugins.ecsrelease.sandbox.control.logs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;

/** Log groups, their streams and events. */
final class Logs implements CloudWatchLogsClient {

    private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");
    private static final List<Integer> RETENTIONS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private final Checks checks = new Checks("InvalidParameterException");
    private final World world;
    private final LogStore store;

    Logs(World world) {
        this.world = world;
        store = world.part(LogStore.class);
    }

    private Map<String, LogStore.Group> here() {
        return store.at(Call.current().account(), Call.current().region());
    }

    private long now() {
        return store.time().toEpochMilli();
    }

    @Override
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        String name = checks.required(request.logGroupName(), "logGroupName", GROUP);
        if (here().containsKey(name)) {
            throw ResourceAlreadyExistsException.builder().message("The specified log group already exists").build();
        }
        LogStore.Group group =
                new LogStore.Group(name, LogStore.arn(Call.current().account(), Call.current().region(), name), now());
        group.kmsKeyId = request.kmsKeyId();
        group.tags.putAll(request.tags());
        here().put(name, group);
        world.ledger().add(group.arn, Map.of("logGroup", name));
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        LogStore.Group group = group(request.logGroupName(), null);
        here().remove(group.name);
        world.ledger().add(group.arn, Map.of("logGroup", group.name));
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        List<LogGroup> found = here().values().stream()
                .filter(group -> request.logGroupNamePrefix() == null || group.name.startsWith(request.logGroupNamePrefix()))
                .filter(group -> request.logGroupNamePattern() == null || group.name.contains(request.logGroupNamePattern()))
                .map(group -> LogGroup.builder().logGroupName(group.name).arn(group.arn + ":*").logGroupArn(group.arn)
                        .creationTime(group.created).metricFilterCount(0).retentionInDays(group.retentionDays)
                        .kmsKeyId(group.kmsKeyId).logGroupClass("STANDARD")
                        .storedBytes(group.streams.values().stream().mapToLong(Logs::bytes).sum()).build())
                .toList();
        Page<LogGroup> page = page(found, request.nextToken(), request.limit(), 50);
        return DescribeLogGroupsResponse.builder().logGroups(page.items()).nextToken(page.next()).build();
    }

    private static long bytes(LogStore.Stream stream) {
        return stream.events.stream().mapToLong(event -> event.message().length() + 26L).sum();
    }

    @Override
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        LogStore.Group group = group(request.logGroupName(), null);
        if (!RETENTIONS.contains(checks.required(request.retentionInDays(), "retentionInDays"))) {
            throw invalid("1 validation error detected: Value '" + request.retentionInDays()
                    + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: " + RETENTIONS);
        }
        group.retentionDays = request.retentionInDays();
        world.ledger().add(group.arn, Map.of("retentionInDays", group.retentionDays));
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        LogStore.Group group = group(null, checks.required(request.resourceArn(), "resourceArn"));
        group.tags.putAll(request.tags());
        world.ledger().add(group.arn, Map.of("tags", Map.copyOf(group.tags)));
        return TagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(group(null, checks.required(request.resourceArn(), "resourceArn")).tags).build();
    }

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        LogStore.Group group = group(checks.required(request.logGroupName(), "logGroupName"), null);
        String name = checks.required(request.logStreamName(), "logStreamName", STREAM);
        if (group.streams.containsKey(name)) {
            throw ResourceAlreadyExistsException.builder().message("The specified log stream already exists").build();
        }
        group.streams.put(name, new LogStore.Stream(name, now()));
        world.ledger().add(group.arn + ":log-stream:" + name, Map.of("logGroup", group.name));
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
        LogStore.Group group = group(checks.required(request.logGroupName(), "logGroupName"), null);
        LogStore.Stream stream = stream(group, request.logStreamName());
        group.streams.remove(stream.name);
        world.ledger().add(group.arn + ":log-stream:" + stream.name, Map.of("logGroup", group.name));
        return DeleteLogStreamResponse.builder().build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        LogStore.Group group = group(request.logGroupName(), request.logGroupIdentifier());
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && request.logStreamNamePrefix() != null) {
            throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        synchronized (store) {
            Comparator<LogStream> order = byTime
                    ? Comparator.comparing(stream -> stream.lastEventTimestamp() == null ? 0 : stream.lastEventTimestamp())
                    : Comparator.comparing(LogStream::logStreamName);
            List<LogStream> found = group.streams.values().stream()
                    .filter(stream -> request.logStreamNamePrefix() == null
                            || stream.name.startsWith(request.logStreamNamePrefix()))
                    .map(stream -> shown(group, stream))
                    .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
                    .toList();
            Page<LogStream> page = page(found, request.nextToken(), request.limit(), 50);
            return DescribeLogStreamsResponse.builder().logStreams(page.items()).nextToken(page.next()).build();
        }
    }

    private static LogStream shown(LogStore.Group group, LogStore.Stream stream) {
        LogStream.Builder shown = LogStream.builder().logStreamName(stream.name).creationTime(stream.created)
                .arn(group.arn + ":log-stream:" + stream.name).storedBytes(0L);
        if (!stream.events.isEmpty()) {
            shown.firstEventTimestamp(stream.events.get(0).at())
                    .lastEventTimestamp(stream.events.get(stream.events.size() - 1).at())
                    .lastIngestionTime(stream.events.stream().mapToLong(LogStore.Event::taken).max().getAsLong());
        }
        return shown.build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        LogStore.Group group = group(checks.required(request.logGroupName(), "logGroupName"), null);
        LogStore.Stream stream = stream(group, request.logStreamName());
        List<InputLogEvent> events = checks.required(request.logEvents(), "logEvents");
        long before = Long.MIN_VALUE;
        int bytes = 0;
        for (InputLogEvent event : events) {
            long at = checks.required(event.timestamp(), "logEvents.member.timestamp");
            checks.required(event.message(), "logEvents.member.message");
            bytes += event.message().length() + 26;
            if (at < before) {
                throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            before = at;
        }
        if (events.size() > 10_000 || bytes > 1_048_576) {
            throw invalid("Upload too large: " + bytes + " bytes exceeds limit of 1048576");
        }
        long oldest = now() - Duration.ofDays(14).toMillis();
        long newest = now() + Duration.ofHours(2).toMillis();
        Integer tooOld = null;
        Integer tooNew = null;
        for (int i = 0; i < events.size(); i++) {
            InputLogEvent event = events.get(i);
            if (event.timestamp() < oldest) {
                tooOld = i + 1;
            } else if (event.timestamp() > newest) {
                tooNew = tooNew == null ? i : tooNew;
            } else {
                store.add(stream, event.timestamp(), event.message());
            }
        }
        world.ledger().add(group.arn + ":log-stream:" + stream.name, Map.of("events", events.size()));
        return PutLogEventsResponse.builder()
                .nextSequenceToken(String.format("%056d", stream.events.size()))
                .rejectedLogEventsInfo(tooOld == null && tooNew == null ? null : RejectedLogEventsInfo.builder()
                        .tooOldLogEventEndIndex(tooOld).tooNewLogEventStartIndex(tooNew).build())
                .build();
    }

    /** Pages go both ways: a token of the end that nothing was added to since comes back as it was given. */
    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        LogStore.Group group = group(request.logGroupName(), request.logGroupIdentifier());
        LogStore.Stream stream = stream(group, request.logStreamName());
        int limit = checks.within(request.limit(), "limit", 1, 10_000, 10_000);
        List<LogStore.Event> events;
        synchronized (store) {
            events = stream.events.stream()
                    .filter(event -> within(event, request.startTime(), request.endTime())).toList();
        }
        int from;
        int to;
        String token = request.nextToken();
        if (token == null) {
            boolean head = Boolean.TRUE.equals(request.startFromHead());
            from = head ? 0 : Math.max(0, events.size() - limit);
            to = Math.min(events.size(), from + limit);
        } else if (token.matches("[fb]/\\d{1,9}/s")) {
            int place = Math.min(events.size(), Integer.parseInt(token.substring(2, token.length() - 2)));
            from = token.startsWith("f") ? place : Math.max(0, place - limit);
            to = token.startsWith("f") ? Math.min(events.size(), place + limit) : place;
        } else {
            throw invalid("The specified nextToken is invalid.");
        }
        return GetLogEventsResponse.builder()
                .events(events.subList(from, to).stream().map(event -> OutputLogEvent.builder().timestamp(event.at())
                        .ingestionTime(event.taken()).message(event.message()).build()).toList())
                .nextForwardToken("f/" + to + "/s").nextBackwardToken("b/" + from + "/s").build();
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        LogStore.Group group = group(request.logGroupName(), request.logGroupIdentifier());
        if (!request.logStreamNames().isEmpty() && request.logStreamNamePrefix() != null) {
            throw invalid("LogStreamNamePrefix and LogStreamNames are mutually exclusive.");
        }
        FilterPattern pattern = FilterPattern.parse(request.filterPattern() == null ? "" : request.filterPattern());
        List<FilteredLogEvent> found = new ArrayList<>();
        synchronized (store) {
            for (LogStore.Stream stream : group.streams.values()) {
                if (!request.logStreamNames().isEmpty() && !request.logStreamNames().contains(stream.name)
                        || request.logStreamNamePrefix() != null && !stream.name.startsWith(request.logStreamNamePrefix())) {
                    continue;
                }
                stream.events.stream()
                        .filter(event -> within(event, request.startTime(), request.endTime()) && pattern.matches(event.message()))
                        .forEach(event -> found.add(FilteredLogEvent.builder().logStreamName(stream.name).timestamp(event.at())
                                .ingestionTime(event.taken()).message(event.message()).eventId(event.id()).build()));
            }
        }
        found.sort(Comparator.comparing(FilteredLogEvent::timestamp).thenComparing(FilteredLogEvent::eventId));
        Page<FilteredLogEvent> page = page(found, request.nextToken(), request.limit(), 10_000);
        return FilterLogEventsResponse.builder().events(page.items()).nextToken(page.next()).searchedLogStreams(List.of()).build();
    }

    private static boolean within(LogStore.Event event, Long from, Long to) {
        return (from == null || event.at() >= from) && (to == null || event.at() < to);
    }

    private LogStore.Group group(String name, String identifier) {
        if (name == null && identifier == null) {
            checks.required(name, "logGroupName");
        }
        if (name != null && identifier != null) {
            throw invalid("LogGroupName and LogGroupIdentifier can't both be specified.");
        }
        String plain = name != null ? name : identifier.replaceFirst("^arn:aws:logs:[^:]*:\\d+:log-group:", "").replaceFirst(":\\*$", "");
        LogStore.Group group = here().get(plain);
        if (group == null) {
            throw ResourceNotFoundException.builder().message("The specified log group does not exist.").build();
        }
        return group;
    }

    private LogStore.Stream stream(LogStore.Group group, String name) {
        LogStore.Stream stream = group.streams.get(checks.required(name, "logStreamName"));
        if (stream == null) {
            throw ResourceNotFoundException.builder().message("The specified log stream does not exist.").build();
        }
        return stream;
    }

    private <T> Page<T> page(List<T> all, String token, Integer limit, int most) {
        return Page.of(all, token, checks.within(limit, "limit", 1, most, most),
                () -> invalid("The specified nextToken is invalid."));
    }

    private static InvalidParameterException invalid(String message) {
        return InvalidParameterException.builder().message(message).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
