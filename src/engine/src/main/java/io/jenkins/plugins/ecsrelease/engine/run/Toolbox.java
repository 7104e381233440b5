package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.RawCall;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkClient;

/**
 * The tools of one flight.
 *
 * @param records where its journal is
 */
record Toolbox(Flight flight, AwsClients clients, Containers containers, Identity identity, boolean change, Path records) implements Tools {

    @Override
    public <C extends SdkClient> C client(Class<C> type) {
        return flight.access(clients, identity).client(type, change);
    }

    @Override
    public RawCall raw() {
        return flight.access(clients, identity).raw(change);
    }

    @Override
    public Tools as(Identity other) {
        return new Toolbox(flight, clients, containers, other, change, records);
    }

    @Override
    public String seal(Outcome outcome) {
        try {
            return Seal.of(records, flight.saved(), outcome);
        } catch (IOException e) {
            return ""; // A record that cannot be read just now is not sealed; the verdict matters more.
        }
    }

    @Override
    public Set<String> secrets() {
        return flight.access(clients, identity).secrets();
    }

    @Override
    public Detached detached(Detached.Place place) {
        if (place instanceof Detached.Place.Container container) {
            return containers.in(this, container);
        }
        return new OnAgent((Detached.Place.Agent) place);
    }

    /** Looks for the agent at every exchange: it may be back by then. */
    private final class OnAgent implements Detached {

        private final Place.Agent place;

        OnAgent(Place.Agent place) {
            this.place = place;
        }

        private Detached agent() throws IOException {
            Follower host = flight.follower();
            if (host == null) {
                throw new IOException("Nobody follows " + flight.id() + " any more.");
            }
            return host.agent(place);
        }

        @Override
        public void start(Launch launch) throws IOException {
            agent().start(launch);
        }

        @Override
        public Progress look(String id, long offset, int atMost) throws IOException {
            return agent().look(id, offset, atMost);
        }

        @Override
        public void replace(String id, Map<String, byte[]> privateFiles) throws IOException {
            agent().replace(id, privateFiles);
        }

        @Override
        public void stop(String id, boolean force) throws IOException {
            agent().stop(id, force);
        }

        @Override
        public void remove(String id) throws IOException {
            agent().remove(id);
        }
    }
}
