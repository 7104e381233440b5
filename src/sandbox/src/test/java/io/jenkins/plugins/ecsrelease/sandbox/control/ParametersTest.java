package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
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
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Parameter Store. */
public class ParametersTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
    private final SsmClient ssm = Clients.of(sandbox).client(SsmClient.class);

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void aParameterHasVersionsAndIsOverwrittenOnlyWhenAsked() {
        assertEquals(1L, (long) ssm.putParameter(r -> r.name("/app/key").type("SecureString").value("first")).version());
        assertThrows(ParameterAlreadyExistsException.class, () -> ssm.putParameter(r -> r.name("/app/key").type("SecureString").value("x")));
        assertEquals(2L, (long) ssm.putParameter(r -> r.name("/app/key").value("second").overwrite(true)).version());
        assertEquals("second", ssm.getParameter(r -> r.name("/app/key").withDecryption(true)).parameter().value());
    }

    @Test
    public void anEncryptedValueIsGivenOnlyDecrypted() {
        ssm.putParameter(r -> r.name("/app/key").type("SecureString").value("first"));
        assertNotEquals("first", ssm.getParameter(r -> r.name("/app/key")).parameter().value());
        assertEquals("first", ssm.getParameters(r -> r.names("/app/key", "/app/none").withDecryption(true)).parameters().get(0).value());
        assertEquals(List.of("/app/none"), ssm.getParameters(r -> r.names("/app/key", "/app/none")).invalidParameters());
    }

    @Test
    public void descriptionsAreFoundByNameAndHoldNoValue() {
        ssm.putParameter(r -> r.name("/app/key").type("SecureString").value("first-value"));
        ssm.putParameter(r -> r.name("plain").type("String").value("other"));
        List<ParameterMetadata> found = ssm.describeParameters(r -> r.parameterFilters(f -> f.key("Name").option("Equals").values("/app/key"))).parameters();
        assertEquals(1, found.size());
        assertEquals("alias/aws/ssm", found.get(0).keyId());
        assertTrue(found.get(0).arn(), found.get(0).arn().endsWith(":parameter/app/key"));
        assertTrue(found.toString(), !found.toString().contains("first-value"));
        assertEquals(2, ssm.describeParameters(r -> {}).parameters().size());
    }

    @Test
    public void whatIsNotThereIsNotFound() {
        assertThrows(ParameterNotFoundException.class, () -> ssm.getParameter(r -> r.name("none")));
        assertThrows(ParameterNotFoundException.class, () -> ssm.deleteParameter(r -> r.name("none")));
        ssm.putParameter(r -> r.name("once").type("String").value("x"));
        ssm.deleteParameter(r -> r.name("once"));
        assertThrows(ParameterNotFoundException.class, () -> ssm.getParameter(r -> r.name("once")));
    }
}
