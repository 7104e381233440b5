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
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/** A rollback of version 2 of the shop to version 1, from each rung of the ladder. */
final class RollbackScenario implements Scenario<RollbackOrder> {

    /** How far version 2 has come. */
    enum Version2 {
        LIVE,
        IN_FLIGHT,
        /** A release of ours stands in a pause hook. */
        HELD
    }

    private static final String NEW = Storefront.image("web", 2);
    private static final String OTHER = Storefront.image("web", 3);
    private static final String OLD = Storefront.image("web", 1);
    private static final String HELD = "held";

    private final String name;
    private final Consumer<DeploymentConfiguration.Builder> how;
    private final Version2 version2;
    private boolean lagging;

    private Storefront shop;
    private String configuration;
    private boolean second;
    private boolean rollback;

    RollbackScenario(String name, Version2 version2, Consumer<DeploymentConfiguration.Builder> how) {
        this.name = name;
        this.version2 = version2;
        this.how = how;
    }

    RollbackScenario lagging() {
        lagging = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Operation<RollbackOrder> operation() {
        return new Rollback();
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
    public List<String> meanwhile(Trial trial) {
        return version2 == Version2.HELD ? List.of(HELD) : List.of();
    }

    /** A rollback that was stopped leaves the held release to whoever answers it. */
    @Override
    public void tick(Trial trial) {
        if (version2 == Version2.HELD && trial.ended("trial").filter(outcome -> Books.is(outcome, Verdict.STOPPED)).isPresent()) {
            trial.answer(HELD, Signal.Kind.ROLL_BACK);
        }
    }

    @Override
    public RollbackOrder stage(Sandbox sandbox, Trial trial) {
        second = false;
        rollback = false;
        shop = Storefront.open(sandbox, trial, how);
        configuration = shop.configuration();
        switch (version2) {
            case LIVE -> {
                shop.deploy(NEW);
                trial.until("version 2 is live", shop::quiet);
                trial.advance(Duration.ofMinutes(1));
            }
            case IN_FLIGHT -> {
                shop.deploy(NEW);
                trial.advance(Duration.ofSeconds(40));
            }
            case HELD -> {
                trial.begin(HELD, new BlueGreen(), BlueGreenOrder.of("shop#1", Storefront.CLUSTER, Storefront.SERVICE,
                        Map.of("web", NEW)).heldAt("beforeTraffic"));
                trial.until("it is held", () -> trial.said().stream().anyMatch(line -> line.contains("ECS holds the deployment")));
            }
        }
        shop.closeBooks();
        if (lagging) {
            sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "").lasting(Duration.ofSeconds(10)));
        }
        return RollbackOrder.of("shop#8", Storefront.CLUSTER, Storefront.SERVICE);
    }

    @Override
    public void meanwhile(Trial trial, Cut cut) {
        if (cut == Cut.SECOND_BUILD) {
            second = true;
            trial.begin(cut.id(), new BlueGreen(),
                    BlueGreenOrder.of("shop#2", Storefront.CLUSTER, Storefront.SERVICE, Map.of("web", OTHER)));
        } else {
            rollback = true;
            trial.begin(cut.id(), new Rollback(), RollbackOrder.of("shop#9", Storefront.CLUSTER, Storefront.SERVICE));
        }
    }

    @Override
    public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
        // A way back that was left goes on at AWS.
        trial.advance(Duration.ofSeconds(30));
        trial.until("AWS is done", shop::quiet);
        trial.advance(Duration.ofMinutes(1));
        sandbox.faults().clear();
        Books books = new Books(shop);
        books.close(1 + (second ? 1 : 0) + (rollback ? 1 : 0) + (version2 == Version2.HELD ? 1 : 0), configuration);
        switch (outcome.verdict()) {
            case SUCCEEDED -> books.must(second || shop.running().equals(List.of(OLD)), "it runs " + shop.running());
            case STOPPED -> books.must(stopped, "stopped by nobody");
            default -> books.must(false, "the rollback was to succeed");
        }
        if (second) {
            books.release("the second build", trial.ended(Cut.SECOND_BUILD.id()).orElseThrow(), OTHER);
        }
        if (rollback) {
            Outcome other = trial.ended(Cut.ROLLBACK.id()).orElseThrow();
            // Of two rollbacks each sees the other's way back, or that there is nothing left to go back from.
            books.must(Books.is(other, Verdict.SUCCEEDED) || other.message().contains("No earlier good version"),
                    "the other rollback " + Books.said(other));
        }
        if (version2 == Version2.HELD && !stopped) {
            Outcome held = trial.ended(HELD).orElseThrow();
            books.must(Books.is(held, Verdict.ROLLED_BACK), "the held release " + Books.said(held));
        }
        return books.wrong().isEmpty() ? Optional.empty() : Optional.of(books.wrong() + " with " + shop.made() + "; " + Books.said(outcome));
    }
}
