package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Policies bind every call, and say no in AWS's words. */
public class AuthorizationTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";

    private final VirtualTime time = new VirtualTime(Instant.now());
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time).policies(true));
    private final Clients clients = Clients.of(sandbox);
    private final IamClient iam = clients.client(IamClient.class);

    @Before
    public void role() {
        iam.createRole(r -> r.roleName("deploy").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},
                 "Action":["sts:AssumeRole","sts:TagSession"]}]}"""));
        iam.createRole(r -> r.roleName("task").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},
                 "Action":"sts:AssumeRole"}]}"""));
    }

    @After
    public void stop() {
        sandbox.close();
    }

    /** The role with one policy: each text is a statement. */
    private Clients with(String... statements) {
        iam.putRolePolicy(r -> r.roleName("deploy").policyName("only").policyDocument(
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}"));
        return clients.as(clients.client(StsClient.class)
                .assumeRole(r -> r.roleArn(ROLE).roleSessionName("jenkins-7")).credentials());
    }

    private static String allow(String actions, String resource) {
        return "{\"Effect\":\"Allow\",\"Action\":" + actions + ",\"Resource\":\"" + resource + "\"}";
    }

    private static String denied(Runnable call) {
        AwsServiceException refused = assertThrows(AwsServiceException.class, call::run);
        assertTrue(refused.getMessage(), refused.awsErrorDetails().errorCode().startsWith("AccessDenied"));
        return refused.awsErrorDetails().errorMessage();
    }

    @Test
    public void whatNoPolicyAllowsIsDeniedWithTheActionAndTheResource() {
        EcsClient ecs = with(allow("\"ecs:ListClusters\"", "*")).client(EcsClient.class);
        ecs.listClusters();
        assertEquals("User: arn:aws:sts::123456789012:assumed-role/deploy/jenkins-7 is not authorized to perform: "
                + "ecs:DescribeServices on resource: arn:aws:ecs:eu-central-1:123456789012:service/production/web because no "
                + "identity-based policy allows the ecs:DescribeServices action",
                denied(() -> ecs.describeServices(r -> r.cluster("production").services("web"))));
    }

    @Test
    public void aResourceBindsByItsArn() {
        EcsClient ecs = with(allow("\"ecs:DescribeClusters\"", "arn:aws:ecs:*:123456789012:cluster/prod*")).client(EcsClient.class);
        ecs.describeClusters(r -> r.clusters("production"));
        assertTrue(denied(() -> ecs.describeClusters(r -> r.clusters("production", "staging"))).contains(":cluster/staging "));
    }

    @Test
    public void anExplicitDenyWins() {
        RdsClient rds = with(allow("\"rds:*\"", "*"),
                "{\"Effect\":\"Deny\",\"Action\":\"rds:Describe*\",\"Resource\":\"*\"}").client(RdsClient.class);
        assertTrue(denied(rds::describeDBClusters).endsWith("with an explicit deny in an identity-based policy"));
    }

    @Test
    public void aRoleIsPassedOnlyWhereThatIsAllowedToThatService() {
        RegisterTaskDefinitionRequest register = RegisterTaskDefinitionRequest.builder().family("web")
                .taskRoleArn("arn:aws:iam::123456789012:role/task")
                .containerDefinitions(c -> c.name("web").image("nginx").memory(128)).build();
        EcsClient without = with(allow("\"ecs:RegisterTaskDefinition\"", "*")).client(EcsClient.class);
        assertTrue(denied(() -> without.registerTaskDefinition(register)).contains(
                "iam:PassRole on resource: arn:aws:iam::123456789012:role/task "));
        String passing = """
                {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/task",
                 "Condition":{"StringEquals":{"iam:PassedToService":"%s"}}}""";
        EcsClient elsewhere = with(allow("\"ecs:RegisterTaskDefinition\"", "*"), passing.formatted("lambda.amazonaws.com"))
                .client(EcsClient.class);
        denied(() -> elsewhere.registerTaskDefinition(register));
        with(allow("\"ecs:RegisterTaskDefinition\"", "*"), passing.formatted("ecs-tasks.amazonaws.com"))
                .client(EcsClient.class).registerTaskDefinition(register);
    }

    @Test
    public void aTagGivenWithTheThingNeedsThePermissionToTag() {
        clients.client(RdsClient.class).createDBCluster(r -> r.dbClusterIdentifier("app").engine("aurora-mysql")
                .masterUsername("admin").manageMasterUserPassword(true));
        time.advance(Duration.ofMinutes(3));
        RdsClient rds = with(allow("\"rds:CreateDBClusterSnapshot\"", "*")).client(RdsClient.class);
        assertTrue(denied(() -> rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("app-7")
                .tags(t -> t.key("build").value("7")))).contains(
                "rds:AddTagsToResource on resource: arn:aws:rds:eu-central-1:123456789012:cluster-snapshot:app-7"));
        rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("app-7"));
    }

    @Test
    public void tagsOfTheResourceAndOfTheSessionAreConditions() {
        SecretsManagerClient all = clients.client(SecretsManagerClient.class);
        all.createSecret(r -> r.name("ours").secretString("x").tags(t -> t.key("team").value("web")));
        all.createSecret(r -> r.name("theirs").secretString("x").tags(t -> t.key("team").value("data")));
        with("""
                {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"*",
                 "Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}""");
        SecretsManagerClient web = clients.as(clients.client(StsClient.class).assumeRole(r -> r.roleArn(ROLE)
                .roleSessionName("jenkins-7").tags(t -> t.key("team").value("web"))).credentials())
                .client(SecretsManagerClient.class);
        assertEquals("x", web.getSecretValue(r -> r.secretId("ours")).secretString());
        denied(() -> web.getSecretValue(r -> r.secretId("theirs")));
    }

    @Test
    public void aSessionPolicyNarrows() {
        with(allow("\"ecs:*\"", "*"));
        EcsClient narrow = clients.as(clients.client(StsClient.class).assumeRole(r -> r.roleArn(ROLE).roleSessionName("plan")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":" + allow("\"ecs:Describe*\"", "*") + "}")).credentials())
                .client(EcsClient.class);
        narrow.describeClusters();
        assertTrue(denied(narrow::listClusters).endsWith("because no session policy allows the ecs:ListClusters action"));
    }

    @Test
    public void aKeysOwnPolicyBindsToo() {
        KmsClient admin = clients.client(KmsClient.class);
        String open = admin.createKey().keyMetadata().keyId();
        String closed = admin.createKey(r -> r.policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/other"},
                 "Action":"kms:*","Resource":"*"}]}""")).keyMetadata().keyId();
        KmsClient kms = with(allow("\"kms:Encrypt\"", "*")).client(KmsClient.class);
        kms.encrypt(r -> r.keyId(open).plaintext(SdkBytes.fromUtf8String("x")));
        assertTrue(denied(() -> kms.encrypt(r -> r.keyId(closed).plaintext(SdkBytes.fromUtf8String("x"))))
                .endsWith("because no resource-based policy allows the kms:Encrypt action"));
    }

    @Test
    public void aRepositoryOfAnotherAccountNeedsThatAccountsConsentToo() {
        EcrClient theirs = clients.as(Clients.administrator("210987654321")).client(EcrClient.class);
        theirs.createRepository(r -> r.repositoryName("web"));
        EcrClient ours = with(allow("\"ecr:*\"", "*")).client(EcrClient.class);
        assertTrue(denied(() -> ours.describeImages(r -> r.registryId("210987654321").repositoryName("web")))
                .endsWith("because no resource-based policy allows the ecr:DescribeImages action"));
        theirs.setRepositoryPolicy(r -> r.repositoryName("web").policyText("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},
                 "Action":"ecr:DescribeImages"}]}"""));
        ours.describeImages(r -> r.registryId("210987654321").repositoryName("web"));
        EcrClient without = with(allow("\"ecr:DescribeRepositories\"", "*")).client(EcrClient.class);
        denied(() -> without.describeImages(r -> r.registryId("210987654321").repositoryName("web")));
    }

    @Test
    public void whatWasUsedAndWhatWasDeniedIsOnRecord() {
        EcsClient ecs = with(allow("\"ecs:ListClusters\"", "*")).client(EcsClient.class);
        ecs.listClusters();
        denied(() -> ecs.listServices(r -> r.cluster("production")));
        assertEquals(Map.of("ecs:ListClusters", Set.of("*")), sandbox.iamUse().used().get(ROLE));
        IamUse.Denial denial = sandbox.iamUse().denied().get(0);
        assertEquals("ecs:ListServices", denial.action());
        assertEquals(ROLE, denial.source());
    }

    @Test
    public void aSimulationDecidesAsTheCallWould() {
        with(allow("[\"ecs:UpdateService\"]", "arn:aws:ecs:eu-central-1:123456789012:service/production/web"));
        List<PolicyEvaluationDecisionType> decisions = iam.simulatePrincipalPolicy(r -> r.policySourceArn(ROLE)
                .actionNames("ecs:UpdateService").resourceArns("arn:aws:ecs:eu-central-1:123456789012:service/production/web",
                        "arn:aws:ecs:eu-central-1:123456789012:service/production/api"))
                .evaluationResults().stream().map(result -> result.evalDecision()).toList();
        assertEquals(List.of(PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.IMPLICIT_DENY), decisions);
    }

    @Test
    public void aUsersKeyIsBoundByTheUsersPolicies() {
        iam.createUser(r -> r.userName("builder"));
        var key = iam.createAccessKey(r -> r.userName("builder")).accessKey();
        EcsClient ecs = clients.as(software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                key.accessKeyId(), key.secretAccessKey())).client(EcsClient.class);
        denied(ecs::listClusters);
        iam.attachUserPolicy(r -> r.userName("builder").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        ecs.listClusters();
        iam.deleteAccessKey(r -> r.userName("builder").accessKeyId(key.accessKeyId()));
        assertThrows(AwsServiceException.class, ecs::listClusters);
    }

    @Test
    public void withoutEnforcementNothingIsDeniedButUseIsRecorded() {
        try (Sandbox open = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())))) {
            Clients of = Clients.of(open);
            of.client(EcsClient.class).listClusters();
            assertEquals(Set.of("ecs:ListClusters"),
                    open.iamUse().used().get("arn:aws:iam::123456789012:user/sandbox").keySet());
        }
    }
}
