package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.BooleanParameterDefinition;
import hudson.model.BooleanParameterValue;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.plugins.git.GitSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.libs.FolderLibraries;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * The example's Jenkinsfile with the shared library, both loaded from git repositories: as a library of a folder, which
 * runs in the sandbox, and as a global one, which is trusted.
 */
public class LibraryTest {

    private final Aws aws = new Aws(20);
    private final TemporaryFolder repositories = new TemporaryFolder();
    private final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(new CleanLog()).around(repositories).around(aws).around(sessions);

    @Test
    public void the_example_is_released_from_a_folders_library_with_a_restart_at_its_gate() throws Throwable {
        Shop shop = new Shop(aws);
        String before = shop.image();
        sessions.then(jenkins -> {
            prepare(jenkins);
            Folder folder = jenkins.createProject(Folder.class, "team");
            folder.addProperty(new FolderLibraries(List.of(library())));
            WorkflowRun run = start(example(folder.createProject(WorkflowJob.class, "shop")), true);
            assertEquals("DeployProduction", Instance.gate(jenkins, run));
        });
        sessions.then(jenkins -> {
            Instance.fast(aws);
            GitSCM.ALLOW_LOCAL_CHECKOUT = true;
            WorkflowRun run = build(jenkins, "team/shop", 1);
            assertNotEquals("bob is not a submitter", 200, Instance.answer(jenkins, run, "bob", "proceedEmpty") / 100 * 100);
            assertEquals("still asked", "DeployProduction", Instance.gate(jenkins, run));
            assertEquals("nothing changed yet", before, shop.image());
            Instance.assertNowhere(run, aws.said("AWS_SECRET_ACCESS_KEY"), "Started");
            Instance.answer(jenkins, run, "alice", "proceedEmpty");
            succeeded(jenkins, run);
            jenkins.assertLogContains("Approved by alice", run);
            jenkins.assertLogContains("migrations are in place", run);
            assertNotEquals(before, shop.image());
            assertEquals("one deployment", 2, shop.deployments());
            assertEquals("one snapshot", 1, aws.changes("CreateDBClusterSnapshot", ""));
        });
        assertEquals("[]", aws.gaps());
    }

    @Test
    public void a_rejected_gate_changes_nothing_and_a_rebuild_of_a_good_release_deploys_it_again() throws Throwable {
        Shop shop = new Shop(aws);
        String before = shop.image();
        sessions.then(jenkins -> {
            prepare(jenkins);
            LibraryConfiguration library = library();
            library.setAllowVersionOverride(false);
            GlobalLibraries.get().setLibraries(List.of(library));
            WorkflowJob job = example(jenkins.createProject(WorkflowJob.class, "shop"));

            WorkflowRun rejected = start(job, false);
            Instance.answer(jenkins, rejected, "alice", "abort");
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(rejected));
            jenkins.assertLogContains("Rejected by alice", rejected);
            assertEquals(before, shop.image());
            assertEquals(1, shop.deployments());

            WorkflowRun good = start(job, false);
            Instance.answer(jenkins, good, "alice", "proceedEmpty");
            succeeded(jenkins, good);
            String live = shop.image();
            assertNotEquals(before, live);
            jenkins.assertLogContains("This run migrates nothing", good);
            assertEquals(0, aws.changes("RunTask", ""));

            WorkflowRun again = rebuild(good);
            assertEquals("DeployProduction", Instance.gate(jenkins, again));
            Instance.answer(jenkins, again, "alice", "proceedEmpty");
            succeeded(jenkins, again);
            jenkins.assertLogContains("again, which build " + good.getNumber() + " released", again);
            assertEquals(live, shop.image());
        });
    }

    private static WorkflowRun rebuild(WorkflowRun run) throws Exception {
        ReplayAction replay = run.getAction(ReplayAction.class);
        return (WorkflowRun) ((QueueTaskFuture<?>) replay.run2(replay.getOriginalScript(), Map.of()).getFuture()).waitForStart();
    }

    private void prepare(JenkinsRule jenkins) throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        Instance.prepare(jenkins, aws);
        Instance.fast(aws);
        SystemCredentialsProvider.getInstance().getCredentials().add(Instance.key(aws, "aws-deploy", CredentialsScope.GLOBAL));
        SystemCredentialsProvider.getInstance().save();
        jenkins.jenkins.getGlobalNodeProperties().add(new EnvironmentVariablesNodeProperty(
                variable("STAGING_URL"), variable("PRODUCTION_URL"), variable("BASE_REGISTRY"),
                // Agents often are containers themselves, in which buildah can start others only this way.
                new EnvironmentVariablesNodeProperty.Entry("BUILDAH_ISOLATION", "chroot")));
    }

    private EnvironmentVariablesNodeProperty.Entry variable(String name) {
        return new EnvironmentVariablesNodeProperty.Entry(name, aws.said(name));
    }

    /** The project as a library, as an administrator sets it up. */
    private LibraryConfiguration library() throws Exception {
        Path copy = repositories.newFolder("library").toPath();
        for (String each : List.of("vars", "resources")) {
            copy(Aws.project().resolve(each), copy.resolve(each));
        }
        LibraryConfiguration library = new LibraryConfiguration("ecs-release", new SCMSourceRetriever(new GitSCMSource(repository(copy))));
        library.setDefaultVersion("main");
        return library;
    }

    /** The example's application with its Jenkinsfile, as a repository that a job builds. */
    private WorkflowJob example(WorkflowJob job) throws Exception {
        Path copy = repositories.newFolder("shop").toPath();
        copy(Aws.project().resolve("docs/example-app"), copy);
        Files.copy(Aws.project().resolve("Jenkinsfile.example"), copy.resolve("Jenkinsfile"));
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(GitSCM.createRepoList(repository(copy), null),
                List.of(new BranchSpec("main")), null, null, List.of()), "Jenkinsfile"));
        job.addProperty(new ParametersDefinitionProperty(new BooleanParameterDefinition("MIGRATE", false, "")));
        return job;
    }

    private static WorkflowRun start(WorkflowJob job, boolean migrate) throws Exception {
        return job.scheduleBuild2(0, new ParametersAction(new BooleanParameterValue("MIGRATE", migrate)),
                new CauseAction(new Cause.UserIdCause("bob"))).waitForStart();
    }

    private static WorkflowRun build(JenkinsRule jenkins, String job, int number) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(number);
    }

    private static void succeeded(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        jenkins.waitForCompletion(run);
        assertEquals(JenkinsRule.getLog(run), Result.SUCCESS, run.getResult());
    }

    private static String repository(Path directory) throws Exception {
        git(directory, "init", "--quiet", "--initial-branch=main");
        git(directory, "add", "--all");
        git(directory, "-c", "user.name=alice", "-c", "user.email=alice@example.com", "commit", "--quiet", "--message=First");
        return directory.toUri().toString();
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toArray(String[]::new);
        assertEquals(0, new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start().waitFor());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path there = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(each, there);
                }
            }
        }
        assertTrue(Files.isDirectory(to));
    }
}
