package io.jenkins.plugins.ecsrelease.engine.operation;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.RawCall;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.util.Set;
import software.amazon.awssdk.core.SdkClient;

/** What a {@link Change} or a {@link Loader} works with: clients of the acting identity, and places to run programs. */
public interface Tools {

    /** The identity that acts. */
    Identity identity();

    /**
     * A shared client of the acting identity, such as {@code client(EcsClient.class)}. Not closed by the caller. In
     * {@link Change#make} it makes exactly one attempt; in a {@link Loader} the engine spaces and repeats calls.
     */
    <C extends SdkClient> C client(Class<C> type);

    /** Calls of operations, or members, that are newer than the SDK. */
    RawCall raw();

    /** The same tools acting as somebody else, or in another region: promotion across accounts needs both. */
    Tools as(Identity other);

    /**
     * What the operation's record says by now, with the outcome that it is about to have, as a text of at most 90 letters
     * that fits no other record: kept somewhere else, it tells whether the record was changed. Empty where none is kept.
     */
    default String seal(Outcome outcome) {
        return "";
    }

    /** What of the acting identity must never be shown or kept: its secret key and its session's token. Not the id of a key. */
    default Set<String> secrets() {
        return Set.of();
    }

    /** Where detached programs run: the build's agent, or a container reached through ECS Exec. */
    Detached detached(Detached.Place place);
}
