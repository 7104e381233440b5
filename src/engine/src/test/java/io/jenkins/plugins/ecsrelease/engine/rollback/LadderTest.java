package io.jenkins.plugins.ecsrelease.engine.rollback;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.database.look.MigrationsLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.Given;
import io.jenkins.plugins.ecsrelease.engine.service.Setups;
import io.jenkins.plugins.ecsrelease.engine.service.Shift;
import io.jenkins.plugins.ecsrelease.engine.service.TakeBack;
import io.jenkins.plugins.ecsrelease.engine.service.Update;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLook;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Which rung is taken, and what stands in the way. */
public class LadderTest {

    private static final RollbackOrder ORDER = RollbackOrder.of("shop/main#43/5", "shop", "shop-web");
    private static final String OLDER = Given.DEFINITIONS + "shop-web:16";

    @Test
    public void whateverIsInFlightIsTakenBackInEveryStatusThatIsNotOver() {
        for (String status : List.of("PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "NEW_ONE")) {
            Phase next = ladder(ORDER, entry(status)).next();
            assertTrue(status, next instanceof TakeBack);
            Course course = ((TakeBack) next).following().course();
            assertEquals(Course.Purpose.UNDO, course.purpose());
            assertEquals(Given.OLD, course.previous());
        }
    }

    @Test
    public void aHeldDeploymentIsTakenBackThroughItsHookAndOtherwiseWhenThatIsRefused() {
        TakeBack back = (TakeBack) ladder(ORDER, entry("IN_PROGRESS")).next();
        var held = Given.nothing().known(new DeploymentLook(Given.DEPLOYMENT),
                Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))));
        TakeBack hooked = (TakeBack) ((Finding.Absent<String>) back.find(held.view(back))).instead().orElseThrow().next();
        assertEquals("h1", hooked.hook());
        assertEquals(Finding.absent(), hooked.find(held.view(hooked)));
        TakeBack direct = (TakeBack) hooked.refused(Problem.of(Problem.Kind.REFUSED, "The hook was answered.")).next();
        assertEquals("", direct.hook());
        assertEquals("it does not come back to the hook", Finding.absent(), direct.find(held.view(direct)));
    }

    @Test
    public void aDeploymentThatGoesWhereWeWantToGoIsFollowed() {
        Phase next = ladder(ORDER.to(Given.NEW), entry("IN_PROGRESS")).next();
        assertTrue(next.toString(), next instanceof Shift);
    }

    @Test
    public void someoneElsesDeploymentInFlightIsLeftUnlessForced() {
        RollbackOrder order = ORDER.undoing(OLDER);
        assertTrue(refusal(ladder(order, entry("IN_PROGRESS"))).contains("force: true"));
        assertTrue(ladder(order.forced(), entry("IN_PROGRESS")).next() instanceof TakeBack);
    }

    @Test
    public void candidatesAreSuccessfulVersionsWithoutTheOneThatServes() {
        Choose choose = (Choose) ladder(ORDER,
                Given.entry("c", "SUCCESSFUL", -10, Given.OLD), Given.entry("b", "ROLLBACK_SUCCESSFUL", -20, Given.NEW),
                Given.entry("a", "SUCCESSFUL", -30, OLDER)).next();
        assertEquals(List.of(OLDER), choose.candidates());
    }

    @Test
    public void aStopBeforeAnythingHappenedChangesNothing() {
        Ladder ladder = new Ladder(ORDER, null);
        Turn turn = ladder.next(Given.nothing().signal(Signal.Kind.STOP, "abort").view(ladder));
        assertEquals(Verdict.STOPPED, ((Ended) turn.next()).outcome().verdict());
    }

    @Test
    public void aVersionThatWasTakenBackOrDeregisteredIsPassedOver() {
        String oldest = Given.DEFINITIONS + "shop-web:14";
        String gone = Given.DEFINITIONS + "shop-web:15";
        Choose choose = new Choose(ORDER, Given.NOW, Given.OLD, List.of(OLDER, gone, oldest));
        Turn turn = choose.next(Given.nothing()
                .known(new TaskDefinitionLook(Given.OLD), Given.definition())
                .known(new TaskDefinitionLook(OLDER), version(OLDER, "ACTIVE", Map.of("ecs-release:verdict", "ROLLED_BACK")))
                .known(new TaskDefinitionLook(gone), version(gone, "INACTIVE", Map.of()))
                .known(new TaskDefinitionLook(oldest), version(oldest, "ACTIVE", Map.of("ecs-release:verdict", "SUCCEEDED")))
                .known(migrations(choose), NONE).view(choose));
        assertEquals(oldest, ((Ready) turn.next()).target());
    }

    @Test
    public void aVersionWithoutAVerdictIsGoodWhenEcsDeployedItWithSuccess() {
        assertTrue(choose(ORDER, Map.of()).next() instanceof Ready);
    }

    @Test
    public void aVerdictThatIsNotSuccessIsNotGood() {
        for (Verdict verdict : Verdict.values()) {
            Phase next = choose(ORDER, Map.of("ecs-release:verdict", verdict.name())).next();
            assertEquals(verdict.name(), verdict == Verdict.SUCCEEDED, next instanceof Ready);
        }
    }

    @Test
    public void aMigrationThatNoDeploymentWasToldOfIsFoundByItsImage() {
        Choose choose = new Choose(ORDER, Given.NOW, Given.OLD, List.of(OLDER));
        String image = Given.definition().containers().get(0).image();
        MigrationsLook look = migrations(choose);
        String digest = image.substring(image.indexOf('@') + 1);
        for (boolean reversible : List.of(true, false)) {
            Turn turn = choose.next(Given.nothing().known(new TaskDefinitionLook(Given.OLD), Given.definition())
                    .known(new TaskDefinitionLook(OLDER), version(OLDER, "ACTIVE", Map.of()))
                    .known(look, new MigrationsLook.Found(List.of(
                            new MigrationsLook.Migrated("add-cart", List.of(digest), "ended 0", reversible),
                            new MigrationsLook.Migrated("another", List.of("sha256:" + "9".repeat(64)), "ended 0", false))))
                    .view(choose));
            assertEquals(reversible, turn.next() instanceof Ready);
            assertTrue(reversible || refusal(turn).contains("(add-cart)"));
        }
    }

    @Test
    public void aMigrationMarkedReversibleIsNoHindrance() {
        Choose choose = new Choose(ORDER, Given.NOW, Given.OLD, List.of(OLDER));
        for (boolean reversible : List.of(true, false)) {
            Map<String, String> tags = reversible
                    ? Map.of("ecs-release:migration", "add-cart", "ecs-release:migration-reversible", "true")
                    : Map.of("ecs-release:migration", "add-cart");
            Turn turn = choose.next(Given.nothing().known(new TaskDefinitionLook(Given.OLD), version(Given.OLD, "ACTIVE", tags))
                    .known(new TaskDefinitionLook(OLDER), version(OLDER, "ACTIVE", Map.of()))
                    .known(migrations(choose), NONE).view(choose));
            assertEquals(reversible, turn.next() instanceof Ready);
        }
    }

    @Test
    public void anImageThatIsGoneStopsItAndOneThatCannotBeReadDoesNot() {
        Ready ready = new Ready(ORDER, Given.NOW, Given.OLD, OLDER, Map.of("web", Given.IMAGE));
        Given given = Given.nothing().known(new ServiceLook("shop", "shop-web"), Given.service())
                .known(new HistoryLook("shop", "shop-web", null), Given.history());
        assertTrue(refusal(ready.next(given.unknown(new ImageLook(Given.IMAGE), Problem.Kind.NOT_FOUND).view(ready))).contains("Push that image again"));
        for (Problem.Kind kind : List.of(Problem.Kind.DENIED, Problem.Kind.LOST, Problem.Kind.THROTTLED, Problem.Kind.REFUSED)) {
            assertTrue(kind.name(), ready.next(given.unknown(new ImageLook(Given.IMAGE), kind).view(ready)).next() instanceof Update);
        }
        Update update = (Update) ready.next(given.known(new ImageLook(Given.IMAGE), new KnownImage(Given.DIGEST, List.of())).view(ready)).next();
        assertEquals(OLDER, update.course().taskDefinition());
        assertEquals("it goes without the bake", 0, Setups.read(update.course().setup().sent()).path("bakeTimeInMinutes").asInt());
        assertEquals(Given.OWN, update.course().setup().own());
    }

    @Test
    public void asConfiguredSendsNoConfiguration() {
        Ready ready = new Ready(new RollbackOrder("r", "shop", "shop-web", "", "", "configured", false, false, List.of(), 0),
                Given.NOW, Given.OLD, OLDER, Map.of());
        Update update = (Update) ready.next(Given.nothing().known(new ServiceLook("shop", "shop-web"), Given.service())
                .known(new HistoryLook("shop", "shop-web", null), Given.history()).view(ready)).next();
        assertEquals("", update.course().setup().sent());
    }

    @Test
    public void whatMovedMeanwhileIsLookedAtFromTheTop() {
        Ready ready = new Ready(ORDER, Given.NOW, Given.OLD, OLDER, Map.of());
        Turn turn = ready.next(Given.nothing().known(new ServiceLook("shop", "shop-web"), Given.service())
                .known(new HistoryLook("shop", "shop-web", null), new History(List.of(entry("IN_PROGRESS")))).view(ready));
        assertTrue(turn.next() instanceof Ladder);
    }

    private static History.Entry entry(String status) {
        return Given.entry(Given.DEPLOYMENT, status, 0, Given.NEW);
    }

    private static LiveTaskDefinition version(String arn, String status, Map<String, String> tags) {
        LiveTaskDefinition one = Given.definition(arn, tags, Given.container("web", Given.IMAGE));
        return new LiveTaskDefinition(one.arn(), one.family(), one.revision(), status, one.cpu(), one.memory(), one.taskRole(),
                one.executionRole(), one.architecture(), one.containers(), one.tags(), one.unknown());
    }

    private static Turn ladder(RollbackOrder order, History.Entry... newest) {
        List<History.Entry> entries = new java.util.ArrayList<>(List.of(newest));
        entries.addAll(Given.history().entries());
        Ladder ladder = new Ladder(order, null);
        return ladder.next(Given.nothing().known(new ServiceLook("shop", "shop-web"), Given.service())
                .known(new HistoryLook("shop", "shop-web", null), new History(entries)).view(ladder));
    }

    private static Turn choose(RollbackOrder order, Map<String, String> tags) {
        Choose choose = new Choose(order, Given.NOW, Given.OLD, List.of(OLDER));
        return choose.next(Given.nothing().known(new TaskDefinitionLook(Given.OLD), Given.definition())
                .known(new TaskDefinitionLook(OLDER), version(OLDER, "ACTIVE", tags)).known(migrations(choose), NONE).view(choose));
    }

    private static final MigrationsLook.Found NONE = new MigrationsLook.Found(List.of());

    private static MigrationsLook migrations(Choose choose) {
        return choose.questions().stream().filter(MigrationsLook.class::isInstance).map(MigrationsLook.class::cast)
                .findFirst().orElseThrow();
    }

    @Test
    public void aRecordOfMigrationsThatMayNotBeReadIsToldAndDoesNotStopARollback() {
        Choose choose = new Choose(ORDER, Given.NOW.minusSeconds(3600), Given.OLD, List.of(OLDER));
        Turn turn = choose.next(Given.nothing().known(new TaskDefinitionLook(Given.OLD), Given.definition())
                .known(new TaskDefinitionLook(OLDER), version(OLDER, "ACTIVE", Map.of())).view(choose));
        assertTrue(turn.next() instanceof Ready);
        assertTrue(turn.facts().toString(), turn.facts().toString().contains("Whether a migration ran in between could not be read."));
    }

    private static String refusal(Turn turn) {
        Outcome outcome = ((Ended) turn.next()).outcome();
        assertEquals(Verdict.STOPPED, outcome.verdict());
        return outcome.message();
    }
}
