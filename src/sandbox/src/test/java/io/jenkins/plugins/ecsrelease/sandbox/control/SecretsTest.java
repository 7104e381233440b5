package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets and their versions. */
public class SecretsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
    private final SecretsManagerClient secrets = Clients.of(sandbox).client(SecretsManagerClient.class);

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void aSecretIsFoundByNameByArnAndByArnWithoutItsEnd() {
        CreateSecretResponse made = secrets.createSecret(r -> r.name("app/db").secretString("first"));
        for (String id : List.of("app/db", made.arn(), made.arn().substring(0, made.arn().length() - 7))) {
            assertEquals("first", secrets.getSecretValue(r -> r.secretId(id)).secretString());
        }
        assertThrows(ResourceNotFoundException.class, () -> secrets.getSecretValue(r -> r.secretId("app/none")));
    }

    @Test
    public void aNewValueMakesTheOldOnePrevious() {
        CreateSecretResponse made = secrets.createSecret(r -> r.name("app/db").secretString("first"));
        secrets.putSecretValue(r -> r.secretId("app/db").secretString("second"));
        assertEquals("second", secrets.getSecretValue(r -> r.secretId("app/db")).secretString());
        assertEquals("first", secrets.getSecretValue(r -> r.secretId("app/db").versionStage("AWSPREVIOUS")).secretString());
        secrets.putSecretValue(r -> r.secretId("app/db").secretString("third"));
        assertEquals(2, secrets.listSecretVersionIds(r -> r.secretId("app/db")).versions().size());
        assertEquals(3, secrets.listSecretVersionIds(r -> r.secretId("app/db").includeDeprecated(true)).versions().size());
        assertEquals("first", secrets.getSecretValue(r -> r.secretId("app/db").versionId(made.versionId())).secretString());
    }

    @Test
    public void aRepeatedTokenChangesNothing() {
        String token = "0f0f0f0f-0000-4000-8000-000000000001";
        secrets.createSecret(r -> r.name("app/db").secretString("first").clientRequestToken(token));
        secrets.createSecret(r -> r.name("app/db").secretString("first").clientRequestToken(token));
        assertEquals(1, sandbox.world().ledger().of("CreateSecret").size());
        assertThrows(ResourceExistsException.class, () -> secrets.createSecret(r -> r.name("app/db").secretString("other")));
    }

    @Test
    public void aDeletedSecretWaitsThirtyDays() {
        secrets.createSecret(r -> r.name("app/db").secretString("first"));
        secrets.deleteSecret(r -> r.secretId("app/db"));
        assertThrows(InvalidRequestException.class, () -> secrets.getSecretValue(r -> r.secretId("app/db")));
        assertTrue(secrets.describeSecret(r -> r.secretId("app/db")).deletedDate() != null);
        secrets.restoreSecret(r -> r.secretId("app/db"));
        assertEquals("first", secrets.getSecretValue(r -> r.secretId("app/db")).secretString());
    }

    @Test
    public void noValueIsInTheLedger() {
        secrets.createSecret(r -> r.name("app/marker").secretString("harmless-planted-value"));
        String ledger = sandbox.world().ledger().entries().toString();
        assertTrue(ledger, ledger.contains("app/marker"));
        assertFalse(ledger, ledger.contains("harmless-planted-value"));
    }
}
