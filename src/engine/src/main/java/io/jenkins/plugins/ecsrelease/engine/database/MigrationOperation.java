package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.ExecLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.LogLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudyLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.StartedLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLoader;
import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLoader;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.process.TailLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.EgressLoader;
import java.util.List;
import java.util.Map;

/**
 * Runs a database migration once, in a task of its own that has the new image, and knows how it ended.
 *
 * <p>The task idles until the command is started in it through ECS Exec, detached and under a lock; its log and exit code
 * are files, so that a lost session or a restart of Jenkins costs nothing. Once per migration id: of the builds of one
 * controller one at a time has the migration of a cluster to itself, and the others wait for its end. Beyond that the task
 * definition registered for it is its record at AWS, and carries the outcome as a tag; RunTask's client token makes two
 * controllers that start it at the same moment share one task. Where it cannot be known whether it ran, it is not run
 * again until a person says so.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html">ECS Exec</a>
 */
public final class MigrationOperation implements Operation<MigrationOrder> {

    @Override
    public String kind() {
        return "migration";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<MigrationOrder> order() {
        return MigrationOrder.class;
    }

    @Override
    public Phase begin(MigrationOrder order) {
        return new MigrationCheck(order, null, false);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        return Map.ofEntries(
                Map.entry("check", MigrationCheck.class),
                Map.entry("turn", MigrationTurn.class),
                Map.entry("past", MigrationPast.class),
                Map.entry("join", MigrationJoin.class),
                Map.entry("resolve", MigrationResolve.class),
                Map.entry("guard", MigrationGuard.class),
                Map.entry("load", MigrationLoad.class),
                Map.entry("register", MigrationRegister.class),
                Map.entry("run", MigrationRun.class),
                Map.entry("agent", MigrationAgent.class),
                Map.entry("diagnosis", MigrationDiagnosis.class),
                Map.entry("launch", MigrationLaunch.class),
                Map.entry("follow", MigrationFollow.class),
                Map.entry("ask", MigrationAsk.class),
                Map.entry("task", MigrationTask.class),
                Map.entry("halt", MigrationHalt.class),
                Map.entry("record", MigrationRecord.class),
                Map.entry("stop", MigrationStop.class));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(
                new ServiceStudyLoader(), new ExecLoader(), new PastLoader(), new StartedLoader(), new TaskLoader(), new SnapshotLoader(),
                new DatabaseLoader(), new MetricLoader(), new LogLoader(), new TailLoader(),
                new AllowedLoader(), new EgressLoader());
    }
}
