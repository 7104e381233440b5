package io.jenkins.plugins.ecsrelease.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.jenkins.plugins.ecsrelease.engine.database.MigrationOperation;
import io.jenkins.plugins.ecsrelease.engine.database.MigrationOrder;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOperation;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOrder;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Every text that a pipeline gives, hostile: it is refused in a sentence, or treated as the plain name that it is. */
public class HostileInputTest {

    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:" + "2".repeat(64);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
    private final Trial trial = new Trial(time, sandbox.inProcess(), new BlueGreen(), new Rollback(), new SnapshotOperation(),
            new MigrationOperation(), new PromoteOperation()).forgetful();
    private int refused;
    private int ran;

    @After
    public void close() {
        trial.close();
        sandbox.close();
    }

    @Test
    public void noTextOfAnOrderDoesMoreThanNameSomething() throws Exception {
        trial.aws(EcsClient.class).createCluster(c -> c.clusterName("shop"));
        long changes = sandbox.world().ledger().entries().size();
        each(new BlueGreen(), BlueGreenOrder.of("shop/main#42/1", "shop", "web", Map.of("web", IMAGE)));
        each(new Rollback(), RollbackOrder.of("shop/main#42/1", "shop", "web"));
        each(new SnapshotOperation(), new SnapshotOrder("orders", "", "shop", "42", "", Map.of(), 0, 0));
        each(new MigrationOperation(), new MigrationOrder("shop", "web", IMAGE, "", "bin/migrate", "", "", "", 0, "for a test", "", false, "",
                "", false, 0, 0, "shop/42", "", 0));
        each(new PromoteOperation(), new PromoteOrder(IMAGE, "shop", "production", null, 0));
        assertEquals("nothing was changed", changes, sandbox.world().ledger().entries().size());
        assertFalse("a shell ran one of them", Files.exists(Path.of(Hostile.CANARY)));
        assertTrue(refused + " " + ran, refused > 100 && ran > 150);
        System.out.println("Hostile texts in orders: " + (refused + ran) + " tried, " + refused + " refused, " + ran + " harmless; 0 did anything else.");
    }

    private <O extends Record> void each(Operation<O> operation, O valid) throws Exception {
        RecordComponent[] components = valid.getClass().getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @SuppressWarnings("unchecked")
        Constructor<O> constructor = (Constructor<O>) valid.getClass().getDeclaredConstructor(types);
        for (int i = 0; i < components.length; i++) {
            for (int t = 0; t < Hostile.TEXTS.size(); t++) {
                if (i > 1 && (t + i) % 4 > 0) {
                    continue; // all of them in the first two, and each of the others still meets every kind
                }
                String text = Hostile.TEXTS.get(t);
                Object instead = types[i] == String.class ? text : types[i] == Map.class ? Map.of(text, text) : null;
                if (instead == null) {
                    continue;
                }
                Object[] values = new Object[components.length];
                for (int j = 0; j < components.length; j++) {
                    values[j] = j == i ? instead : components[j].getAccessor().invoke(valid);
                }
                one(operation, constructor, values, components[i].getName());
            }
        }
    }

    private <O extends Record> void one(Operation<O> operation, Constructor<O> constructor, Object[] values, String where) throws Exception {
        O order;
        try {
            order = constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            assertTrue(where + ": " + e.getCause(), e.getCause() instanceof IllegalArgumentException);
            refused++;
            return;
        }
        String id = "hostile-" + ran++;
        trial.begin(id, operation, order);
        Outcome outcome = trial.untilEnded(id);
        assertTrue(operation.kind() + " " + where + ": " + outcome, outcome.verdict() != Verdict.SUCCEEDED && !outcome.message().contains("An error in this plugin"));
        harmless(outcome.message());
    }

    /** What a terminal, a log or a page shows of it is what it is. */
    private static void harmless(String text) {
        assertFalse(text, text.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n' && each != '\t'));
        assertFalse(text, text.chars().anyMatch(each -> each >= 0x202a && each <= 0x202e || each >= 0x2066 && each <= 0x2069 || each == 0x200b));
        assertTrue("it is " + text.length() + " long", text.length() < 300_000);
    }

    @Test
    public void textsOfOthersCannotSteerATerminalOrLookLikeALineOfOurs() {
        for (String text : Hostile.TEXTS) {
            harmless(Fact.of("plan", text).text());
            harmless(new Outcome(Verdict.STOPPED, text, Map.of()).message());
            Problem problem = new Problem(Problem.Kind.REFUSED, text, "ecs", "UpdateService", text, text);
            harmless(problem.full());
            assertFalse(problem.full(), problem.full().contains("\n"));
        }
        assertEquals("ordinary text stays as it is", "caf\u00e9 \ud83d\ude80\n\tdone", Fact.of("x", "caf\u00e9 \ud83d\ude80\n\tdone").text());
        assertEquals("a\\u001b[31m", Fact.of("x", "a\u001b[31m").text());
        assertTrue(Fact.of("x", "y".repeat(1_000_000)).text().endsWith("… (800000 more characters)"));
        System.out.println("Hostile texts on their way to a log: " + Hostile.TEXTS.size() * 3 + ", all shown as what they are.");
    }

    @Test
    public void noIdLeadsToAFileSomewhereElse() throws IOException {
        Path journals = folder.newFolder("journals").toPath();
        Files.writeString(folder.getRoot().toPath().resolve("outside.json"), "{}");
        int tried = 0;
        for (String id : Stream.concat(Hostile.TEXTS.stream(), Stream.of("../outside", "..", "a/b", "a\u0000", "-", ".hidden", "con:")).toList()) {
            try {
                assertTrue(id, Journal.read(journals, id).isEmpty());
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage(), e.getMessage().contains("cannot name an operation"));
            }
            tried++;
        }
        try {
            Journal.read(journals, "../outside");
            fail("a journal beside the directory was read");
        } catch (IllegalArgumentException expected) {
            System.out.println("Hostile ids: " + tried + ", none led out of its directory.");
        }
    }

    @Test
    public void aJournalThatSomebodyFilledIsLeftAlone() throws IOException {
        Path journals = folder.newFolder("bombs").toPath();
        List<String> bombs = List.of("[".repeat(200_000), "{\"a\":".repeat(100_000), "{\"format\":1,\"labels\":" + "[".repeat(5_000), "", "null", "\u0000",
                "{\"format\":1e999}", "{\"format\":1,\"created\":\"" + "9".repeat(1_000_000) + "\"}", "{\"format\":" + "9".repeat(100_000) + "}");
        for (int i = 0; i < bombs.size(); i++) {
            Files.writeString(journals.resolve("bomb-" + i + ".json"), bombs.get(i));
        }
        for (Journal each : Journal.all(journals)) {
            assertEquals(Verdict.UNKNOWN, each.verdict().orElseThrow());
            harmless(each.outcome().orElseThrow().message());
        }
        assertEquals(bombs.size(), Journal.all(journals).size());
        System.out.println("Hostile journals: " + bombs.size() + ", all read as UNKNOWN.");
    }
}
