package io.jenkins.plugins.ecsrelease.engine.permission;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;

public class ShippedPoliciesTest {

    @Test
    public void tryout() {
        for (Pipeline pipeline : Pipeline.values()) {
            if (System.getProperty("only") != null && !pipeline.name().matches(System.getProperty("only"))) {
                continue;
            }
            long t = System.nanoTime();
            try (Estate estate = new Estate()) {
                try {
                    pipeline.run(estate);
                } catch (Throwable e) {
                    System.out.println(pipeline + " THREW " + e);
                }
                System.out.println("== " + pipeline + " " + (System.nanoTime() - t) / 1000000 + " ms");
                estate.outcomes.forEach((id, outcome) -> System.out.println("   " + id + " " + outcome.verdict() + " " + outcome.message().replace("\n", "\n        ")));
                estate.denied().forEach(d -> System.out.println("   DENIED " + d));
                estate.used().forEach((who, what) -> System.out.println("   USED " + who.replaceAll(".*/", "") + " " + what.keySet()));
                System.out.println("   GAPS " + estate.sandbox.unmodelled().members() + estate.sandbox.unmodelled().operations() + estate.sandbox.unmodelled().bugs());
            }
        }
    }
}
