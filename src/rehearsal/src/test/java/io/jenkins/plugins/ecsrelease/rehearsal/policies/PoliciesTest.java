package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedPolicy;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** What ./policies prints. */
public class PoliciesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] NAMES = {
        "--account", "123456789012", "--region", "eu-central-1", "--clusters", "blue,green", "--services", "web,worker",
        "--families", "web", "--repositories", "shop", "--base-repositories", "base", "--databases", "orders",
        "--secrets", "shop/*", "--parameters", "shop/*", "--log-groups", "/ecs/shop", "--audit-log-group", "/audit",
        "--key", "arn:aws:kms:eu-central-1:123456789012:key/1", "--principals", "arn:aws:iam::210987654321:role/jenkins",
        "--external-id", "tenant-4"};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter errors = new StringWriter();

    private String print(String... more) {
        List<String> arguments = new ArrayList<>(List.of(NAMES));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(new String[0]));
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        new CommandLine(new Policies()).setCaseInsensitiveEnumValuesAllowed(true).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors)).execute(arguments);
        return out.toString();
    }

    private Map<String, JsonNode> roles() throws IOException {
        Map<String, JsonNode> roles = new TreeMap<>();
        JSON.readTree(print()).fields().forEachRemaining(role -> roles.put(role.getKey(), role.getValue()));
        return roles;
    }

    private static List<JsonNode> statements(JsonNode role) {
        List<JsonNode> statements = new ArrayList<>();
        role.path("policies").forEach(policy -> policy.path("Statement").forEach(statements::add));
        return statements;
    }

    @Test
    public void everyRoleIsPrintedWithItsPoliciesAndWhoMayAssumeIt() throws Exception {
        assertEquals(Set.of("build", "promote", "plan", "deploy", "migrate", "execution", "task", "infrastructure"), roles().keySet());
        for (JsonNode role : roles().values()) {
            assertFalse(role.toString(), role.path("trust").path("Statement").isEmpty());
            assertFalse(role.toString(), role.toString().contains("${"));
        }
    }

    @Test
    public void everyServiceOfEveryClusterIsNamed() throws Exception {
        JsonNode deploys = statements(roles().get("deploy")).stream()
                .filter(one -> one.path("Sid").asText().equals("DeployTheService")).findFirst().orElseThrow();
        Set<String> resources = new HashSet<>();
        deploys.path("Resource").forEach(one -> resources.add(one.asText()));
        String prefix = "arn:aws:ecs:eu-central-1:123456789012:service/";
        assertEquals(Set.of(prefix + "blue/web", prefix + "blue/worker", prefix + "green/web", prefix + "green/worker"), resources);
    }

    @Test
    public void noActionIsAPatternAndAllResourcesStandOnlyWhereTheDocumentationSaysWhy() throws Exception {
        Set<String> documented = nothingNarrower();
        Set<String> used = new HashSet<>();
        for (JsonNode role : roles().values()) {
            for (JsonNode statement : statements(role)) {
                assertEquals("Allow", statement.path("Effect").asText());
                for (JsonNode action : statement.path("Action")) {
                    assertTrue(action.asText(), action.asText().matches("[a-z0-9-]+:[A-Za-z]+"));
                    if (statement.path("Resource").asText().equals("*")) {
                        used.add(action.asText());
                    }
                }
                statement.path("Resource").forEach(one -> assertFalse(statement.toString(), one.asText().equals("*")));
            }
        }
        assertEquals("in docs/iam.md and in the policies", documented, used);
    }

    /** The actions of the table of docs/iam.md, each of which gives a source. */
    private static Set<String> nothingNarrower() throws IOException {
        String text = Files.readString(project().resolve("docs/iam.md"));
        String table = text.substring(text.indexOf("## Where `*` stands for all resources"));
        Set<String> actions = new HashSet<>();
        boolean sourced = false;
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z0-9-]+:[A-Za-z]+)` \\| (.*) \\|$").matcher(table);
        while (rows.find()) {
            sourced = rows.group(2).contains("https://docs.aws.amazon.com/") || sourced && rows.group(2).equals("as above");
            assertTrue("no source for " + rows.group(1), sourced);
            actions.add(rows.group(1));
        }
        return actions;
    }

    private static Path project() {
        return Path.of("").toAbsolutePath().getParent().getParent();
    }

    @Test
    public void rolesArePassedToTasksAloneAndOnlyTheTwoOfThem() throws Exception {
        int passing = 0;
        for (JsonNode role : roles().values()) {
            for (JsonNode statement : statements(role)) {
                if (statement.path("Action").toString().contains("iam:PassRole")) {
                    passing++;
                    assertEquals(1, statement.path("Action").size());
                    assertEquals("ecs-tasks.amazonaws.com",
                            statement.path("Condition").path("StringEquals").path("iam:PassedToService").asText());
                    assertEquals("[\"arn:aws:iam::123456789012:role/ecs-release-execution\",\"arn:aws:iam::123456789012:role/ecs-release-task\"]",
                            statement.path("Resource").toString());
                }
            }
        }
        assertEquals("deploy and migrate", 2, passing);
    }

    @Test
    public void whoDeploysCannotMigrateAndWhoMigratesCannotDeploy() {
        assertFalse(ShippedPolicy.MIGRATE.actions().contains("ecs:UpdateService"));
        assertFalse(ShippedPolicy.DEPLOY.actions().contains("ecs:RunTask"));
        assertFalse(ShippedPolicy.DEPLOY.actions().stream().anyMatch(action -> action.startsWith("rds:")));
        Set<String> reads = ShippedPolicy.PLAN.actions();
        assertTrue(reads.toString(), reads.stream().allMatch(action -> action.matches("[a-z0-9-]+:(BatchGet|Describe|Filter|Get|List|Simulate|StartQuery).*")));
    }

    @Test
    public void oneRoleForTheTasksAndForStartingThemIsRefused() {
        print("--execution-role", "arn:aws:iam::123456789012:role/one", "--task-role", "arn:aws:iam::123456789012:role/one");
        assertTrue(errors.toString(), errors.toString().contains("must be two roles"));
    }

    @Test
    public void rolesForWhichNamesAreMissingAreLeftOutAndAskedForWhenNamed() {
        String some = run("--account", "123456789012", "--region", "eu-central-1", "--repositories", "shop");
        assertTrue(some, some.contains("\"build\"") && !some.contains("\"deploy\""));
        run("--account", "123456789012", "--region", "eu-central-1", "--role", "deploy");
        assertTrue(errors.toString(), errors.toString().contains("The policy 'plan' needs a value for 'service'")
                || errors.toString().contains("The policy 'plan' needs a value for 'cluster'"));
    }

    @Test
    public void aTokenOfAnIssuerStandsForAKeyOnlyWithItsSubjects() throws Exception {
        print("--issuer", "jenkins.example.com/oidc");
        assertTrue(errors.toString(), errors.toString().contains("--issuer needs --subjects"));
        JsonNode trust = JSON.readTree(print("--issuer", "jenkins.example.com/oidc", "--subjects", "job/shop/*"))
                .path("deploy").path("trust").path("Statement").path(0);
        assertEquals("arn:aws:iam::123456789012:oidc-provider/jenkins.example.com/oidc", trust.path("Principal").path("Federated").path(0).asText());
        assertEquals("job/shop/*", trust.path("Condition").path("StringLike").path("jenkins.example.com/oidc:sub").path(0).asText());
    }

    @Test
    public void iamTakesEveryDocument() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
                IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).endpointOverride(URI.create("http://sandbox.invalid"))
                        .httpClient(sandbox.inProcess()).credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET))).build()) {
            for (JsonNode role : roles().values()) {
                String name = role.path("name").asText();
                iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(role.path("trust").toString()));
                int size = 0;
                for (Iterator<Map.Entry<String, JsonNode>> all = role.path("policies").fields(); all.hasNext(); ) {
                    Map.Entry<String, JsonNode> policy = all.next();
                    iam.putRolePolicy(put -> put.roleName(name).policyName(policy.getKey()).policyDocument(policy.getValue().toString()));
                    size += policy.getValue().toString().length();
                }
                assertTrue(name + " has policies of " + size + " characters; a role takes 10240 inline", size < 10240);
                role.path("managedPolicies").forEach(arn -> iam.attachRolePolicy(attach -> attach.roleName(name).policyArn(arn.asText())));
            }
        }
    }

    @Test
    public void cloudFormationIsATemplateOfRoles() throws Exception {
        String text = print("--format", "cloudformation");
        JsonNode template = JSON.readTree(text);
        assertEquals(ShippedRole.values().length, template.path("Resources").size());
        template.path("Resources").forEach(one -> assertEquals("AWS::IAM::Role", one.path("Type").asText()));
        // Its warnings are about actions newer than itself.
        lint(text, "roles.json", "cfn-lint", "--ignore-checks", "W", "--", "roles.json");
    }

    @Test
    public void terraformIsWellFormedAndItsDocumentsAreJson() throws Exception {
        String text = print("--format", "terraform");
        Matcher documents = Pattern.compile("<<-JSON\\n(.*?)\\n  JSON\\n", Pattern.DOTALL).matcher(text);
        int found = 0;
        while (documents.find()) {
            JSON.readTree(documents.group(1).replace("$${", "${"));
            found++;
        }
        assertEquals("a trust for each role, and each policy", ShippedRole.values().length
                + Arrays.stream(ShippedRole.values()).mapToInt(role -> role.policies().size()).sum(), found);
        lint(text, "roles.tf", "terraform", "fmt", "-check", "-no-color", "roles.tf");
    }

    /** Where the machine has the tool. */
    private void lint(String text, String file, String... command) throws Exception {
        Files.writeString(folder.getRoot().toPath().resolve(file), text);
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.getRoot()).redirectErrorStream(true);
            builder.environment().put("TF_CLI_CONFIG_FILE", "/dev/null");
            process = builder.start();
        } catch (IOException absent) {
            Assume.assumeNoException(command[0] + " is not installed", absent);
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(said, 0, process.exitValue());
    }
}
