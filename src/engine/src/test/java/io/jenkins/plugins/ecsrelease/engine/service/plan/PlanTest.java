package io.jenkins.plugins.ecsrelease.engine.service.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.engine.service.Given;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Egress;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService.Balancer;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.Route;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLook;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;

/** One thing wrong at a time: what the plan says of it, and that it would stop the release. */
public class PlanTest {

    private BlueGreenOrder order;
    private LiveService service;
    private LiveTaskDefinition definition;
    private History history;
    private Map<String, Answer<KnownImage>> known;
    private Map<String, Answer<Route>> routes;
    private Map<String, Answer<Targets>> targets;
    private Map<String, Answer<AlarmLook.State>> alarms;
    private LiveTaskDefinition ours;
    private Ground ground = Ground.NONE;

    @Before
    public void allIsWell() {
        order = Given.order();
        service = Given.service();
        definition = Given.definition();
        history = Given.history();
        known = new HashMap<>(Map.of(Given.IMAGE, Answer.known(new KnownImage(Given.DIGEST, List.of()))));
        routes = new LinkedHashMap<>(Map.of(Given.RULE, route(Map.of(Given.BLUE, 100, Given.GREEN, 0)),
                Given.TEST_RULE, route(Map.of(Given.BLUE, 100, Given.GREEN, 0))));
        targets = new HashMap<>(Map.of(Given.BLUE, Answer.known(new Targets(List.of(healthy()))),
                Given.GREEN, Answer.known(new Targets(List.of()))));
        alarms = new LinkedHashMap<>();
    }

    @Test
    public void whereAllIsWellThereIsNothingToSay() {
        assertEquals(List.of(), plan().concerns());
        assertTrue(plan().ready());
    }

    @Test
    public void thePlanIsTheSameForTheSameSituationAndAnotherForAnother() {
        String hash = plan().hash();
        assertEquals(hash, plan().hash());
        service = Given.service("ACTIVE", "ECS", "BLUE_GREEN", 4, 4, Given.OLD);
        assertNotEquals(hash, plan().hash());
    }

    @Test
    public void itReadsLikeADifference() {
        assertEquals("""
                Plan for shop-web in shop
                  task definition shop-web: next after revision 17, 512 CPU units, 1024 MiB
                    web image
                      - %s@%s
                      + %s@%s
                      environment unchanged: LOG_LEVEL
                  strategy BLUE_GREEN: 10 minutes of bake; 3 tasks run twice for at least 10 minutes
                  secret web.DATABASE_PASSWORD: shop (not visible from here)
                """.formatted(Given.REPOSITORY, Given.OTHER_DIGEST, Given.REPOSITORY, Given.DIGEST), plan().text());
    }

    @Test
    public void anInactiveServiceIsAnError() {
        service = Given.service("DRAINING", "ECS", "BLUE_GREEN", 3, 3, Given.OLD);
        error("DRAINING, not ACTIVE");
    }

    @Test
    public void rollingMustBeAskedForByName() {
        service = Given.service("ACTIVE", "ECS", "ROLLING", 3, 3, Given.OLD);
        error("strategy: 'ROLLING'");
        order = order.by("ROLLING");
        assertTrue(plan().ready());
    }

    @Test
    public void aRollingDeploymentCannotBeHeld() {
        order = order.by("ROLLING").heldAt("beforeTraffic");
        error("'hold'");
    }

    @Test
    public void zeroTasksAreAnErrorAndTooFewAWarning() {
        service = Given.service("ACTIVE", "ECS", "BLUE_GREEN", 0, 0, Given.OLD);
        error("scaled to zero");
        service = Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 2, Given.OLD);
        assertTrue(plan().ready());
        warning("only 2 run now");
    }

    @Test
    public void aDeploymentInFlightIsAConflictAndSaysWhose() {
        history = new History(List.of(Given.entry("other", "IN_PROGRESS", -60, Given.DEFINITIONS + "shop-web:18")));
        Plan plan = plan();
        assertFalse(plan.ready());
        String text = plan.of(Concern.Severity.CONFLICT).get(0).text();
        assertTrue(text, text.contains("other") && text.contains("shop-web:18") && text.contains("onConflict"));
    }

    @Test
    public void aDeploymentInAnUnknownStatusIsAConflictToo() {
        history = new History(List.of(Given.entry("other", "THINKING", -60, Given.OLD)));
        assertFalse(plan().ready());
    }

    @Test
    public void anImageThatIsNotThereIsAnErrorAndOneThatCannotBeReadAWarning() {
        known.put(Given.IMAGE, Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "The image is not in Amazon ECR.")));
        error("Push it first");
        known.put(Given.IMAGE, Answer.unknown(Problem.of(Problem.Kind.DENIED, "AWS denied it.")));
        warning("could not be read");
    }

    @Test
    public void anIndexWithoutTheRightProcessorIsAnError() {
        known.put(Given.IMAGE, Answer.known(new KnownImage(Given.DIGEST,
                List.of(new KnownImage.Platform(Given.OTHER_DIGEST, "linux", "arm64")))));
        String text = error("no manifest for linux/amd64");
        assertTrue(text, text.contains("linux/arm64"));
    }

    // The errors that AWS lists for blue/green.

    @Test
    public void allLoadBalancersNeedAnAdvancedConfiguration() {
        balancers(Given.balancer(), new Balancer("tg/third", "web", 9090, "", "", "", ""));
        error("Only 1 of the service's 2 load balancers has an advancedConfiguration");
    }

    @Test
    public void aTargetGroupIsUsedOnce() {
        Balancer one = Given.balancer();
        balancers(new Balancer(one.targetGroup(), "web", 8080, one.targetGroup(), one.productionRule(), "", one.role()));
        error("is used twice");
    }

    @Test
    public void anAlternateTargetGroupIsNeeded() {
        balancers(new Balancer(Given.BLUE, "web", 8080, "", Given.RULE, "", "role"));
        error("no alternateTargetGroupArn");
    }

    @Test
    public void aRoleIsNeeded() {
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN, Given.RULE, "", ""));
        error("no roleArn");
    }

    @Test
    public void aRoleThatCannotMoveTheTrafficIsAnErrorAndOneThatCannotBeJudgedAWarning() {
        String role = "arn:aws:iam::1:role/moves";
        TrustLook trust = new TrustLook(role, "ecs.amazonaws.com");
        AllowedLook modify = new AllowedLook(role, "elasticloadbalancing:ModifyRule", Given.RULE);
        infrastructure(Map.of(trust, Answer.known(true)), Map.of(modify, Answer.known("allowed")));
        assertEquals(List.of(), plan().concerns());
        infrastructure(Map.of(trust, Answer.known(true)), Map.of(modify, Answer.known("conditional")));
        assertEquals("a condition may hold when ECS asks", List.of(), plan().concerns());
        infrastructure(Map.of(trust, Answer.known(true)), Map.of(modify, Answer.known("implicitDeny")));
        error("The infrastructure role " + role + " may not elasticloadbalancing:ModifyRule on " + Given.RULE);
        infrastructure(Map.of(trust, Answer.known(false)), Map.of(modify, Answer.known("allowed")));
        error("The infrastructure role " + role + " does not let ecs.amazonaws.com assume it");
        infrastructure(Map.of(trust, missing()), Map.of(modify, missing()));
        error("The infrastructure role " + role + ", with which ECS is to move the service's traffic, does not exist");
        Answer<Boolean> denied = Answer.unknown(new Problem(
                Problem.Kind.DENIED, "AWS denied it for GetRole.", "iam", "GetRole", "AccessDenied", "request-1"));
        infrastructure(Map.of(trust, denied), Map.of(modify, Answer.known("allowed")));
        assertTrue(plan().ready());
        warning("was not checked: AWS denied it for GetRole.");
        assertFalse("the same plan has the same text", plan().text().contains("request-1"));
    }

    private void infrastructure(Map<TrustLook, Answer<Boolean>> trust, Map<AllowedLook, Answer<String>> shifting) {
        ground = new Ground(Map.of(), Map.of(), Map.of(), null, Map.of(), trust, shifting);
    }

    @Test
    public void productionAndTestRuleDiffer() {
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN, Given.RULE, Given.RULE, "role"));
        error("share the rule");
    }

    @Test
    public void anApplicationLoadBalancerNeedsARuleAndNoListener() {
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN,
                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/1/2", "", "role"));
        error("needs the ARN of a rule");
    }

    @Test
    public void aNetworkLoadBalancerTakesAListener() {
        String listener = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/shop/1/2";
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN, listener, "", "role"));
        routes.clear();
        routes.put(listener, route(Map.of(Given.BLUE, 1)));
        assertEquals(List.of(), plan().concerns());
    }

    @Test
    public void aRuleOfANetworkLoadBalancerIsAnErrorAndItsShiftsAreSlow() {
        String rule = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/net/shop/1/2/3";
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN, rule, "", "role"));
        error("name the ARN of the listener");
        aNetworkLoadBalancerTakesAListener();
        assertTrue(plan().text(), plan().text().contains("ten minutes longer"));
    }

    @Test
    public void aTestListenerOfAnApplicationLoadBalancerIsAnError() {
        balancers(new Balancer(Given.BLUE, "web", 8080, Given.GREEN, Given.RULE,
                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/1/2", "role"));
        error("testListenerRule is ");
    }

    @Test
    public void aCheckThatLooksAtALoadBalancerNeedsOne() {
        balancers();
        order = order.checkedBy(List.of(new TargetHealth(90, 60, Limits.DEFAULT)));
        error("The check 'target health' looks at a load balancer, and the service shop-web has none");
        order = order.checkedBy(List.of());
        assertTrue(plan().ready());
        assertTrue(plan().text(), plan().text().contains("no traffic to shift"));
    }

    @Test
    public void aRollingDeploymentSaysWhatStopsAVersionThatDoesNotComeUp() {
        service = Given.service("ACTIVE", "ECS", "ROLLING", 3, 3, Given.OLD);
        order = order.by("ROLLING");
        assertTrue(plan().text(), plan().text().contains("3 tasks replaced step by step; the circuit breaker of ECS is off"));
    }

    @Test
    public void aRuleThatDoesNotExistIsAnErrorAndOneThatCannotBeReadAWarning() {
        routes.put(Given.RULE, Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "AWS did not find it.")));
        error("does not exist");
        routes.put(Given.RULE, Answer.unknown(Problem.of(Problem.Kind.DENIED, "AWS denied it.")));
        warning("could not be read");
    }

    @Test
    public void aRuleThatForwardsToAThirdGroupIsAnError() {
        routes.put(Given.RULE, route(Map.of(Given.BLUE, 100, Given.GREEN, 0, "tg/third", 0)));
        error("also forwards to tg/third");
    }

    @Test
    public void aRuleThatServesNeitherGroupIsAnError() {
        routes.put(Given.RULE, route(Map.of(Given.BLUE, 0, Given.GREEN, 0)));
        error("neither of the service's target groups");
    }

    @Test
    public void driftedWeightsAreAnError() {
        routes.put(Given.RULE, route(Map.of(Given.BLUE, 60, Given.GREEN, 40)));
        error("splits traffic between both");
    }

    @Test
    public void noHealthyTargetInTheServingGroupIsAnError() {
        targets.put(Given.BLUE, Answer.known(new Targets(List.of(new Targets.Target("10.0.0.1", 80, "unhealthy", "Target.Timeout", "")))));
        error("no healthy target");
    }

    @Test
    public void aTestRuleThatForwardsElsewhereIsAnError() {
        routes.put(Given.TEST_RULE, route(Map.of("tg/third", 1)));
        error("test rule");
    }

    @Test
    public void anAlternateGroupOutsideOfBothRulesIsAnError() {
        routes.put(Given.RULE, route(Map.of(Given.BLUE, 1)));
        routes.put(Given.TEST_RULE, route(Map.of(Given.BLUE, 1)));
        error("in neither the production nor the test rule");
    }

    // Alarms.

    @Test
    public void anAlarmThatIsRedIsAnErrorAndOneWithoutDataAWarning() {
        alarms.put("web-5xx", Answer.known(new AlarmLook.State("ALARM", "12 errors")));
        error("in ALARM before the release begins");
        alarms.put("web-5xx", Answer.known(new AlarmLook.State("INSUFFICIENT_DATA", "")));
        warning("no data to guard");
    }

    @Test
    public void anAlarmThatDoesNotExistIsAnError() {
        order = order.checkedBy(List.of(new Alarm("web-5xy", Limits.DEFAULT)));
        alarms.put("web-5xy", Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "Not found.")));
        error("no alarm 'web-5xy'");
    }

    // The task definition.

    @Test
    public void oneRoleForBothIsAWarning() {
        definition = new LiveTaskDefinition(Given.OLD, "shop-web", 17, "ACTIVE", "512", "1024", "role/x", "role/x", "X86_64",
                definition.containers(), Map.of(), List.of());
        warning("are the same");
    }

    @Test
    public void whatOthersChangedSinceOurLastReleaseIsToldWithoutValues() {
        ours = new LiveTaskDefinition(Given.DEFINITIONS + "shop-web:15", "shop-web", 15, "ACTIVE", "256", "1024",
                definition.taskRole(), definition.executionRole(), "X86_64", List.of(new LiveTaskDefinition.Container(
                        "web", Given.REPOSITORY + "@" + Given.OTHER_DIGEST, true, "0", "", Map.of("LOG_LEVEL", "debug"),
                        Map.of("DATABASE_PASSWORD", "arn:old"), "/shop", false, List.of(8080))), Map.of(), List.of());
        String text = plan().text();
        assertTrue(text, text.contains("changed by others since our last release (shop-web:15), and kept:\n    cpu: 256 -> 512\n"
                + "    web environment variable LOG_LEVEL has another value\n"
                + "    web secret DATABASE_PASSWORD has another value\n"));
        assertFalse(text, text.contains("debug"));
    }

    @Test
    public void membersNewerThanTheSdkAreTold() {
        definition = new LiveTaskDefinition(Given.OLD, "shop-web", 17, "ACTIVE", "512", "1024", "role/a", "role/b", "X86_64",
                definition.containers(), Map.of(), List.of("containerDefinitions[].newThing"));
        assertTrue(plan().text(), plan().text().contains("newer than this SDK, passed on unchanged: containerDefinitions[].newThing"));
    }

    // What tasks need to start.

    @Test
    public void aSecretThatIsGoneIsAnError() {
        ground = new Ground(Map.of("arn:secret", missing()), Map.of(), Map.of(), null, Map.of(), Map.of(), Map.of());
        error("The secret arn:secret does not exist");
        ground = new Ground(Map.of("arn:secret", Answer.known(new SecretLook.State(true, "", java.util.Set.of()))), Map.of(), Map.of(), null, Map.of(), Map.of(), Map.of());
        error("is being deleted");
    }

    @Test
    public void aSecretThatTheExecutionRoleMayNotReadIsTold() {
        AllowedLook look = new AllowedLook("arn:aws:iam::1:role/pull", "secretsmanager:GetSecretValue", "arn:secret");
        ground = new Ground(Map.of(), Map.of(look, Answer.known("explicitDeny")), Map.of(), null, Map.of(), Map.of(), Map.of());
        error("The execution role pull is explicitly denied");
        ground = new Ground(Map.of(), Map.of(look, Answer.known("implicitDeny")), Map.of(), null, Map.of(), Map.of(), Map.of());
        warning("No policy of the execution role pull allows secretsmanager:GetSecretValue on arn:secret");
        ground = new Ground(Map.of(), Map.of(look, Answer.known("allowed")), Map.of(), null, Map.of(), Map.of(), Map.of());
        assertEquals(List.of(), plan().concerns());
    }

    @Test
    public void aLogGroupThatIsGoneIsAnError() {
        ground = new Ground(Map.of(), Map.of(), Map.of("/shop", missing()), null, Map.of(), Map.of(), Map.of());
        error("The log group /shop does not exist");
    }

    @Test
    public void subnetsWithoutAWayOutAreTold() {
        egress(Map.of("subnet-1", "none"), Set.of());
        warning("subnet-1 has no default route, and its network has no VPC endpoint for ecr.api, ecr.dkr, logs, s3, secretsmanager");
        egress(Map.of("subnet-1", "internet"), Set.of("logs"));
        warning("only with public addresses");
        egress(Map.of("subnet-1", "out"), Set.of());
        assertEquals(List.of(), plan().concerns());
        egress(Map.of("subnet-1", "none"), Set.of("ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager"));
        assertEquals(List.of(), plan().concerns());
    }

    @Test
    public void whatMayNotBeReadIsToldInOneLineAndStopsNothing() {
        Answer<SecretLook.State> denied = Answer.unknown(new Problem(Problem.Kind.DENIED, "AWS denied it.", "secretsmanager", "DescribeSecret", "AccessDeniedException", ""));
        ground = new Ground(Map.of("arn:a", denied, "arn:b", denied), Map.of(), Map.of(), null, Map.of(), Map.of(), Map.of());
        assertTrue(plan().ready());
        assertEquals(1, plan().concerns().size());
        warning("Not checked, because it could not be read: whether the task definition's secrets exist (DescribeSecret: AccessDeniedException)");
    }

    private void egress(Map<String, String> routes, Set<String> endpoints) {
        ground = new Ground(Map.of(), Map.of(), Map.of(), Answer.known(new Egress(routes, endpoints)), Map.of(), Map.of(), Map.of());
    }

    private static <A> Answer<A> missing() {
        return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "Not found."));
    }

    @Test
    public void waitsThatDoNotFitIntoTheTimeAreAnError() {
        order = order.within(5);
        error("10 minutes");
    }

    @Test
    public void poolsOfBothVersionsThatExceedTheDatabaseAreRefusedWithTheSum() {
        pool(check -> check.pool(20), 100.0);
        error("(3 tasks that run now + 3 of the new version) × 20 connections each = 120, and it allows 100. Make the pool smaller (at most 16)");
        pool(check -> check.pool(20), 130.0);
        warning("= 120 of 130, and its check fails at 80 %");
        pool(check -> check.pool(20), 1000.0);
        assertTrue(plan().ready() && plan().of(Concern.Severity.WARNING).isEmpty());
    }

    @Test
    public void aContainerThatStaysUnderATagIsAWarningAndOneByDigestIsNone() {
        LiveTaskDefinition.Container web = definition.containers().get(0);
        definition = Given.definition(Given.OLD, Map.of(), web, Given.container("collector", "public.ecr.aws/otel/collector:latest"));
        assertEquals(List.of(Concern.Severity.WARNING), plan().concerns().stream().map(Concern::severity).toList());
        assertTrue(plan().concerns().toString(), plan().concerns().toString().contains("The container collector, which stays, runs public.ecr.aws/otel/collector:latest: a tag"));
        definition = Given.definition(Given.OLD, Map.of(), web, Given.container("collector", "public.ecr.aws/otel/collector@" + Given.OTHER_DIGEST));
        assertEquals(List.of(), plan().concerns());
    }

    @Test
    public void thePoolSizeIsReadFromTheTaskDefinition() {
        LiveTaskDefinition.Container web = definition.containers().get(0);
        definition = Given.definition(Given.OLD, Map.of(), new LiveTaskDefinition.Container(web.name(), web.image(), true, "0", "",
                Map.of("DB_POOL", "50"), Map.of(), "/shop", false, List.of(8080)));
        pool(check -> new DatabaseConnections(check.database(), 80, 0, 0, "DB_POOL", 0, 0, 0, Limits.DEFAULT), 200.0);
        error("× 50 connections each = 300, and it allows 200");
        pool(check -> new DatabaseConnections(check.database(), 80, 0, 0, "POOL", 0, 0, 0, Limits.DEFAULT), 200.0);
        error("environment variable POOL");
    }

    @Test
    public void aDatabaseWhoseLimitCannotBeReadIsAWarning() {
        order = order.checkedBy(List.of(DatabaseConnections.below(Database.cluster("shop-db"), 80, Limits.DEFAULT).pool(20)));
        ground = new Ground(Map.of(), Map.of(), Map.of(), null, Map.of("shop-db", missing()), Map.of(), Map.of());
        warning("could not be reckoned");
    }

    private void pool(java.util.function.UnaryOperator<DatabaseConnections> how, double limit) {
        order = order.checkedBy(List.of(how.apply(DatabaseConnections.below(Database.cluster("shop-db"), 80, Limits.DEFAULT))));
        ground = new Ground(Map.of(), Map.of(), Map.of(), null, Map.of("shop-db", Answer.known(limit)), Map.of(), Map.of());
    }

    @Test
    public void checksThatNeedAnotherLoadBalancerOrATestListenerAreAnError() {
        Balancer one = Given.balancer();
        balancers(new Balancer(one.targetGroup(), one.container(), one.port(), one.alternateTargetGroup(),
                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/net/shop/1/2", "", one.role()));
        order = order.checkedBy(List.of(new HttpErrors(1, false, 20, Limits.DEFAULT)));
        error("needs the metrics of an Application Load Balancer");
        order = order.checkedBy(List.of(new Http("https://test.example.com/", "test", 200, Map.of(), 5, Limits.DEFAULT)));
        error("through the test listener");
    }

    private void balancers(Balancer... balancers) {
        service = Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, Given.OLD, List.of(balancers));
    }

    private Plan plan() {
        return Plan.of(new Situation(order, service, definition, history, order.images(), known, routes, targets, alarms, ours, ground, Given.NOW),
                service.waits());
    }

    private String error(String part) {
        Plan plan = plan();
        assertFalse(plan.ready());
        return said(plan.of(Concern.Severity.ERROR), part);
    }

    private void warning(String part) {
        said(plan().of(Concern.Severity.WARNING), part);
    }

    private static String said(List<Concern> concerns, String part) {
        return concerns.stream().map(Concern::text).filter(text -> text.contains(part)).findFirst()
                .orElseThrow(() -> new AssertionError("Nothing says '" + part + "': " + concerns));
    }

    private static Answer<Route> route(Map<String, Integer> weights) {
        return Answer.known(new Route(true, weights));
    }

    private static Targets.Target healthy() {
        return new Targets.Target("10.0.0.1", 8080, "healthy", "", "");
    }
}
