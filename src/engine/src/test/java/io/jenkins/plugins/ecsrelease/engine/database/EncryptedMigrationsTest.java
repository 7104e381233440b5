package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandLogging;
import software.amazon.awssdk.services.kms.KmsClient;

/** Migrations over sessions that the cluster encrypts. */
public class EncryptedMigrationsTest {

    /** Slow enough that ten of its minutes suffice a busy machine to open a session. */
    @Rule
    public final Shop shop = new Shop(60);

    private String encrypt() {
        String key = shop.aws(KmsClient.class).createKey().keyMetadata().arn();
        shop.aws(EcsClient.class).updateCluster(request -> request.cluster("shop").configuration(configuration -> configuration
                .executeCommandConfiguration(exec -> exec.kmsKeyId(key).logging(ExecuteCommandLogging.DEFAULT))));
        return key;
    }

    @Test
    public void anEncryptedSessionCarriesOutputAndExitCode() throws Exception {
        String key = encrypt();
        shop.sessions().set(SessionFaults.Rates.NONE.corrupted(0.05));

        Outcome outcome = shop.migrate("one", "seq 1 20000; exit 7");

        assertEquals(outcome.message(), 7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertTrue(shop.text("one").startsWith("1\n2\n"));
        assertTrue(shop.text("one").endsWith("19999\n20000\n"));
        assertTrue(shop.said.toString(), shop.said.contains("Sessions of ECS Exec go to the task's own log; on their way they are encrypted "
                + "with the KMS key " + key + "."));
    }

    @Test
    public void aKeyThatCannotBeUsedIsNamed() throws Exception {
        String key = encrypt();
        shop.aws(KmsClient.class).disableKey(request -> request.keyId(key));

        Outcome outcome = shop.migrate("one", "exit 7");

        assertTrue(outcome.verdict().toString(), outcome.verdict() == Verdict.STOPPED || outcome.verdict() == Verdict.UNKNOWN);
        assertThat(outcome.message() + shop.said, containsString("no data key for " + key));
        assertEquals(1, shop.ledger("StopTask").size());
    }
}
