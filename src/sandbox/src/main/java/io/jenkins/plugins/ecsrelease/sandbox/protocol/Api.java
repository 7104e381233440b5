package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.Authorization;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.RawOperation;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** The AWS API of one world: checks who calls, lets faults strike, asks the handler, writes the answer and the log. */
public final class Api {

    /** Bytes of a message; no service takes as many. */
    static final int LARGEST = 64 << 20;

    private static final Logger LOGGER = Logger.getLogger(Api.class.getName());

    private final World world;
    private final Services services;
    private final Callers callers;
    private final Faults faults;
    private final RequestLog log;
    private final Unmodelled unmodelled;
    private final Authorization authorization;

    /** With every handler that the service loader finds. */
    public Api(World world) {
        this(world, ServiceLoader.load(Handlers.class, Api.class.getClassLoader()));
    }

    Api(World world, Iterable<Handlers> handlers) {
        this.world = world;
        services = new Services(world, handlers);
        callers = new Callers(world.part(AccessKeys.class));
        faults = world.part(Faults.class);
        log = world.part(RequestLog.class);
        unmodelled = world.part(Unmodelled.class);
        authorization = world.part(Authorization.class);
        authorization.reading(this::look);
    }

    /** Asks a handler on behalf of nobody. */
    private JsonNode look(String service, String operation, JsonNode request) {
        Service known = services.named(service);
        Service.Operation typed = known == null ? null : known.operation(operation);
        if (typed == null) {
            return MissingNode.getInstance();
        }
        try {
            SdkPojo builder = typed.builder();
            JsonTree.decode(request, builder, "", path -> {});
            // An Extra of its own, so that what the handler adds goes into this answer and not into the caller's.
            Extra extra = new Extra(request, null);
            ObjectNode answer = extra.during(() -> JsonTree.encode(typed.answer(((Buildable) builder).build())));
            extra.edit(answer);
            return answer;
        } catch (AwsServiceException | Refused refused) {
            return MissingNode.getInstance();
        } catch (Exception e) {
            throw new IllegalStateException("The sandbox could not look up " + service + ":" + operation, e);
        }
    }

    Answered handle(Asked asked) {
        return new Handling(asked).answered();
    }

    /** One call from request to answer. */
    private final class Handling {

        private final long begun = System.nanoTime();
        private final String requestId = UUID.randomUUID().toString();
        private final Asked asked;
        private Wire wire;
        private String service = "";
        private String region = "";
        private String principal = "";
        private String error = "";
        private String struck = "";

        Handling(Asked asked) {
            this.asked = asked;
        }

        Answered answered() {
            Answered answered;
            try {
                answered = checked();
            } catch (Callers.Stranger stranger) {
                Wire unread = Wires.unread(asked, stranger.service());
                answered = failed(unread, stranger.situation().in(unread.family(), stranger.message(unread.family())));
            } catch (Wire.Malformed e) {
                Wire any = wire == null ? Wires.unread(asked, service) : wire;
                answered = failed(any, Situation.MALFORMED.in(any.family(), e.getMessage()));
            }
            String operation = wire == null ? "" : wire.operation();
            log.add(new RequestLog.Entry(world.time().now(), service, operation, region, principal, requestId,
                    answered.status(), error, struck, (System.nanoTime() - begun) / 1000));
            return answered;
        }

        private Answered checked() {
            Callers.Caller caller = callers.of(asked);
            service = caller.service();
            region = caller.region();
            principal = caller.key().principal();
            wire = Wires.of(gunzip(asked), service);
            String operation = wire.operation();

            Optional<Fault.Kind> refusal = refusal(operation);
            if (refusal.isPresent()) {
                struck = refusal.get().text();
                return failed(wire, Faulty.failure(refusal.get(), wire.family(), principal, service, operation));
            }
            Optional<Fault> lag = faults.strike(Fault.Kind.LAGGING_READS, service, operation);
            Answered answered = asCall(caller, operation, lag.map(Fault::lasting).orElse(null));
            Optional<Fault> late = faults.strike(Fault.Kind.LATENCY, service, operation);
            if (late.isPresent()) {
                struck = late.get().kind().text();
                world.pass(late.get().lasting());
            }
            if (faults.strike(Fault.Kind.LOST_REPLY, service, operation).isPresent()) {
                struck = Fault.Kind.LOST_REPLY.text();
                return answered.lost();
            }
            return answered;
        }

        private Optional<Fault.Kind> refusal(String operation) {
            Fault.Kind first = null;
            for (Fault.Kind kind : Faulty.REFUSALS) {
                if (faults.strike(kind, service, operation).isPresent() && first == null) {
                    first = kind;
                }
            }
            return Optional.ofNullable(first);
        }

        private Answered asCall(Callers.Caller caller, String operation, Duration lag) {
            wire.read();
            Extra extra = new Extra(wire.message(), lag);
            Call call = new Call(
                    service, operation, region, caller.key().account(), principal, caller.key().id(), requestId);
            return call.during(() -> extra.during(() -> world.exclusively(() -> handled(caller.key(), call, extra))));
        }

        private Answered handled(AccessKeys.Key key, Call call, Extra extra) {
            String operation = wire.operation();
            String full = service + ":" + operation;
            Service known = services.named(service);
            if (known == null || !Dialect.of(service).names(wire.dialect())) {
                unmodelled.operation(full);
                return unknown(operation);
            }
            RawOperation raw = known.raw(operation);
            Service.Operation typed = known.operation(operation);
            if (raw == null && typed == null) {
                unmodelled.operation(full + (known.models(operation) ? "" : " (not in the SDK's model)"));
                return unknown(operation);
            }
            try {
                if (raw != null) {
                    Optional<String> denial = authorization.denial(key, call, wire.message());
                    if (denial.isPresent()) {
                        return failed(wire, Situation.DENIED.in(wire.family(), denial.get()));
                    }
                    JsonNode answer = raw.handle(wire.message());
                    return wire.answer(answer, requestId);
                }
                List<String> unplaced = new ArrayList<>();
                SdkPojo builder = typed.builder();
                wire.decode(builder, unplaced::add);
                Object request = ((Buildable) builder).build();
                Optional<String> denial = authorization.denial(key, call, JsonTree.encode((SdkPojo) request));
                if (denial.isPresent()) {
                    return failed(wire, Situation.DENIED.in(wire.family(), denial.get()));
                }
                SdkPojo response = typed.answer(request);
                unplaced.stream().filter(path -> !extra.accepts(path)).forEach(path -> unmodelled.member(full, path));
                return wire.answer(response, extra, requestId);
            } catch (Wire.Malformed e) {
                throw e;
            } catch (Refused e) {
                return failed(wire, new Failure(e.status(), e.code(), e.getMessage()));
            } catch (AwsServiceException e) {
                Optional<Failure> failure = known.errors().failure(e);
                return failure.isPresent() ? failed(wire, failure.get()) : broken(full, e);
            } catch (Throwable e) {
                return broken(full, e);
            }
        }

        private Answered unknown(String operation) {
            String message = wire.family() == Wire.Family.JSON
                    ? ""
                    : "Could not find operation " + operation + " for version " + wire.dialect();
            return failed(wire, Situation.UNKNOWN_OPERATION.in(wire.family(), message));
        }

        private Answered broken(String full, Throwable thrown) {
            LOGGER.log(Level.SEVERE, "The sandbox's handler of " + full + " failed", thrown);
            unmodelled.bug(full, thrown);
            return failed(wire, Situation.BROKEN.in(wire.family(), "The sandbox's handler of " + full + " failed: " + thrown));
        }

        private Answered failed(Wire to, Failure failure) {
            error = failure.code();
            return to.failure(failure, requestId);
        }
    }

    /** The signature is of the bytes as sent, so they are unpacked after it was checked. */
    private static Asked gunzip(Asked asked) {
        if (!asked.header("content-encoding").contains("gzip")) {
            return asked;
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(asked.body()))) {
            byte[] body = unpacked.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw new Wire.Malformed("The body is larger than " + LARGEST + " bytes when it is unpacked");
            }
            return asked.body(body);
        } catch (IOException e) {
            throw new Wire.Malformed("The body is not gzip");
        }
    }
}
