package io.jenkins.plugins.ecsrelease.engine.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Writes down every attempt that goes over the wire: which call, how long, what came back. Never a parameter. */
final class CallLog implements ExecutionInterceptor {

    private static final Logger LOGGER = Logger.getLogger(CallLog.class.getName());
    private static final ExecutionAttribute<Attempt> ATTEMPT = new ExecutionAttribute<>("EcsReleaseAttempt");

    private final String service;
    private final Clock clock;
    private final Consumer<AwsCall> listeners;

    /** An attempt under way; the error code is known only once the SDK has read the reply. */
    private static final class Attempt {
        private final Instant at;
        private final long start = System.nanoTime();
        private Duration took;
        private int status;
        private String requestId = "";

        Attempt(Instant at) {
            this.at = at;
        }
    }

    CallLog(String service, Clock clock, Consumer<AwsCall> listeners) {
        this.service = service;
        this.clock = clock;
        this.listeners = listeners;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        finish(attributes, "");
        attributes.putAttribute(ATTEMPT, new Attempt(clock.instant()));
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        Attempt attempt = attributes.getAttribute(ATTEMPT);
        if (attempt != null) {
            attempt.took = Duration.ofNanos(System.nanoTime() - attempt.start);
            attempt.status = context.httpResponse().statusCode();
            attempt.requestId = requestId(context.httpResponse());
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        finish(attributes, "");
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        String code = context.exception() instanceof AwsServiceException e && e.awsErrorDetails() != null
                ? String.valueOf(e.awsErrorDetails().errorCode())
                : context.exception().getClass().getSimpleName();
        finish(attributes, code);
    }

    private void finish(ExecutionAttributes attributes, String code) {
        Attempt attempt = attributes.getAttribute(ATTEMPT);
        if (attempt == null) {
            return;
        }
        attributes.putAttribute(ATTEMPT, null);
        Duration took = attempt.took == null ? Duration.ofNanos(System.nanoTime() - attempt.start) : attempt.took;
        Acting acting = Acting.current();
        told(new AwsCall(attempt.at, acting.identity(), service,
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), acting.change(), took,
                attempt.status, code, attempt.requestId), listeners, acting.listener());
    }

    /** Tells everyone who listens; a listener that fails must not turn a change made into a call that failed. */
    static void told(AwsCall call, Consumer<AwsCall> all, Consumer<AwsCall> own) {
        LOGGER.log(Level.FINE, "{0} {1} by {2}: {3} {4} in {5} ms, request {6}", new Object[] {
            call.service(), call.operation(), Access.describe(call.identity()), call.status(), call.code(),
            call.took().toMillis(), call.requestId()});
        for (Consumer<AwsCall> listener : List.of(all, own)) {
            try {
                listener.accept(call);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A listener to AWS calls failed", e);
            }
        }
    }

    static String requestId(SdkHttpResponse response) {
        return response.firstMatchingHeader("x-amzn-RequestId")
                .or(() -> response.firstMatchingHeader("x-amz-request-id"))
                .orElse("");
    }
}
