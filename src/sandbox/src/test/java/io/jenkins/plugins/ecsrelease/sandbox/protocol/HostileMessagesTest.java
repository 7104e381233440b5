package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Messages that mean harm are refused or carried as they are, and never break the sandbox. */
public class HostileMessagesTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
    private final Api api = new Api(sandbox.world());

    @After
    public void stop() {
        assertEquals(List.of(), sandbox.unmodelled().bugs());
        sandbox.close();
    }

    private static final List<String> TEXTS = List.of(
            "</Value><Value>injected", "]]><!--", "&amp;&#0;&undefined;", "line\r\nfeed\ttab", "\u202Egnp.exe", "a\u0000b",
            "\uD83D\uDE80", "../../etc/passwd", "$(id)`id`", "\u001B[31mred", "\"quoted\" 'single'");

    @Test
    public void textsOfEveryKindComeBackFromXmlAsTheyWent() {
        IamClient iam = Clients.of(sandbox).client(IamClient.class);
        iam.createUser(r -> r.userName("u"));
        for (String text : TEXTS) {
            iam.createRole(r -> r.roleName("r" + TEXTS.indexOf(text)).assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""")
                    .tags(Tag.builder().key("k").value(text).build()));
            String back = iam.listRoleTags(r -> r.roleName("r" + TEXTS.indexOf(text))).tags().get(0).value();
            // XML 1.0 has no way to write other control characters.
            assertEquals(text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", ""), back);
        }
    }

    @Test
    public void textsOfEveryKindComeBackFromJsonAsTheyWent() {
        SecretsManagerClient secrets = Clients.of(sandbox).client(SecretsManagerClient.class);
        for (String text : TEXTS) {
            String name = "s" + TEXTS.indexOf(text);
            secrets.createSecret(r -> r.name(name).secretString(text));
            assertEquals(text, secrets.getSecretValue(r -> r.secretId(name)).secretString());
        }
    }

    @Test
    public void aMessageNestedWithoutEndIsRefused() {
        assertRefused(Signed.json("secretsmanager", "secretsmanager.CreateSecret", "[".repeat(100_000)), "SerializationException");
        assertRefused(Signed.json("secretsmanager", "secretsmanager.CreateSecret",
                "{\"Tags\":".repeat(50_000)), "SerializationException");
        assertRefused(Signed.form("iam", "Action=CreateUser&Version=2010-05-08&" + "A.".repeat(100_000) + "B=1"), "ValidationError");
        assertRefused(Signed.form("iam", "Action=CreateUser&Version=2010-05-08&UserName=x&Tags.member.999999999999.Key=1&Tags.member.1.Key=%zz"),
                "MalformedInput");
    }

    @Test
    public void aGzipBombIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream pack = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                pack.write(zeros);
            }
        }
        Asked asked = Signed.gzip("secretsmanager", "secretsmanager.CreateSecret", bomb.toByteArray());
        assertRefused(asked, "SerializationException");
    }

    @Test
    public void aNumberThatDoesNotFitIsRefused() {
        assertRefused(Signed.json("secretsmanager", "secretsmanager.ListSecrets", "{\"MaxResults\":1e999999999}"), "SerializationException");
        assertRefused(Signed.json("secretsmanager", "secretsmanager.ListSecrets", "{\"MaxResults\":99999999999}"), "SerializationException");
    }

    private void assertRefused(Asked asked, String code) {
        Answered answered = api.handle(asked);
        String body = new String(answered.body(), StandardCharsets.UTF_8);
        assertTrue(answered.status() + " " + body, answered.status() == 400 && body.contains(code));
    }
}
