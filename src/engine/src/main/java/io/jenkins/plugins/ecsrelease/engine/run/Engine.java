package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Runs operations in short turns, with what they stand on saved between the turns. */
public final class Engine implements AutoCloseable {

    private Engine() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Puts a new operation on record; on disk before this returns. Nothing happens until it is followed. With an id that
     * is on record already nothing changes.
     *
     * @param id letters, digits, '.', '_' and '-', at most 200; unique among all operations of this host
     * @param labels what the host wants to find again: job, build, url, node
     */
    public <O extends Record> void open(
            String id, Operation<O> operation, O order, Identity identity, Map<String, String> labels) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Attaches the host and starts turns; after a restart only this is called. An operation that has ended tells its
     * outcome again. A later follower takes the place of an earlier one.
     */
    public void follow(String id, Follower follower) {
        throw new UnsupportedOperationException();
    }

    /**
     * Says something to an operation; on disk before this returns, and before it acts. Of several stops the first counts.
     *
     * @return false when there is no open operation of this id: nothing was said
     */
    public boolean signal(String id, Signal signal) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** An operation on record, open or unreadable; closed ones are read with {@link Journal#read} from their archive. */
    public Optional<Journal> journal(String id) {
        throw new UnsupportedOperationException();
    }

    /** Everything on record that is not archived: guards look here, and orphans are found here. */
    public List<Journal> open() {
        throw new UnsupportedOperationException();
    }

    /** Starts no more turns, and gives calls under way ten seconds. What runs on AWS goes on. Never a failure. */
    @Override
    public void close() {}

    /** What an engine is made of. */
    public static final class Builder {

        /** The directory of open journals, made when it is missing. Required. */
        public Builder journals(Path directory) {
            return this;
        }

        /** Required. */
        public Builder clients(AwsClients clients) {
            return this;
        }

        /** Every kind that may be opened or resumed. Required. */
        public Builder operations(List<Operation<?>> operations) {
            return this;
        }

        /** The host's timer, used for ticks alone; without one the engine has a thread of its own for it. */
        public Builder timer(ScheduledExecutorService timer) {
            return this;
        }

        /** How programs in containers are reached. */
        public Builder containers(Containers containers) {
            return this;
        }

        /** Over how long the operations found on disk take up their turns again; default one minute. */
        public Builder resumeOver(Duration spread) {
            return this;
        }

        public Engine build() throws IOException {
            return new Engine();
        }
    }
}
