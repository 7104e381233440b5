package io.jenkins.plugins.ecsrelease.engine.health.look;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** What the guides' tables say of a class, within what they leave open. */
public class InstanceClassTest {

    @Test
    public void auroraMySqlAsInItsTable() {
        mysql(45, "db.t3.small");
        mysql(90, "db.t4g.medium");
        mysql(135, "db.t3.large");
        mysql(1000, "db.r6g.large");
        mysql(2000, "db.r5.xlarge");
        mysql(3000, "db.r5.2xlarge");
        mysql(4000, "db.r5.4xlarge");
        mysql(5000, "db.r5.8xlarge");
        mysql(6000, "db.r5.12xlarge");
        mysql(6000, "db.r5.16xlarge");
        mysql(7000, "db.r5.24xlarge");
    }

    @Test
    public void auroraPostgresAsInItsExample() {
        assertEquals(1600, InstanceClass.connections("aurora-postgresql", "db.r4.large"), 1);
        assertEquals(5000, InstanceClass.connections("aurora-postgresql", "db.r6g.4xlarge"), 0);
    }

    @Test
    public void rdsByItsMemory() {
        assertEquals(635, InstanceClass.connections("mysql", "db.m6g.large"), 1);
        assertEquals(839, InstanceClass.connections("postgres", "db.m6g.large"), 1);
    }

    @Test
    public void aClassThatIsNotKnownHereHasNoMemory() {
        assertTrue(InstanceClass.memory("db.q9.humongous").isEmpty());
        assertTrue(InstanceClass.memory("db.serverless").isEmpty());
    }

    private static void mysql(double connections, String name) {
        assertEquals(name, connections, InstanceClass.connections("aurora-mysql", name), 0);
    }
}
