package io.jenkins.plugins.ecsrelease.engine.rollback;

import io.jenkins.plugins.ecsrelease.engine.database.look.MigrationsLoader;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operation of ecsRollback: the ladder down to one rung, and from there the phases of a deployment. */
public final class Rollback implements Operation<RollbackOrder> {

    @Override
    public String kind() {
        return "rollback";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<RollbackOrder> order() {
        return RollbackOrder.class;
    }

    @Override
    public Phase begin(RollbackOrder order) {
        return new Ladder(order, null);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        Map<String, Class<? extends Phase>> phases = new HashMap<>(BlueGreen.deploying());
        phases.put("ladder", Ladder.class);
        phases.put("choose", Choose.class);
        phases.put("ready", Ready.class);
        return Map.copyOf(phases);
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        List<Loader<?, ?>> loaders = new ArrayList<>(BlueGreen.reads());
        loaders.add(new MigrationsLoader());
        return List.copyOf(loaders);
    }
}
