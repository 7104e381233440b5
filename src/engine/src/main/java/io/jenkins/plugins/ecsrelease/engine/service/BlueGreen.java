package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.look.ConnectionLimitLoader;
import io.jenkins.plugins.ecsrelease.engine.health.look.HttpLoader;
import io.jenkins.plugins.ecsrelease.engine.health.look.LogsLoader;
import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLoader;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.permission.PermissionsLoader;
import io.jenkins.plugins.ecsrelease.engine.image.ImageProofsLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.HealthCheckLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionsLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.RouteLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.EgressLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.LogGroupLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLoader;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayInLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operation of ecsBlueGreen: preflight, register, update, shift, verify, and whatever takes a release back. */
public final class BlueGreen implements Operation<BlueGreenOrder> {

    /** The same loaders for every operation that reads these things, so that their questions travel together. */
    private static final List<Loader<?, ?>> READS = List.of(new ServiceLoader(), new DeploymentLoader(),
            new HistoryLoader(), new TaskDefinitionLoader(), new RevisionsLoader(), new RevisionLoader(), new RouteLoader(),
            new TargetsLoader(), new TasksLoader(), new ImageLoader(), new ImageProofsLoader(), new AlarmLoader(), new MetricLoader(),
            new HttpLoader(), new LogsLoader(), new LastWordsLoader(), new HealthCheckLoader(), new ConnectionLimitLoader(), new LogGroupLoader(), new SecretLoader(), new AllowedLoader(), new TrustLoader(), new EgressLoader(), new WayInLoader(),
            new PermissionsLoader());

    @Override
    public String kind() {
        return "blue-green";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<BlueGreenOrder> order() {
        return BlueGreenOrder.class;
    }

    @Override
    public Phase begin(BlueGreenOrder order) {
        return new Preflight(order, null);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        Map<String, Class<? extends Phase>> phases = new HashMap<>(deploying());
        phases.put("preflight", Preflight.class);
        phases.put("foreign", Foreign.class);
        phases.put("study", Study.class);
        phases.put("waiting", Waiting.class);
        phases.put("register", Register.class);
        return Map.copyOf(phases);
    }

    /** The phases from UpdateService on, which a rollback has too. */
    public static Map<String, Class<? extends Phase>> deploying() {
        return Map.ofEntries(
                Map.entry("update", Update.class),
                Map.entry("pin", Pin.class),
                Map.entry("shift", Shift.class),
                Map.entry("take-back", TakeBack.class),
                Map.entry("proceed", Proceed.class),
                Map.entry("revert", Revert.class),
                Map.entry("aftermath", Aftermath.class),
                Map.entry("late-look", LateLook.class),
                Map.entry("verify", Verify.class),
                Map.entry("recovery", Recovery.class),
                Map.entry("restore", Restore.class),
                Map.entry("remember", Remember.class));
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return reads();
    }

    /** What answers the questions of deployments and rollbacks. */
    public static List<Loader<?, ?>> reads() {
        return READS;
    }
}
