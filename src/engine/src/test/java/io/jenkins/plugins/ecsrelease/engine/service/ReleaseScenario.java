package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.run.Cut;
import io.jenkins.plugins.ecsrelease.engine.run.Scenario;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * A release of version 2 of the shop, in every way in which one can be asked for; a second build would release version 3,
 * and a rollback goes to whatever was good before.
 */
final class ReleaseScenario implements Scenario<BlueGreenOrder> {

    private static final String NEW = Storefront.image("web", 2);
    private static final String OTHER = Storefront.image("web", 3);
    private static final String OLD = Storefront.image("web", 1);

    private final String name;
    private final Consumer<DeploymentConfiguration.Builder> how;
    private boolean balanced = true;
    private boolean lagging;
    private boolean good = true;
    private String image = NEW;
    private UnaryOperator<BlueGreenOrder> asked = order -> order;
    private Signal.Kind answer;

    private Storefront shop;
    private String configuration;
    private boolean second;
    private boolean rollback;

    ReleaseScenario(String name, Consumer<DeploymentConfiguration.Builder> how) {
        this.name = name;
        this.how = how;
    }

    ReleaseScenario withoutALoadBalancer() {
        balanced = false;
        return this;
    }

    /** ECS shows what was changed only ten seconds later. */
    ReleaseScenario lagging() {
        lagging = true;
        return this;
    }

    /** Of an image that does not come up: "unhealthy", "crashing". */
    ReleaseScenario bad(String behaviour) {
        good = false;
        image = Storefront.image(behaviour, 2);
        return this;
    }

    ReleaseScenario asked(UnaryOperator<BlueGreenOrder> more) {
        asked = more;
        return this;
    }

    /** Held before traffic moves; PROCEED or ROLL_BACK is said once it is. */
    ReleaseScenario heldAndThen(Signal.Kind kind) {
        answer = kind;
        good = kind == Signal.Kind.PROCEED;
        return asked(order -> order.heldAt("beforeTraffic"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Operation<BlueGreenOrder> operation() {
        return new BlueGreen();
    }

    @Override
    public Operation<?>[] operations() {
        return new Operation<?>[] {new BlueGreen(), new Rollback()};
    }

    @Override
    public List<Cut> cuts() {
        return Arrays.asList(Cut.values());
    }

    @Override
    public BlueGreenOrder stage(Sandbox sandbox, Trial trial) {
        second = false;
        rollback = false;
        shop = Storefront.open(sandbox, trial, how, balanced);
        configuration = shop.configuration();
        if (lagging) {
            sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "").lasting(Duration.ofSeconds(10)));
        }
        return order("shop#1", image);
    }

    private BlueGreenOrder order(String release, String what) {
        return asked.apply(BlueGreenOrder.of(release, Storefront.CLUSTER, Storefront.SERVICE, Map.of("web", what)));
    }

    @Override
    public void tick(Trial trial) {
        if (answer != null && trial.said().stream().anyMatch(line -> line.contains("ECS holds the deployment"))) {
            trial.answer("trial", answer);
            trial.answer("second", answer);
        }
    }

    @Override
    public void meanwhile(Trial trial, Cut cut) {
        if (cut == Cut.SECOND_BUILD) {
            second = true;
            trial.begin(cut.id(), new BlueGreen(), order("shop#2", OTHER));
        } else {
            rollback = true;
            trial.begin(cut.id(), new Rollback(), RollbackOrder.of("shop#9", Storefront.CLUSTER, Storefront.SERVICE));
        }
    }

    @Override
    public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
        trial.advance(Duration.ofSeconds(30));
        sandbox.faults().clear();
        Books books = new Books(shop);
        books.close(1 + (second ? 1 : 0) + (rollback ? 1 : 0), configuration);
        books.release("the release", outcome, image);
        switch (outcome.verdict()) {
            case SUCCEEDED -> books.must(good, "a version that is not good was called good: " + outcome.message());
            case STOPPED -> books.must(stopped || second || rollback, "stopped by nobody: " + outcome.message());
            default -> books.must(!good || stopped || rollback, "taken back by nobody: " + outcome.message());
        }
        if (second) {
            books.release("the second build", trial.ended(Cut.SECOND_BUILD.id()).orElseThrow(), OTHER);
        }
        if (rollback) {
            rolledBack(books, trial.ended(Cut.ROLLBACK.id()).orElseThrow());
        }
        if (!second) {
            boolean live = Books.is(outcome, Verdict.SUCCEEDED) && !(rollback && went(trial));
            books.must(shop.running().equals(List.of(live ? image : OLD)), "it runs " + shop.running() + " after " + Books.said(outcome));
        }
        return books.wrong().isEmpty() ? Optional.empty() : Optional.of(books.wrong() + " with " + shop.made() + "; " + Books.said(outcome));
    }

    private static boolean went(Trial trial) {
        return Books.is(trial.ended(Cut.ROLLBACK.id()).orElseThrow(), Verdict.SUCCEEDED);
    }

    /** There is a way back only where the release, or the second build, was good or in flight. */
    private void rolledBack(Books books, Outcome back) {
        boolean right = switch (back.verdict()) {
            case SUCCEEDED -> shop.running().equals(List.of(OLD));
            case STOPPED -> back.message().contains("No earlier good version");
            default -> false;
        };
        books.must(right, "the rollback " + Books.said(back) + ", and it runs " + shop.running());
    }
}
