package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Instant;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Keys, and the context that what they seal belongs to. */
public class KmsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
    private final KmsClient kms = Clients.of(sandbox).client(KmsClient.class);
    private final String key = kms.createKey(r -> r.description("exec")).keyMetadata().keyId();

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void aDataKeyOpensOnlyInItsContext() {
        Map<String, String> context = Map.of("aws:ssm:SessionId", "ecs-execute-command-1", "aws:ssm:TargetId", "ecs:app_1_2");
        GenerateDataKeyResponse made = kms.generateDataKey(r -> r.keyId(key).numberOfBytes(64).encryptionContext(context));
        assertEquals(64, made.plaintext().asByteArray().length);
        assertArrayEquals(made.plaintext().asByteArray(), kms.decrypt(
                r -> r.ciphertextBlob(made.ciphertextBlob()).encryptionContext(context)).plaintext().asByteArray());
        assertThrows(InvalidCiphertextException.class, () -> kms.decrypt(r -> r.ciphertextBlob(made.ciphertextBlob())
                .encryptionContext(Map.of("aws:ssm:SessionId", "another", "aws:ssm:TargetId", "ecs:app_1_2"))));
        assertThrows(InvalidCiphertextException.class,
                () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromUtf8String("x".repeat(80)))));
    }

    @Test
    public void aKeyIsFoundByItsAliasToo() {
        kms.createAlias(r -> r.aliasName("alias/exec").targetKeyId(key));
        assertEquals(key, kms.describeKey(r -> r.keyId("alias/exec")).keyMetadata().keyId());
        assertEquals("AWS", kms.describeKey(r -> r.keyId("alias/aws/secretsmanager")).keyMetadata().keyManagerAsString());
        NotFoundException none = assertThrows(NotFoundException.class, () -> kms.describeKey(r -> r.keyId("alias/none")));
        assertEquals("Alias arn:aws:kms:eu-central-1:123456789012:alias/none is not found.",
                none.awsErrorDetails().errorMessage());
    }

    @Test
    public void aDisabledKeySealsNothing() {
        kms.disableKey(r -> r.keyId(key));
        assertThrows(DisabledException.class, () -> kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("x"))));
        kms.enableKey(r -> r.keyId(key));
        kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("x")));
    }
}
