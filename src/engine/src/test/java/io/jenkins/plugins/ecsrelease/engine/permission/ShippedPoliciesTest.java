package io.jenkins.plugins.ecsrelease.engine.permission;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Every pipeline there is, under exactly the shipped policies. When a call of the product is new, the first test names the
 * action that was denied: put it into the policy in {@code resources/io/jenkins/plugins/ecsrelease/iam}, and run this with
 * {@code -Ddocs.write=true} for the table in {@code docs/iam.md}. When the second names an action that nobody used, take it
 * out, or add the {@link Pipeline} that uses it.
 */
public class ShippedPoliciesTest {

    private static final List<String> WRONG = new ArrayList<>();
    private static final Set<String> DENIED = new TreeSet<>();
    private static final Map<Step, Set<String>> BY_STEP = new EnumMap<>(Step.class);
    private static final Map<ShippedPolicy, Map<String, Set<String>>> BY_POLICY = new EnumMap<>(ShippedPolicy.class);
    private static Map<String, List<String>> names;

    @BeforeClass
    public static void runEveryPipeline() {
        for (Pipeline pipeline : Pipeline.values()) {
            try (Estate estate = new Estate()) {
                pipeline.run(estate);
                Outcome last = new ArrayList<>(estate.outcomes.values()).get(estate.outcomes.size() - 1);
                if (last.verdict() != pipeline.expected) {
                    WRONG.add(pipeline.title() + " ended as " + last.verdict() + ": " + last.message());
                }
                if (!estate.sandbox.unmodelled().operations().isEmpty() || !estate.sandbox.unmodelled().members().isEmpty()) {
                    WRONG.add(pipeline.title() + " asked for what the sandbox does not model: "
                            + estate.sandbox.unmodelled().operations() + estate.sandbox.unmodelled().members());
                }
                estate.denied().forEach(one -> DENIED.add(one.action() + " on " + one.resource() + " to " + one.source() + " in "
                        + pipeline.title()));
                for (Step step : Step.values()) {
                    BY_STEP.computeIfAbsent(step, none -> new TreeSet<>()).addAll(estate.usedBy(step));
                }
                for (ShippedPolicy policy : ShippedPolicy.values()) {
                    Map<String, Set<String>> all = BY_POLICY.computeIfAbsent(policy, none -> new TreeMap<>());
                    estate.usedUnder(policy).forEach((action, resources) ->
                            all.computeIfAbsent(action, none -> new TreeSet<>()).addAll(resources));
                }
                names = estate.names(Step.BLUE_GREEN);
                names.put("identity", java.util.Arrays.stream(Step.values()).map(Step::arn).toList());
                names.replaceAll((name, values) -> name.equals("key") ? List.of("arn:aws:kms:*") : values);
            }
        }
    }

    @Test
    public void nothingIsDeniedAndEveryPipelineEndsAsItShould() {
        System.out.println(Pipeline.values().length + " pipelines under the shipped policies: " + DENIED.size() + " denied");
        assertEquals(String.join("\n", DENIED), 0, DENIED.size());
        assertEquals(String.join("\n", WRONG), 0, WRONG.size());
    }

    @Test
    public void noActionOfAPolicyIsUnused() {
        List<String> unused = new ArrayList<>();
        int actions = 0;
        for (ShippedPolicy policy : ShippedPolicy.values()) {
            for (JsonNode statement : policy.filled(names).path("Statement")) {
                for (JsonNode action : statement.path("Action")) {
                    actions++;
                    Set<String> resources = BY_POLICY.get(policy).getOrDefault(action.asText(), Set.of());
                    if (resources.stream().noneMatch(resource -> named(statement.path("Resource"), resource))) {
                        unused.add(policy.title() + ", " + statement.path("Sid").asText() + ": " + action.asText());
                    }
                }
            }
        }
        System.out.println(actions + " actions in " + ShippedPolicy.values().length + " policies: " + unused.size() + " unused actions");
        assertEquals(String.join("\n", unused), 0, unused.size());
    }

    @Test
    public void theTableOfStepsAndActionsInTheDocumentationIsOfThisRun() throws Exception {
        ActionTable table = new ActionTable(BY_STEP);
        if (Boolean.getBoolean("docs.write")) {
            table.write();
        }
        assertEquals("docs/iam.md differs from what was used: run this test with -Ddocs.write=true", table.text(), table.documented());
    }

    private static boolean named(JsonNode patterns, String resource) {
        List<String> all = new ArrayList<>();
        if (patterns.isTextual()) {
            all.add(patterns.asText());
        }
        patterns.forEach(each -> all.add(each.asText()));
        return all.stream().anyMatch(pattern -> Pattern.matches(
                Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), resource));
    }
}
