package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How a service's deploymentConfiguration becomes that of one deployment. */
public final class Setups {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Once in a deployment, with the test traffic on the new version and no production traffic yet. */
    private static final String BEFORE_TRAFFIC = "POST_TEST_TRAFFIC_SHIFT";
    /** Once, with all production traffic on the new version and the old one still running. */
    private static final String AFTER_TRAFFIC = "POST_PRODUCTION_TRAFFIC_SHIFT";

    /** How long ECS waits for checks through the test listener, should nobody be there to tell it to go on. */
    private static final int GUARD_MINUTES = 60;
    /** How long those checks may be undecided. */
    static final Duration GUARD_PATIENCE = Duration.ofMinutes(15);

    private Setups() {}

    /** As the order asks: another strategy and a pause for the hold, for this deployment only. */
    static Setup ofRelease(Situation situation) {
        LiveService service = situation.service();
        BlueGreenOrder order = situation.order();
        String strategy = situation.strategy();
        ObjectNode configuration = read(service.configuration());
        boolean other = !strategy.equals(service.strategy());
        if (other) {
            switchTo(configuration, strategy);
        }
        boolean guarded = Setups.guarded(order, service);
        if (!order.hold().isEmpty()) {
            pause(configuration, "beforeTraffic".equals(order.hold()) ? BEFORE_TRAFFIC : AFTER_TRAFFIC, order.holdMinutes());
        }
        if (guarded) {
            pause(configuration, BEFORE_TRAFFIC, GUARD_MINUTES);
        }
        return new Setup(strategy, service.configuration(), other || guarded || !order.hold().isEmpty() ? configuration.toString() : "",
                LiveService.waits(configuration, strategy), rules(service), groups(service));
    }

    /** The shortest way: all traffic at once, no pause, hook, step, bake, alarm or breaker that could stand in it. */
    public static Setup fast(LiveService service) {
        ObjectNode configuration = read(service.configuration());
        String strategy = "ROLLING".equals(service.strategy()) ? "ROLLING" : "BLUE_GREEN";
        if (strategy.equals("BLUE_GREEN")) {
            switchTo(configuration, strategy);
            configuration.put("bakeTimeInMinutes", 0);
        }
        configuration.putArray("lifecycleHooks");
        if (configuration.has("alarms")) {
            ((ObjectNode) configuration.path("alarms")).put("enable", false);
        }
        if (configuration.has("deploymentCircuitBreaker")) {
            ((ObjectNode) configuration.path("deploymentCircuitBreaker")).put("enable", false).put("rollback", false);
        }
        boolean same = configuration.equals(read(service.configuration()));
        return new Setup(strategy, service.configuration(), same ? "" : configuration.toString(),
                LiveService.waits(configuration, strategy), rules(service), groups(service));
    }

    /** As the service is set up. */
    public static Setup asItIs(LiveService service) {
        return new Setup(service.strategy(), service.configuration(), "", service.waits(), rules(service), groups(service));
    }

    /** When the time is over: as asked, else an hour more than the strategy itself waits. */
    public static Instant deadline(Instant now, int timeoutMinutes, Setup setup) {
        return now.plus(Duration.ofMinutes(timeoutMinutes > 0 ? timeoutMinutes : setup.waits().total() + 60L));
    }

    /** Whether the service has its own configuration: each member as it was, and no hook that it did not have. */
    static boolean restored(String now, String own) {
        ObjectNode there = read(now);
        ObjectNode wanted = read(own);
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            if (!empty(member.getValue()) && !member.getValue().equals(there.path(member.getKey()))) {
                return false;
            }
        }
        return empty(there.path("lifecycleHooks")) || !empty(wanted.path("lifecycleHooks"));
    }

    /** What puts the service's own configuration back: an absent list would leave what is there. */
    static ObjectNode restoring(Setup setup) {
        ObjectNode own = read(setup.own());
        if (!own.has("lifecycleHooks") && read(setup.sent()).has("lifecycleHooks")) {
            own.putArray("lifecycleHooks");
        }
        return own;
    }

    private static boolean empty(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty();
    }

    /** Whether the service still has what this course had sent, whatever ECS added to it. */
    static boolean borrowed(String now, Setup setup) {
        ObjectNode there = read(now);
        ObjectNode sent = read(setup.sent());
        for (String member : List.of("strategy", "bakeTimeInMinutes", "lifecycleHooks")) {
            boolean none = empty(there.path(member));
            boolean noneSent = empty(sent.path(member));
            if (none != noneSent || !none && !there.path(member).isArray() && !there.path(member).equals(sent.path(member))) {
                return false;
            }
        }
        return true;
    }

    public static ObjectNode read(String configuration) {
        try {
            return (ObjectNode) JSON.readTree(configuration);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A saved deploymentConfiguration is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void switchTo(ObjectNode configuration, String strategy) {
        configuration.put("strategy", strategy);
        if (!strategy.equals("CANARY")) {
            configuration.remove("canaryConfiguration");
        } else if (!configuration.has("canaryConfiguration")) {
            configuration.putObject("canaryConfiguration").put("canaryPercent", 5.0).put("canaryBakeTimeInMinutes", 10);
        }
        if (!strategy.equals("LINEAR")) {
            configuration.remove("linearConfiguration");
        } else if (!configuration.has("linearConfiguration")) {
            configuration.putObject("linearConfiguration").put("stepPercent", 10.0).put("stepBakeTimeInMinutes", 6);
        }
        if (strategy.equals("ROLLING")) {
            configuration.remove(List.of("bakeTimeInMinutes", "lifecycleHooks"));
        } else {
            // Rolling's own; ECS refuses or ignores them beside the others.
            configuration.remove(List.of("earlySuccessCriteria", "deploymentCircuitBreaker"));
            if (!configuration.has("bakeTimeInMinutes")) {
                configuration.put("bakeTimeInMinutes", 10);
            }
        }
    }

    /** Whether ECS waits before production traffic until checks through the test listener have passed. */
    private static boolean guarded(BlueGreenOrder order, LiveService service) {
        return order.checks().stream().anyMatch(check -> check instanceof Http http && http.beforeTraffic())
                && !order.hold().equals("beforeTraffic") && !service.waits().pauses().contains(BEFORE_TRAFFIC);
    }

    /** Whether a hook that waits at a stage is the one that {@link #guarded} has put there. */
    static boolean guards(Course course, String stage) {
        return stage.equals(BEFORE_TRAFFIC) && course.purpose() == Course.Purpose.RELEASE && course.terms().guarded()
                && !course.terms().hold().equals("beforeTraffic")
                && !LiveService.waits(read(course.setup().own()), course.setup().strategy()).pauses().contains(BEFORE_TRAFFIC);
    }

    private static void pause(ObjectNode configuration, String stage, int minutes) {
        ArrayNode hooks = configuration.withArray("lifecycleHooks");
        ObjectNode pause = hooks.addObject().put("targetType", "PAUSE");
        pause.putArray("lifecycleStages").add(stage);
        pause.putObject("timeoutConfiguration").put("timeoutInMinutes", minutes).put("action", "ROLLBACK");
    }

    private static List<List<String>> groups(LiveService service) {
        return service.balancers().stream()
                .map(balancer -> balancer.alternateTargetGroup().isEmpty()
                        ? List.of(balancer.targetGroup())
                        : List.of(balancer.targetGroup(), balancer.alternateTargetGroup()))
                .toList();
    }

    private static List<String> rules(LiveService service) {
        return service.balancers().stream()
                .map(LiveService.Balancer::productionRule)
                .filter(rule -> !rule.isEmpty())
                .distinct()
                .toList();
    }
}
