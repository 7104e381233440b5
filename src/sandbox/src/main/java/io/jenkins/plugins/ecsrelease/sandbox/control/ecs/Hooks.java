package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;

/**
 * Lifecycle hooks. PAUSE hooks and their members are newer than the SDK, so they are read from and written to the messages
 * themselves. There is no Lambda in the sandbox: a function answers SUCCEEDED after three seconds, or FAILED while a fault
 * about its ARN says so.
 */
final class Hooks {

    private static final Duration FUNCTION = Duration.ofSeconds(3);

    private static final Set<String> STAGES = Set.of("RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT",
            "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT");

    private final World world;

    Hooks(World world) {
        this.world = world;
    }

    /**
     * The hooks of a request's deployment configuration.
     *
     * @param raw the same configuration as it came; missing where the call did not come as JSON
     */
    static List<Hook> read(DeploymentConfiguration configuration, JsonNode raw) {
        List<Hook> hooks = new ArrayList<>();
        for (int i = 0; i < configuration.lifecycleHooks().size(); i++) {
            DeploymentLifecycleHook hook = configuration.lifecycleHooks().get(i);
            JsonNode told = raw.path("lifecycleHooks").path(i);
            JsonNode timeout = told.path("timeoutConfiguration");
            Hook read = new Hook(
                    told.path("targetType").asText("AWS_LAMBDA"), hook.hookTargetArn(), hook.roleArn(),
                    hook.lifecycleStagesAsStrings(),
                    timeout.has("timeoutInMinutes") ? timeout.get("timeoutInMinutes").asInt() : null,
                    timeout.has("action") ? timeout.get("action").asText() : null);
            check(read);
            hooks.add(read);
        }
        if (hooks.stream().filter(Hook::isPause).count() > 10 || hooks.stream().filter(hook -> !hook.isPause()).count() > 10) {
            throw EcsRefusals.invalid("A service can have at most 10 pause hooks and 10 Lambda hooks.");
        }
        return hooks;
    }

    private static void check(Hook hook) {
        if (!hook.targetType().equals("PAUSE") && !hook.targetType().equals("AWS_LAMBDA")) {
            throw EcsRefusals.invalid("Invalid lifecycle hook targetType: " + hook.targetType());
        }
        if (hook.stages().isEmpty()) {
            throw EcsRefusals.invalid("lifecycleStages must not be empty for a lifecycle hook.");
        }
        for (String stage : hook.stages()) {
            if (!STAGES.contains(stage)) {
                throw EcsRefusals.invalid("Invalid lifecycle stage for a lifecycle hook: " + stage);
            }
            if (hook.isPause() && (stage.equals("TEST_TRAFFIC_SHIFT") || stage.equals("PRODUCTION_TRAFFIC_SHIFT"))) {
                throw EcsRefusals.invalid("PAUSE lifecycle hooks are not supported for lifecycle stage " + stage + ".");
            }
        }
        if (!hook.isPause() && (hook.targetArn() == null || hook.roleArn() == null)) {
            throw EcsRefusals.invalid("hookTargetArn and roleArn are required for a lifecycle hook.");
        }
        Integer minutes = hook.timeoutMinutes();
        if (minutes != null && (minutes < 1 || minutes > 20_160)) {
            throw EcsRefusals.invalid("timeoutInMinutes must be between 1 and 20160.");
        }
    }

    /** Begins the hooks of a stage; each visit of a stage has hooks of its own. */
    void begin(DeploymentRecord deployment, String stage) {
        for (Hook hook : deployment.hooks) {
            if (!hook.stages().contains(stage)) {
                continue;
            }
            Hook.Run run = new Hook.Run(hook, world.part(Ids.class).uuid(), stage, world.time().now());
            deployment.hookRuns.add(run);
            if (hook.isPause()) {
                world.time().after(Duration.between(world.time().now(), run.expiresAt), () -> {
                    if (run.isOpen()) {
                        run.status = "TIMED_OUT";
                    }
                });
            } else {
                world.time().after(FUNCTION, () -> run.status =
                        world.part(Faults.class).strike(Fault.Kind.FAILING_HOOK, hook.targetArn()).isPresent()
                                ? "FAILED" : "SUCCEEDED");
            }
        }
    }

    /** Adds what the SDK's model has no room for to an encoded deployment configuration. */
    static void write(JsonNode configuration, List<Hook> hooks, BreakerThreshold threshold) {
        JsonNode encoded = configuration.path("lifecycleHooks");
        for (int i = 0; i < hooks.size() && i < encoded.size(); i++) {
            ObjectNode node = (ObjectNode) encoded.get(i);
            Hook hook = hooks.get(i);
            node.put("targetType", hook.targetType());
            if (hook.isPause()) {
                ObjectNode timeout = node.putObject("timeoutConfiguration");
                timeout.put("timeoutInMinutes", hook.timeoutMinutes() == null ? 1440 : hook.timeoutMinutes());
                timeout.put("action", hook.timeoutAction() == null ? "ROLLBACK" : hook.timeoutAction());
            }
        }
        if (configuration.path("deploymentCircuitBreaker").isObject()) {
            ObjectNode breaker = (ObjectNode) configuration.get("deploymentCircuitBreaker");
            breaker.put("resetOnHealthyTask", threshold.resets());
            breaker.putObject("thresholdConfiguration").put("type", threshold.type()).put("value", threshold.value());
        }
    }

    /** The hooks that a deployment has met so far, as lifecycleHookDetails of its description. */
    static void writeRuns(ObjectNode deployment, DeploymentRecord record) {
        ArrayNode details = deployment.putArray("lifecycleHookDetails");
        for (Hook.Run run : record.hookRuns) {
            ObjectNode detail = details.addObject()
                    .put("hookId", run.id)
                    .put("targetType", run.hook.targetType())
                    .put("status", run.status);
            if (run.hook.targetArn() != null) {
                detail.put("targetArn", run.hook.targetArn());
            }
            if (run.hook.isPause()) {
                detail.put("expiresAt", run.expiresAt.toEpochMilli() / 1000.0).put("timeoutAction", run.timeoutAction());
            }
        }
    }
}
