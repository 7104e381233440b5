package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What goes wrong on purpose goes wrong as it does at AWS. */
public class FaultsTest {

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T05:00:00Z"));
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
    private final StsClient sts = Clients.of(sandbox).client(StsClient.class);
    private final IamClient iam = Clients.of(sandbox).client(IamClient.class);

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void onlyTheNthCallOfTheOperationIsStruck() {
        sandbox.faults().put(Fault.once(Fault.Kind.THROTTLE, "sts", "GetCallerIdentity", 2));
        sts.getCallerIdentity();
        AwsServiceException throttled = assertThrows(AwsServiceException.class, sts::getCallerIdentity);
        assertEquals("Throttling", throttled.awsErrorDetails().errorCode());
        assertEquals("Rate exceeded", throttled.awsErrorDetails().errorMessage());
        sts.getCallerIdentity();
    }

    @Test
    public void aRefusedChangeIsNotMade() {
        sandbox.faults().put(Fault.once(Fault.Kind.SERVER_ERROR, "iam", "CreateRole", 1));
        AwsServiceException failed = assertThrows(AwsServiceException.class, this::createRole);
        assertEquals(500, failed.statusCode());
        assertEquals(0, sandbox.world().ledger().of("CreateRole").size());
        assertEquals(0, iam.listRoles().roles().size());
    }

    @Test
    public void aLostReplyLeavesTheChangeMade() {
        sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "iam", "CreateRole", 1));
        assertThrows(SdkClientException.class, this::createRole);
        assertEquals(1, sandbox.world().ledger().of("CreateRole").size());
        assertEquals(1, iam.listRoles().roles().size());
    }

    @Test
    public void aLostReplyCutsTheConnectionOfAClientOverTheSocket() {
        try (Sandbox running = Sandbox.start(SandboxOptions.running()); SdkHttpClient http = ApacheHttpClient.create()) {
            running.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "sts", "GetCallerIdentity", 1));
            StsClient overSocket = Clients.over(running, http).client(StsClient.class);
            assertThrows(SdkClientException.class, overSocket::getCallerIdentity);
            overSocket.getCallerIdentity();
        }
    }

    @Test
    public void expiredAndDeniedCredentialsSaySo() {
        sandbox.faults().put(Fault.once(Fault.Kind.EXPIRED_CREDENTIALS, "sts", "", 1));
        AwsServiceException expired = assertThrows(AwsServiceException.class, sts::getCallerIdentity);
        assertEquals("ExpiredToken", expired.awsErrorDetails().errorCode());

        sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "", "ListRoles"));
        AwsServiceException denied = assertThrows(AwsServiceException.class, iam::listRoles);
        assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
        assertEquals("User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: iam:ListRoles because no "
                + "identity-based policy allows the iam:ListRoles action", denied.awsErrorDetails().errorMessage());
        sandbox.faults().clear();
        iam.listRoles();
    }

    @Test
    public void latencyIsSandboxTime() {
        sandbox.faults().put(Fault.once(Fault.Kind.LATENCY, "sts", "", 1).lasting(Duration.ofSeconds(40)));
        sts.getCallerIdentity();
        assertEquals(Instant.parse("2026-11-23T05:00:40Z"), time.now());
    }

    @Test
    public void theRequestLogTellsWhatStruck() {
        sandbox.faults().put(Fault.once(Fault.Kind.THROTTLE, "sts", "", 1));
        assertThrows(AwsServiceException.class, sts::getCallerIdentity);
        RequestLog.Entry entry = sandbox.requests().entries().get(0);
        assertEquals("throttle", entry.struck());
        assertEquals("Throttling", entry.error());
        assertEquals("GetCallerIdentity", entry.operation());
    }

    @Test
    public void aFaultThatNobodyKnowsIsRefused() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> Fault.Kind.named("lost-replys"));
        assertEquals(true, unknown.getMessage().contains("lost-reply,"));
    }

    private void createRole() {
        iam.createRole(r -> r.roleName("app").assumeRolePolicyDocument(TRUST));
    }
}
