package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Migrations over sessions that fall idle. */
public class SessionsOfMigrationsTest {

    @Rule
    public final Shop shop = new Shop(120);

    @Test
    public void aSilenceLongerThanTheIdleTimeOutIsEndured() throws Exception {
        Outcome outcome = shop.migrate("one", "echo before; sleep 14; echo after; exit 7");

        assertEquals(outcome.message(), 7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertEquals("before\nafter\n", shop.text("one"));
        assertThat(shop.said.toString(), containsString("it has said nothing for 5 minutes"));
        assertTrue(shop.sessions().driven().toString(), shop.sessions().driven().get("sessions") >= 3);
        assertTrue(((Number) outcome.result().get(MigrationOrder.SECONDS)).longValue() >= Duration.ofMinutes(25).toSeconds());
    }
}
