package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;

/** Alarms: a metric alarm is judged every minute (every ten seconds when its period is shorter), a composite one when asked. */
final class Alarms {

    private static final Set<String> OPERATORS = Set.of("GreaterThanThreshold", "GreaterThanOrEqualToThreshold",
            "LessThanThreshold", "LessThanOrEqualToThreshold");
    private static final Set<String> MISSING = Set.of("missing", "ignore", "breaching", "notBreaching");

    private final World world;
    private final AlarmJudge judge;
    private final Map<String, AlarmRecord> alarms = new LinkedHashMap<>();

    Alarms(World world) {
        this.world = world;
        judge = new AlarmJudge(world);
    }

    void put(PutMetricAlarmRequest request) {
        check(request);
        AlarmRecord alarm = record(request.alarmName());
        alarm.composite = null;
        alarm.metric = MetricAlarm.builder()
                .alarmDescription(request.alarmDescription())
                .actionsEnabled(request.actionsEnabled() == null || request.actionsEnabled())
                .okActions(request.okActions()).alarmActions(request.alarmActions())
                .insufficientDataActions(request.insufficientDataActions())
                .metricName(request.metricName()).namespace(request.namespace())
                .statistic(request.statisticAsString()).extendedStatistic(request.extendedStatistic())
                .dimensions(request.dimensions()).period(request.period()).unit(request.unitAsString())
                .evaluationPeriods(request.evaluationPeriods()).datapointsToAlarm(request.datapointsToAlarm())
                .threshold(request.threshold()).comparisonOperator(request.comparisonOperatorAsString())
                .treatMissingData(request.treatMissingData())
                .metrics(request.hasMetrics() ? request.metrics() : null)
                .build();
        changed(alarm);
        int generation = alarm.generation;
        world.time().after(Duration.ofSeconds(10), () -> evaluate(alarm, generation));
    }

    private static void check(PutMetricAlarmRequest request) {
        if (request.alarmName() == null || request.alarmName().isEmpty()) {
            throw missing("AlarmName");
        }
        if (request.evaluationPeriods() == null || request.evaluationPeriods() < 1) {
            throw request.evaluationPeriods() == null ? missing("EvaluationPeriods") : invalid("EvaluationPeriods must be at least 1.");
        }
        if (request.comparisonOperatorAsString() == null) {
            throw missing("ComparisonOperator");
        }
        if (!OPERATORS.contains(request.comparisonOperatorAsString())) {
            throw invalid("The sandbox does not know the comparison operator " + request.comparisonOperatorAsString() + ".");
        }
        if (request.threshold() == null) {
            throw missing("Threshold");
        }
        if (request.treatMissingData() != null && !MISSING.contains(request.treatMissingData())) {
            throw invalid("TreatMissingData must be one of " + MISSING + ", not " + request.treatMissingData() + ".");
        }
        if (request.datapointsToAlarm() != null && request.datapointsToAlarm() > request.evaluationPeriods()) {
            throw invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
        }
        if (request.hasMetrics() && !request.metrics().isEmpty()) {
            long returned = request.metrics().stream().filter(query -> !Boolean.FALSE.equals(query.returnData())).count();
            if (returned != 1) {
                throw invalid("Exactly one element of the metrics list should return data.");
            }
            return;
        }
        if (request.metricName() == null || request.namespace() == null) {
            throw missing(request.metricName() == null ? "MetricName" : "Namespace");
        }
        if ((request.statisticAsString() == null) == (request.extendedStatistic() == null)) {
            throw (CloudWatchException) InvalidParameterCombinationException.builder()
                    .message("Exactly one of Statistic and ExtendedStatistic must be given.").build();
        }
        MetricQueries.checkPeriod(request.period());
    }

    void put(PutCompositeAlarmRequest request) {
        if (request.alarmName() == null || request.alarmRule() == null) {
            throw missing(request.alarmName() == null ? "AlarmName" : "AlarmRule");
        }
        new AlarmRule(request.alarmRule(), name -> stateOf(place(), name)).holds();
        AlarmRecord alarm = record(request.alarmName());
        alarm.metric = null;
        alarm.composite = CompositeAlarm.builder()
                .alarmDescription(request.alarmDescription())
                .actionsEnabled(request.actionsEnabled() == null || request.actionsEnabled())
                .okActions(request.okActions()).alarmActions(request.alarmActions())
                .insufficientDataActions(request.insufficientDataActions())
                .alarmRule(request.alarmRule())
                .build();
        changed(alarm);
    }

    private AlarmRecord record(String name) {
        String arn = Arns.of("cloudwatch", "alarm:" + name);
        return alarms.computeIfAbsent(arn, a -> new AlarmRecord(arn, name, place()));
    }

    private void changed(AlarmRecord alarm) {
        alarm.configuredAt = world.time().now();
        if (alarm.updatedAt == null) {
            alarm.updatedAt = alarm.configuredAt;
        }
        alarm.generation++;
        world.ledger().add(alarm.arn, Map.of());
    }

    private void evaluate(AlarmRecord alarm, int generation) {
        if (alarms.get(alarm.arn) != alarm || alarm.generation != generation || alarm.metric == null) {
            return;
        }
        AlarmJudge.Verdict verdict = judge.judge(alarm);
        if (verdict.state() != null) {
            alarm.is(verdict.state(), verdict.reason(), world.time().now());
        }
        int seconds = Math.min(60, Math.max(10, AlarmJudge.period(alarm.metric)));
        world.time().after(Duration.ofSeconds(seconds), () -> evaluate(alarm, generation));
    }

    /** Holds until the alarm is judged next. */
    void set(SetAlarmStateRequest request) {
        AlarmRecord alarm = alarms.get(Arns.of("cloudwatch", "alarm:" + request.alarmName()));
        if (alarm == null) {
            throw absent(request.alarmName());
        }
        if (request.stateReason() == null) {
            throw missing("StateReason");
        }
        if (!Set.of("OK", "ALARM", "INSUFFICIENT_DATA").contains(String.valueOf(request.stateValueAsString()))) {
            throw invalid("StateValue must be OK, ALARM or INSUFFICIENT_DATA, not " + request.stateValueAsString() + ".");
        }
        alarm.is(request.stateValueAsString(), request.stateReason(), world.time().now());
        world.ledger().add(alarm.arn, Map.of("state", request.stateValueAsString()));
    }

    /** The SDK has no class of its own for this error of alarms; its ResourceNotFoundException is another one. */
    private static Refused absent(String name) {
        return new Refused(404, "ResourceNotFound", "Alarm " + name + " does not exist");
    }

    void delete(List<String> names) {
        for (String name : names) {
            String arn = Arns.of("cloudwatch", "alarm:" + name);
            if (alarms.remove(arn) == null) {
                throw absent(name);
            }
            world.ledger().add(arn, Map.of());
        }
    }

    DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
        String here = place();
        boolean typed = request.hasAlarmTypes() && !request.alarmTypes().isEmpty();
        Set<String> children = request.childrenOfAlarmName() == null ? null : children(request.childrenOfAlarmName());
        List<AlarmRecord> found = alarms.values().stream()
                .filter(alarm -> alarm.place.equals(here))
                .filter(alarm -> !request.hasAlarmNames() || request.alarmNames().contains(alarm.name))
                .filter(alarm -> request.alarmNamePrefix() == null || alarm.name.startsWith(request.alarmNamePrefix()))
                .filter(alarm -> typed ? request.alarmTypes().contains(alarm.type()) : alarm.metric != null || children != null)
                .filter(alarm -> children == null || children.contains(alarm.name) || children.contains(alarm.arn))
                .filter(alarm -> request.stateValueAsString() == null || request.stateValueAsString().equals(state(alarm)))
                .toList();
        int most = request.maxRecords() == null ? 50 : request.maxRecords();
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        List<AlarmRecord> page = found.subList(Math.min(from, found.size()), Math.min(from + most, found.size()));
        List<MetricAlarm> metric = new ArrayList<>();
        List<CompositeAlarm> composite = new ArrayList<>();
        for (AlarmRecord alarm : page) {
            String state = state(alarm);
            if (alarm.type() == AlarmType.METRIC_ALARM) {
                metric.add(alarm.describeMetric(state, alarm.reason));
            } else {
                composite.add(alarm.describeComposite(state, alarm.reason));
            }
        }
        return DescribeAlarmsResponse.builder().metricAlarms(metric).compositeAlarms(composite)
                .nextToken(from + most < found.size() ? String.valueOf(from + most) : null).build();
    }

    private Set<String> children(String name) {
        AlarmRecord parent = alarms.get(Arns.of("cloudwatch", "alarm:" + name));
        if (parent == null || parent.composite == null) {
            return Set.of();
        }
        return new AlarmRule(parent.composite.alarmRule(), child -> "OK").children();
    }

    /** The state of an alarm by name or ARN; null when there is none. */
    String stateOf(String place, String name) {
        return alarms.values().stream().filter(alarm -> alarm.place.equals(place) && (alarm.name.equals(name) || alarm.arn.equals(name)))
                .findFirst().map(this::state).orElse(null);
    }

    private String state(AlarmRecord alarm) {
        if (world.part(Faults.class).strike(Fault.Kind.ALARM, alarm.name).isPresent()) {
            alarm.is("ALARM", "Threshold Crossed: a fault of the sandbox says so.", world.time().now());
        } else if (alarm.composite != null) {
            boolean holds = new AlarmRule(alarm.composite.alarmRule(), name -> {
                String state = stateOf(alarm.place, name);
                return state == null ? "INSUFFICIENT_DATA" : state;
            }).holds();
            alarm.is(holds ? "ALARM" : "OK", "The rule " + (holds ? "holds." : "does not hold."), world.time().now());
        }
        return alarm.state;
    }

    private static String place() {
        String arn = Arns.of("cloudwatch", "");
        return Arns.region(arn) + " " + Arns.account(arn);
    }

    private static CloudWatchException missing(String parameter) {
        return (CloudWatchException) MissingRequiredParameterException.builder()
                .message("The parameter " + parameter + " is required.").build();
    }

    private static CloudWatchException invalid(String message) {
        return (CloudWatchException) InvalidParameterValueException.builder().message(message).build();
    }
}
