package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** What is saved is plain. */
public class SavedShapesTest {

    record Odd(JsonNode tree, Thread thread) {}

    static final class OddOperation implements Operation<Odd> {
        @Override
        public String kind() {
            return "odd";
        }

        @Override
        public int schema() {
            return 1;
        }

        @Override
        public Class<Odd> order() {
            return Odd.class;
        }

        @Override
        public Phase begin(Odd order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.util.Map<String, Class<? extends Phase>> phases() {
            return java.util.Map.of();
        }

        @Override
        public List<io.jenkins.plugins.ecsrelease.engine.operation.Loader<?, ?>> loaders() {
            return List.of();
        }
    }

    @Test
    public void ordersAndPhasesHoldPlainValuesOnly() {
        for (Operation<?> operation : Operations.all()) {
            assertEquals(operation.kind(), Set.of(), Shape.of(operation).strange());
        }
    }

    @Test
    public void whatIsNotPlainIsNoticed() {
        // The second is the JDK's, the first a library's: neither is a value of ours.
        Set<String> strange = Shape.of(new OddOperation()).strange();
        assertEquals(2, strange.size());
        assertTrue(strange.toString(), strange.toString().contains("Odd.tree: com.fasterxml"));
    }

    @Test
    public void everyKindAndEveryPhaseHasANameOfItsOwn() {
        Set<String> kinds = new HashSet<>();
        for (Operation<?> operation : Operations.all()) {
            assertTrue(operation.kind(), kinds.add(operation.kind()));
            assertTrue(operation.schema() >= 1);
            assertEquals(operation.kind(), operation.phases().size(), new HashSet<>(operation.phases().values()).size());
        }
        assertTrue("no operation at all", kinds.size() > 0);
    }
}
