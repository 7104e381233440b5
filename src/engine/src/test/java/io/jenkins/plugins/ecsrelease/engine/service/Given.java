package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What AWS is said to have answered: the shop's web service, and views of it. */
public final class Given {

    public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    public static final String DIGEST = "sha256:" + "a".repeat(64);
    public static final String OTHER_DIGEST = "sha256:" + "b".repeat(64);
    public static final String REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop";
    public static final String IMAGE = REPOSITORY + "@" + DIGEST;
    public static final String DEFINITIONS = "arn:aws:ecs:eu-central-1:123456789012:task-definition/";
    public static final String OLD = DEFINITIONS + "shop-web:17";
    public static final String NEW = DEFINITIONS + "shop-web:18";
    public static final String DEPLOYMENT = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/shop/shop-web/new";
    public static final String EARLIER = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/shop/shop-web/old";
    public static final String REVISION = "arn:aws:ecs:eu-central-1:123456789012:service-revision/shop/shop-web/2";
    public static final String BLUE = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/1";
    public static final String GREEN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/green/2";
    public static final String RULE =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/1/2/3";
    public static final String TEST_RULE =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/1/2/4";
    public static final String OWN = "{\"strategy\":\"BLUE_GREEN\",\"bakeTimeInMinutes\":10,\"maximumPercent\":200}";

    private final Map<Question<?>, Answer<?>> answers = new HashMap<>();
    private final List<Signal> signals = new ArrayList<>();
    private Instant now = NOW;

    public static Given nothing() {
        return new Given();
    }

    public <A> Given known(Question<A> question, A answer) {
        answers.put(question, Answer.known(answer));
        return this;
    }

    public Given unknown(Question<?> question, Problem.Kind kind) {
        answers.put(question, Answer.unknown(Problem.of(kind, "AWS said " + kind + ".")));
        return this;
    }

    public Given deployment(String status, String stage) {
        return known(new DeploymentLook(DEPLOYMENT), deploymentOf(status, stage));
    }

    public Given signal(Signal.Kind kind, String about) {
        signals.add(new Signal(kind, about, "alice", now));
        return this;
    }

    public Given at(Instant time) {
        now = time;
        return this;
    }

    public Given after(long seconds) {
        now = NOW.plusSeconds(seconds);
        return this;
    }

    /** What the phase would see: what was not said is not known. */
    public View view(Phase phase) {
        Map<Question<?>, Answer<?>> all = new LinkedHashMap<>();
        phase.questions().forEach(question -> all.put(question,
                Answer.unknown(Problem.of(Problem.Kind.LOST, "No reply to " + question))));
        answers.forEach((question, answer) -> all.computeIfPresent(question, (q, a) -> answer));
        return new View(now, signals, all);
    }

    public static LiveDeployment deploymentOf(String status, String stage) {
        return deploymentOf(status, stage, List.of());
    }

    public static LiveDeployment deploymentOf(String status, String stage, List<LiveDeployment.Hook> hooks) {
        return new LiveDeployment(DEPLOYMENT, status, "", stage, NOW, null, "BLUE_GREEN", 10,
                new LiveDeployment.Revision(REVISION, 3, 2, 1, 0, 0), List.of(), hooks, "", "", "", List.of());
    }

    public static LiveDeployment.Hook pause(String id) {
        return new LiveDeployment.Hook(id, "PAUSE", "AWAITING_ACTION", NOW.plusSeconds(3600), "ROLLBACK");
    }

    public static LiveService.Balancer balancer() {
        return new LiveService.Balancer(BLUE, "web", 8080, GREEN, RULE, TEST_RULE, "arn:aws:iam::123456789012:role/ecs-lb");
    }

    public static LiveService service() {
        return service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, OLD);
    }

    public static LiveService service(
            String status, String controller, String strategy, int desired, int running, String taskDefinition) {
        return service(status, controller, strategy, desired, running, taskDefinition, List.of(balancer()));
    }

    public static LiveService service(String status, String controller, String strategy, int desired, int running,
            String taskDefinition, List<LiveService.Balancer> balancers) {
        return new LiveService("arn:aws:ecs:eu-central-1:123456789012:service/shop/shop-web",
                "arn:aws:ecs:eu-central-1:123456789012:cluster/shop", "shop-web", status, controller, desired, running, 0,
                taskDefinition, OWN.replace("BLUE_GREEN", strategy), strategy,
                LiveService.waits(Setups.read(OWN), strategy), List.of(), false, EARLIER, balancers,
                List.of("subnet-1"), List.of("sg-1"), false, List.of(), List.of(),
                List.of(new LiveService.Event(NOW, "(service shop-web) has reached a steady state.")));
    }

    public static LiveTaskDefinition definition() {
        return definition(OLD, Map.of(), container("web", REPOSITORY + "@" + OTHER_DIGEST));
    }

    public static LiveTaskDefinition definition(
            String arn, Map<String, String> tags, LiveTaskDefinition.Container... containers) {
        return new LiveTaskDefinition(arn, "shop-web", Integer.parseInt(arn.replaceAll(".*:", "")), "ACTIVE", "512", "1024",
                "arn:aws:iam::123456789012:role/shop-task", "arn:aws:iam::123456789012:role/shop-execution", "X86_64",
                List.of(containers), tags, List.of());
    }

    public static LiveTaskDefinition.Container container(String name, String image) {
        return new LiveTaskDefinition.Container(name, image, true, "0", "", Map.of("LOG_LEVEL", "info"),
                Map.of("DATABASE_PASSWORD", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop"), "/shop", false,
                List.of(8080));
    }

    public static History.Entry entry(String arn, String status, long seconds, String taskDefinition) {
        return new History.Entry(arn, status, "", NOW.plusSeconds(seconds), "revision-of-" + arn, taskDefinition);
    }

    public static History history() {
        return new History(List.of(entry(EARLIER, "SUCCESSFUL", -3600, OLD)));
    }

    public static BlueGreenOrder order() {
        return BlueGreenOrder.of("shop/main#42/17", "shop", "shop-web", Map.of("web", IMAGE));
    }

    private static Setup setup() {
        return new Setup("BLUE_GREEN", OWN, "", LiveService.waits(Setups.read(OWN), "BLUE_GREEN"), List.of(RULE), List.of(List.of(BLUE, GREEN)));
    }

    public static Course course(BlueGreenOrder order) {
        return new Course(Course.Purpose.RELEASE, order.release(), order.cluster(), order.service(), order.images(), OLD, NEW,
                DEPLOYMENT, true, NOW.minusSeconds(60), NOW.plusSeconds(3600), Terms.of(order, true, setup()), setup(), "", null);
    }
}
