package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that goes wrong on purpose.
 *
 * @param service signing name such as "ecs"; empty for any
 * @param operation such as "UpdateService"; empty for any
 * @param about what it strikes where the kind strikes a resource: part of an ARN, name or image; empty for any
 * @param nth the first matching occasion that it strikes, from 1
 * @param count how many occasions in a row it strikes; 0 until it is cleared
 * @param lasting how long, for the kinds that take time; sandbox time
 */
public record Fault(Kind kind, String service, String operation, String about, int nth, int count, Duration lasting) {

    /** What can go wrong. Each is read by the room that its comment names. */
    public enum Kind {
        /** Protocol: the call is refused with the service's throttling error, nothing is changed. */
        THROTTLE,
        /** Protocol: the call is refused with a 500, nothing is changed. */
        SERVER_ERROR,
        /** Protocol: the change is made, then the connection is cut without a reply. */
        LOST_REPLY,
        /** Protocol: the reply comes {@code lasting} late. */
        LATENCY,
        /** Protocol: the caller's credentials are said to be expired. */
        EXPIRED_CREDENTIALS,
        /** Protocol: the caller is not authorised. */
        DENIED,
        /** Control rooms: a read does not yet show what changed in the last {@code lasting}. */
        LAGGING_READS,
        /** ECS: tasks take {@code lasting} longer to run; {@code about} is part of the service, family or image. */
        SLOW_TASKS,
        /** ECS and traffic: tasks answer the load balancer's health check with an error. */
        UNHEALTHY_TASKS,
        /** Traffic: tasks take three times as long to answer. */
        SLOW_ANSWERS,
        /** Traffic: tasks answer one request in fifty with a 500. */
        FAILING_ANSWERS,
        /** Traffic: each task answers at most five requests a second, the rest with a 503. */
        OVERLOADED_TASKS,
        /** Traffic: each task opens twenty more database connections a minute from its start. */
        LEAKING_CONNECTIONS,
        /** ECS: there is no capacity for tasks whose service, family or image contains {@code about}. */
        NO_CAPACITY,
        /** ECS: the container exits right after it started. */
        CRASHING_IMAGE,
        /** ECS: the lifecycle hook function whose ARN contains {@code about} answers FAILED. */
        FAILING_HOOK,
        /** ECS: the infrastructure role whose ARN contains {@code about} may not change listener rules. */
        INFRASTRUCTURE_DENIED,
        /** ECS: the rollback of a service (part of its ARN) cannot be completed. */
        ROLLBACK_FAILS,
        /** RDS: the snapshot whose name contains {@code about} takes {@code lasting} longer. */
        SLOW_SNAPSHOTS,
        /** RDS: the snapshot whose name contains {@code about} ends as failed. */
        FAILING_SNAPSHOTS,
        /** ECR: scans in the repository whose name contains {@code about} take {@code lasting} longer. */
        SLOW_SCANS,
        /** ECR: scans in the repository whose name contains {@code about} end as FAILED. */
        FAILING_SCANS,
        /** ECR: scans in the repository whose name contains {@code about} end as FINDINGS_UNAVAILABLE. */
        SCANS_WITHOUT_FINDINGS,
        /** ECR: scans in the repository whose name contains {@code about} end as LIMIT_EXCEEDED. */
        SCANS_OVER_LIMIT,
        /** CloudWatch: the alarms whose name contains {@code about} are in ALARM. */
        ALARM;

        /** "lost-reply" and the like. */
        public static Kind named(String name) {
            try {
                return valueOf(name.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("No fault is named '" + name + "'. There are: "
                        + java.util.Arrays.stream(values()).map(Kind::text).toList() + ".");
            }
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Fault {
        service = service == null ? "" : service;
        operation = operation == null ? "" : operation;
        about = about == null ? "" : about;
        lasting = lasting == null ? Duration.ZERO : lasting;
        if (kind == null || nth < 1 || count < 0 || lasting.isNegative()) {
            throw new IllegalArgumentException("A fault needs a kind, nth from 1 and a count from 0: " + kind + ", " + nth
                    + ", " + count);
        }
    }

    /** Strikes every call of this operation until cleared. */
    public static Fault every(Kind kind, String service, String operation) {
        return new Fault(kind, service, operation, "", 1, 0, Duration.ZERO);
    }

    /** Strikes the n-th call of this operation from now, once. */
    public static Fault once(Kind kind, String service, String operation, int nth) {
        return new Fault(kind, service, operation, "", nth, 1, Duration.ZERO);
    }

    /** Strikes everything about this resource until cleared. */
    public static Fault about(Kind kind, String about) {
        return new Fault(kind, "", "", about, 1, 0, Duration.ZERO);
    }

    public Fault lasting(Duration duration) {
        return new Fault(kind, service, operation, about, nth, count, duration);
    }
}
