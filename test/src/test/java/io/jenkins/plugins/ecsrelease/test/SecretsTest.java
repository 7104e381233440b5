package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Secrets are planted where a release meets them, and everything on the way prints them as loudly as it can: the builder
 * its login, the Dockerfile its build secret, the migration, in either mode, its database's password, in plain, in base64
 * and URL-encoded. The pipeline acts as a role: its key and its session's token are searched for as well.
 * None is left in logs, here or at AWS, in journals, records, reports, saved state, workspaces or argument lists, after a
 * success, a failure, an abort and a kill. Each place that is searched first gives up a harmless marker that was put there, so that the search is known
 * to look.
 */
public class SecretsTest {

    private static final String MARKER = "harmless-marker-4711";
    private static final String NPM_TOKEN = "npm_Planted/Build+Secret=0123456789";
    /** Of the example's account: what its tasks, and the migrations, get as DATABASE_URL and COOKIE_KEY. */
    private static final List<String> OF_TASKS = List.of(
            "postgresql://shop:example-shop-production@shop-production.internal/shop", "example-shop-production",
            "postgresql://shop:example-shop-staging@shop-staging.internal/shop", "example-shop-staging",
            "example-cookies-of-shop-production", "example-cookies-of-shop-staging");
    /** Prints every secret that a migration has, in many forms. */
    private static final String LOUD = "echo " + MARKER + "; env; for s in \"$DATABASE_URL\" \"$COOKIE_KEY\"; do echo \"it is $s.\"; printf %s \"$s\" | base64;"
            + " echo \"user:$s\" | base64; printf %s \"$s\" | sed \"s#:#%3A#g; s#/#%2F#g; s#@#%40#g\"; echo; ls \"$s\"; done; set -x; : \"$DATABASE_URL\"; set +x";

    /** What every pipeline does first: it plants the marker where a workspace, a log and a command line are searched. */
    private static final String AT_FIRST = "echo 'MARKER'; sh 'until [ -e READY ]; do sleep .2; done; echo MARKER > marker; sh -c \"sleep 1; : MARKER\"'";

    private static final String ROLE = "arn:aws:iam::" + World.ACCOUNT + ":role/releases";
    private static final Identity ADMINISTRATOR = new Identity("eu-central-1", "administrator", "", "", "");
    private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Set<String> lines = new TreeSet<>();
    /** Of every part of a rehearsal that was killed on the way. */
    private final List<String> logs = new ArrayList<>();
    private final Map<String, String> issued = new TreeMap<>();
    private final List<String> atAws = new ArrayList<>();
    private final Map<String, String> read = new TreeMap<>();
    private Path root;
    private Path project;
    private Map<String, String> environment;

    @Before
    public void plant() throws IOException {
        Assume.assumeTrue("no static busybox on this machine (Debian: busybox-static)", BaseImage.busybox().isPresent());
        Path buildah = Path.of("/usr/bin/buildah");
        Assume.assumeTrue("no buildah on this machine", Files.exists(buildah));
        root = folder.getRoot().toPath();
        project = root.resolve("project");
        copy(Run.PROJECT.resolve("vars"), project.resolve("vars"));
        copy(Run.PROJECT.resolve("resources"), project.resolve("resources"));
        copy(Run.PROJECT.resolve("docs/example-app"), project.resolve("docs/example-app"));
        Files.copy(Run.PROJECT.resolve("Jenkinsfile.example"), project.resolve("Jenkinsfile.example"));
        Path dockerfile = project.resolve("docs/example-app/Dockerfile");
        Files.writeString(dockerfile, Files.readString(dockerfile).replace("RUN cd lib && sha256sum",
                "RUN --mount=type=secret,id=npm echo \"the token is $(cat /run/secrets/npm) $(base64 /run/secrets/npm)\"; env; : built, not cached, for " + root.getFileName() + "\nRUN cd lib && sha256sum"));
        // A builder that tells its login to everybody.
        Path bin = Files.createDirectories(root.resolve("bin"));
        Path loud = Files.writeString(bin.resolve("buildah"), "#!/bin/sh\ncat \"$ECS_RELEASE_DIR/credential.json\" 2>/dev/null\n"
                + "sed 's/.*\"Secret\":\"\\([^\"]*\\).*/AWS:\\1/' \"$ECS_RELEASE_DIR/credential.json\" 2>/dev/null | tr -d '\\n' | base64\n"
                + "printf 'the login is %s\\n' \"$(sed 's/.*\"Secret\":\"\\([^\"]*\\).*/\\1/' \"$ECS_RELEASE_DIR/credential.json\" 2>/dev/null)\" >&2\n"
                + "exec " + buildah + " \"$@\"\n");
        Files.setPosixFilePermissions(loud, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", bin + ":" + System.getenv("PATH"), "NPM_TOKEN", NPM_TOKEN);
    }

    @Test
    public void afterASuccess() throws Exception {
        Path jenkinsfile = jenkinsfile(LOUD + "; ./migrate.sh # " + MARKER);
        try (Run run = Run.of(project, home(), environment, "--approve-as", "alice", "--migrate", jenkinsfile.toString())) {
            watch(run);
            assertEquals(run.said(), 0, run.end());
            search("after a success", run, true);
        }
    }

    @Test
    public void afterAKillAndAfterAFailure() throws Exception {
        Path jenkinsfile = inBothModes(LOUD + "; echo all was said; sleep 5; exit 9 # " + MARKER, "");
        try (Run run = Run.of(project, home(), environment, "--approve-as", "alice", jenkinsfile.toString())) {
            while (run.running() && count(run.said(), "all was said\n") < 2) {
                look();
            }
            run.kill();
            search("after a kill", run, false);
        }
        try (Run run = Run.of(project, home(), environment, "--approve-as", "alice", "--resume")) {
            watch(run);
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("exit code 9"));
            search("after a failure", run, true);
        }
    }

    @Test
    public void afterAnAbort() throws Exception {
        Path stop = root.resolve("stop");
        Path jenkinsfile = inBothModes(LOUD + "; echo all was said; sleep 300 # " + MARKER,
                ", abort: { node { sh 'until [ -e " + stop + " ]; do sleep .2; done; exit 1' } }");
        try (Run run = Run.of(project, home(), environment, "--approve-as", "alice", jenkinsfile.toString())) {
            while (run.running()) {
                look();
                if (count(run.said(), "all was said\n") == 2 && !Files.exists(stop)) {
                    Files.createFile(stop);
                }
            }
            assertTrue(run.said(), Files.exists(stop));
            assertEquals(run.said(), 1, run.end());
            search("after an abort", run, true);
        }
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private Path home() {
        return root.resolve("home");
    }

    /** The whole release; its migrations are their tasks' own commands. */
    private Path jenkinsfile(String command) throws IOException {
        return Files.writeString(root.resolve("Jenkinsfile"), Files.readString(Run.PROJECT.resolve("Jenkinsfile.example"))
                .replace("credentialsId: 'aws-deploy',", "credentialsId: 'aws-deploy', roleArn: '" + ROLE + "',")
                .replace("sh './test.sh'", AT_FIRST + "; sh './test.sh'")
                .replace("image: [repository: 'shop',", "image: [repository: 'shop', secrets: [buildSecret(id: 'npm', variable: 'NPM_TOKEN')],")
                .replace("command: './migrate.sh'", "mode: 'task', command: " + quoted(command))
                .replace("MARKER", MARKER).replace("READY", ready().toString()));
    }

    /** An image, and migrations with it: through ECS Exec, and as the task's own command, at the same time. */
    private Path inBothModes(String command, String beside) throws IOException {
        String migrate = "ecsExecMigrate(service: 'shop-web', image: image.image, region: 'eu-central-1', credentialsId: 'aws-deploy', "
                + "roleArn: '" + ROLE + "', unprotected: 'a test', command: " + quoted(command) + ", ";
        return Files.writeString(root.resolve("Jenkinsfile"), """
                def image
                node {
                    checkout scm
                    AT_FIRST
                    image = ecrBuildPush(repository: 'shop', tags: ['loud'], region: 'eu-central-1', credentialsId: 'aws-deploy', roleArn: 'ROLE',
                        args: ["REGISTRY=${env.BASE_REGISTRY}"], secrets: [buildSecret(id: 'npm', variable: 'NPM_TOKEN')])
                }
                """.replace("AT_FIRST", AT_FIRST).replace("ROLE", ROLE)
                .replace("MARKER", MARKER).replace("READY", ready().toString())
                + "parallel failFast: " + !beside.isEmpty() + ", exec: { " + migrate + "cluster: 'shop-staging', mode: 'exec') }, "
                + "task: { " + migrate + "cluster: 'shop-staging', mode: 'task', migrationId: 'its-own-task') }" + beside + "\n");
    }

    private static String quoted(String command) {
        return "'" + command.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private Path ready() {
        return root.resolve("role-is-there");
    }

    private void watch(Run run) throws Exception {
        while (run.running()) {
            look();
        }
    }

    private void look() throws IOException {
        lines.addAll(commandLines());
        Path rehearsal = home().resolve("rehearsal/rehearsal.json");
        issued.putAll(issued(rehearsal));
        if (!Files.exists(rehearsal)) {
            return;
        }
        URI endpoint = URI.create(new ObjectMapper().readTree(rehearsal.toFile()).path("endpoint").asText());
        try (AwsClients clients = AwsClients.builder().endpoint(endpoint).build()) {
            if (!Files.exists(ready())) {
                role(clients.client(IamClient.class, ADMINISTRATOR, CREDENTIALS));
                Files.createFile(ready());
            }
            logged(clients.client(CloudWatchLogsClient.class, ADMINISTRATOR, CREDENTIALS));
        } catch (SdkClientException e) {
            // The sandbox has ended with its rehearsal.
        }
    }

    /** The pipeline acts as a role, with the policies of the user whose key Jenkins has. */
    private static void role(IamClient iam) {
        String user = "jenkins";
        String name = ROLE.substring(ROLE.lastIndexOf('/') + 1);
        iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(policy("\"Principal\":{\"AWS\":\"arn:aws:iam::" + World.ACCOUNT
                + ":root\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]")));
        iam.listAttachedUserPolicies(list -> list.userName(user)).attachedPolicies().forEach(each ->
                iam.attachRolePolicy(attach -> attach.roleName(name).policyArn(each.policyArn())));
        iam.putRolePolicy(put -> put.roleName(name).policyName("itself")
                .policyDocument(policy("\"Action\":\"iam:SimulatePrincipalPolicy\",\"Resource\":\"" + ROLE + "\"")));
        iam.putUserPolicy(put -> put.userName(user).policyName("role")
                .policyDocument(policy("\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"],\"Resource\":\"" + ROLE + "\"")));
    }

    private static String policy(String statement) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + statement + "}]}";
    }

    /** What tasks wrote to their own logs at AWS, as far as it was not read before. */
    private void logged(CloudWatchLogsClient logs) {
        for (String group : List.of("/ecs/shop-staging", "/ecs/shop-production")) {
            logs.describeLogStreams(list -> list.logGroupName(group)).logStreams().forEach(stream -> {
                String key = group + stream.logStreamName();
                var page = logs.getLogEvents(get -> get.logGroupName(group).logStreamName(stream.logStreamName()).startFromHead(true)
                        .nextToken(read.get(key)));
                read.put(key, page.nextForwardToken());
                page.events().forEach(event -> atAws.add(event.message()));
            });
        }
    }

    private void search(String when, Run run, boolean ended) throws IOException {
        assertTrue("each kind was given out: " + issued.values(), issued.values().containsAll(List.of("secret access key", "session token",
                "registry password", "registry token")));
        assertTrue("sessions: " + issued.values(), when.contains("success") || issued.containsValue("session token of ECS Exec"));
        Map<String, String> secrets = new LinkedHashMap<>(issued);
        secrets.put("Authorization: Basic ", "login");
        for (String value : OF_TASKS) {
            forms(secrets, "secret of the tasks", value);
        }
        forms(secrets, "build secret", NPM_TOKEN);
        issued.forEach((value, kind) -> {
            if (kind.startsWith("se")) {
                forms(secrets, kind, value);
            }
        });
        for (String said : List.of("it is ****.", "the token is ****", "the login is ****", "+ : ****")) {
            assertTrue("nobody said '" + said + "': " + run.said(), !ended
                    || Files.readString(home().resolve("report.html")).contains(said));
        }
        Path jenkins = home().resolve("rehearsal/jenkins");
        int places = 0;
        logs.add(run.said());
        places += search(when + ", the log", secrets, logs);
        places += search(when + ", the tasks' own logs at AWS", secrets, atAws);
        places += search(when + ", command lines", secrets, lines);
        places += search(when + ", journals and records", secrets, texts(jenkins, "/ecs-release/"));
        places += search(when + ", what Jenkins keeps", secrets, texts(jenkins, ""));
        places += search(when + ", the agent's workspaces", secrets, texts(home().resolve("rehearsal/workspace"), ""));
        if (ended) {
            places += search(when + ", the report", secrets, List.of(Files.readString(home().resolve("report.html"))));
        }
        System.out.println("Planted secrets " + when + ": " + secrets.size() + " values and forms of "
                + new TreeSet<>(secrets.values().stream().map(kind -> kind.replaceFirst("(, URL-encoded| in base64)$", "")).toList())
                + ", 0 found in " + places + " texts; the marker was found in each kind of place.");
    }

    /** A value, and as others write it. */
    private static void forms(Map<String, String> secrets, String kind, String value) {
        secrets.put(value, kind);
        secrets.put(URLEncoder.encode(value, StandardCharsets.UTF_8), kind + ", URL-encoded");
        for (String before : List.of("", "user:", "AWS:", "x:")) {
            String encoded = Base64.getEncoder().encodeToString((before + value).getBytes(StandardCharsets.UTF_8));
            int from = (before.length() + 2) / 3 * 4;
            secrets.put(encoded.substring(from, Math.min(encoded.length() - 4, from + 44)), kind + " in base64");
        }
    }

    private static int search(String where, Map<String, String> secrets, Iterable<String> texts) {
        boolean found = false;
        int count = 0;
        for (String text : texts) {
            count++;
            found |= text.contains(MARKER);
            secrets.forEach((secret, kind) -> assertTrue(where + " holds a " + kind + ": …"
                    + around(text, secret), !text.contains(secret)));
        }
        assertTrue(where + " was not searched: the marker is not found", found);
        return count;
    }

    private static String around(String text, String secret) {
        int at = text.indexOf(secret);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + secret.length() + 100));
    }

    /** What the sandbox gave out so far; nothing before it is there and after it has ended. */
    private static Map<String, String> issued(Path rehearsal) {
        try {
            String endpoint = new ObjectMapper().readTree(rehearsal.toFile()).path("endpoint").asText();
            JsonNode secrets = new ObjectMapper().readTree(URI.create(endpoint + "/_sandbox/issued").toURL()).path("secrets");
            Map<String, String> all = new TreeMap<>();
            secrets.fields().forEachRemaining(each -> all.put(each.getKey(), each.getValue().asText()));
            return all;
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path each : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    lines.add(new String(Files.readAllBytes(each.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' '));
                } catch (IOException e) {
                    // It ended meanwhile.
                }
            }
        }
        return lines;
    }

    private static List<String> texts(Path directory, String part) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).filter(path -> path.toString().contains(part)).toList()) {
                texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path there = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(each, there, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
