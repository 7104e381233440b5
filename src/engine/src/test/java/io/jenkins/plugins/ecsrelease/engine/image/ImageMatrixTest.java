package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.run.Cut;
import io.jenkins.plugins.ecsrelease.engine.run.KillMatrix;
import io.jenkins.plugins.ecsrelease.engine.run.Scenario;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** A build and a promotion, cut wherever they can be cut: one build, one push, one tag, and the verdict that is true. */
public class ImageMatrixTest {

    /** All that there are for an image with -Dmatrix.full; else those that differ for this operation. */
    private static final Cut[] CUTS = Boolean.getBoolean("matrix.full")
            ? EnumSet.complementOf(EnumSet.of(Cut.SECOND_BUILD, Cut.ROLLBACK)).toArray(new Cut[0])
            : new Cut[] {Cut.KILL, Cut.LOST_REPLY, Cut.EXPIRED_CREDENTIALS, Cut.ABORT_AND_KILL};

    private static final byte[] LAYER = Layer.with("var/lib/dpkg/status", "Package: busybox\nVersion: 1.36\n");

    static final class Build implements Scenario<ImageOrder> {

        private boolean lock = true;

        private Registry registry;
        private ScriptedAgent agent;
        private String pushed;

        Build withoutLock() {
            lock = false;
            return this;
        }

        @Override
        public Operation<ImageOrder> operation() {
            return new ImageOperation();
        }

        @Override
        public ImageOrder stage(Sandbox sandbox, Trial trial) {
            registry = new Registry(sandbox, trial).repository("shop/web");
            agent = new ScriptedAgent(lock)
                    .does("-build", () -> "STEP 1\nSTEP 2\n")
                    .does("-push", () -> {
                        pushed = registry.push("shop/web", "c0ffee", "c0ffee", LAYER);
                        return "Writing manifest\n" + Words.DIGEST + pushed + "\n";
                    });
            trial.agent(agent);
            return new ImageOrder(
                    "shop-1", "/work", Recipe.of("."), "shop/web", List.of("c0ffee", "main"), "c0ffee", "", "", true, false,
                    ScanPolicy.standard(), 120);
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            registry.close();
            List<Ledger.Entry> puts = sandbox.world().ledger().of("PutImage");
            boolean further = puts.stream().anyMatch(put -> put.details().get("tag").equals("main"));
            boolean once = new HashSet<>(agent.ran).size() == agent.ran.size() && puts.size() <= 2;
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> agent.ran.size() == 2 && further && outcome.result().get("digest").equals(pushed);
                case STOPPED -> stopped && !further;
                default -> false;
            };
            return right && once && agent.clean()
                    ? Optional.empty()
                    : Optional.of(outcome.verdict() + " with " + agent.ran + ", " + puts.size() + " puts, "
                            + (agent.clean() ? "clean" : "not clean") + ": " + outcome.message());
        }
    }

    static final class Promote implements Scenario<PromoteOrder> {

        private Registry registry;
        private String digest;
        private String signature;
        private int before;

        @Override
        public Operation<PromoteOrder> operation() {
            return new PromoteOperation();
        }

        @Override
        public PromoteOrder stage(Sandbox sandbox, Trial trial) {
            registry = new Registry(sandbox, trial).repository("one").repository("two");
            digest = registry.push("one", "v1", "c0ffee", LAYER);
            signature = ProofTags.signature(digest);
            registry.proof("one", signature, "first");
            before = sandbox.world().ledger().entries().size();
            return new PromoteOrder("one@" + digest, "two", "production", null, 60);
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            registry.close();
            List<Ledger.Entry> made = sandbox.world().ledger().entries();
            made = made.subList(before, made.size());
            Set<Object> layers = new HashSet<>();
            boolean twice = made.stream()
                    .filter(entry -> entry.operation().equals("CompleteLayerUpload"))
                    .anyMatch(entry -> !layers.add(entry.details().get("digest")));
            List<Object> tags = made.stream().filter(entry -> entry.operation().equals("PutImage")).map(entry -> entry.details().get("tag")).toList();
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> tags.equals(List.of(signature, "production")) && outcome.result().get("digest").equals(digest);
                case STOPPED -> stopped && !tags.contains("production");
                default -> false;
            };
            return right && !twice
                    ? Optional.empty()
                    : Optional.of(outcome.verdict() + " with " + made + ": " + outcome.message());
        }
    }

    @Test
    public void whereverABuildIsCutThereIsOnePushAndNothingIsLeftOnTheAgent() {
        KillMatrix.Report report = new KillMatrix(new Build()).singles(CUTS);
        System.out.println(report);
        assertEquals(List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 150);
    }

    @Test
    public void whereverAPromotionIsCutEachLayerIsSentOnceAndTheSignatureIsPutOnceAndTheTagIsGivenOnce() {
        KillMatrix.Report report = new KillMatrix(new Promote()).singles(CUTS);
        System.out.println(report);
        assertEquals(List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 60);
    }

    /** The agent's lock makes a second start harmless, so the fault is planted together with an agent that has none. */
    @Test
    public void aRecoveryThatDoesNotLookIsFound() {
        KillMatrix.Report report = new KillMatrix(new Build().withoutLock())
                .planted(KillMatrix.Fault.BLIND_RECOVERY)
                .singles(Cut.KILL);
        System.out.println(report);
        assertFalse("a second start was not found", report.bad().isEmpty());
    }
}
