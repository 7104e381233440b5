package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.rehearsal.Trial;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The steps of Jenkins itself, as a release pipeline uses them. */
public class BuiltinTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Trial trial;

    @Before
    public void open() throws Exception {
        trial = new Trial(folder.getRoot().toPath());
    }

    @After
    public void close() {
        trial.close();
    }

    private List<String> run(Result expected, String script) throws Exception {
        assertEquals(trial.lines().toString(), expected, trial.start(script).end());
        return trial.lines();
    }

    @Test
    public void aShellScriptRunsInTheWorkspaceWithTheBlocksVariables() throws Exception {
        List<String> lines = run(Result.SUCCESS, """
                node {
                    checkout scm
                    withEnv(['GREETING=hello']) {
                        sh 'echo "$GREETING $(cat README) $JOB_NAME $BUILD_NUMBER"'
                        echo sh(script: 'echo captured', returnStdout: true).trim()
                        echo "code ${sh(script: 'exit 3', returnStatus: true)}"
                    }
                }
                """);
        assertTrue(lines.toString(), lines.containsAll(List.of("hello an application shop 1", "captured", "code 3")));
    }

    @Test
    public void aFailingShellScriptFailsWithItsExitCode() throws Exception {
        assertTrue(run(Result.FAILURE, "node { sh 'exit 4' }").toString().contains("script returned exit code 4"));
    }

    @Test
    public void aShellScriptOutlivesTheProcessThatStartedIt() throws Exception {
        trial.start("node { sh 'echo begun; while [ ! -e go ]; do sleep 0.1; done; echo ended' }\necho 'after'");
        Awaitility.await().until(() -> trial.lines().contains("begun"));
        trial.resume();
        java.nio.file.Files.writeString(folder.getRoot().toPath().resolve("workspace/shop/go"), "");
        assertEquals(Result.SUCCESS, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().containsAll(List.of("ended", "after")));
    }

    @Test
    public void aTimeLimitEndsItsBlock() throws Exception {
        List<String> lines = run(Result.ABORTED, "timeout(time: 1, unit: 'SECONDS') { input 'anybody?' }\necho 'never'");
        assertTrue(lines.toString(), lines.contains("ERROR: Timeout has been exceeded"));
        assertFalse(lines.contains("never"));
    }

    @Test
    public void aBlockThatFailsIsTriedAgain() throws Exception {
        List<String> lines = run(Result.SUCCESS, "int n = 0\nretry(3) { n++; if (n < 3) { error \"try ${n}\" } }\necho \"took ${n}\"");
        assertTrue(lines.toString(), lines.contains("took 3"));
    }

    @Test
    public void aCaughtErrorMarksTheBuildAndGoesOn() throws Exception {
        List<String> lines = run(Result.FAILURE, "catchError(message: 'not nice') { error 'broken' }\necho currentBuild.currentResult");
        assertTrue(lines.toString(), lines.containsAll(List.of("not nice: ERROR: broken", "FAILURE")));
        assertEquals(Result.UNSTABLE, trial.start("warnError('hm') { error 'x' }").end());
    }

    @Test
    public void oneBlockAtATimeHoldsALock() throws Exception {
        List<String> lines = run(Result.SUCCESS, """
                parallel(
                    a: { lock('it') { echo 'a in'; sleep 1; echo 'a out' } },
                    b: { lock('it') { echo 'b in'; echo 'b out' } })
                """);
        assertTrue(lines.toString(), lines.indexOf("b in") > lines.indexOf("a out"));
    }

    @Test
    public void milestonesArePassedInOrder() throws Exception {
        assertTrue(run(Result.FAILURE, "milestone 2\nmilestone 1").toString().contains("Invalid ordinal: 1"));
        assertTrue(run(Result.FAILURE, "parallel(a: { milestone 1 })").toString().contains("not allowed"));
    }

    @Test
    public void parametersHaveTheirPresetsUnlessTheBuildWasStartedWithOthers() throws Exception {
        String script = """
                properties([parameters([booleanParam(name: 'MIGRATE', defaultValue: false), string(name: 'REASON', defaultValue: 'none')])])
                echo "${params.MIGRATE} ${params.REASON}"
                """;
        assertTrue(run(Result.SUCCESS, script).contains("false none"));
        trial.parameter("MIGRATE", true);
        assertTrue(run(Result.SUCCESS, script).contains("true none"));
    }

    @Test
    public void aGateGivesWhatWasAnsweredAndWhoAnswered() throws Exception {
        trial.start("""
                def answer = input(message: 'which?', id: 'pick', submitterParameter: 'BY',
                    parameters: [choice(name: 'WHICH', choices: ['one', 'two']), booleanParam(name: 'SURE')])
                echo "${answer.WHICH} ${answer.SURE} ${answer.BY}"
                """);
        trial.decide(true, "bob", Map.of("WHICH", "two"));
        assertEquals(Result.SUCCESS, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().contains("two false bob"));
    }

    @Test
    public void stashedFilesComeBackInAnotherWorkspace() throws Exception {
        List<String> lines = run(Result.SUCCESS, """
                node { writeFile file: 'made.txt', text: 'made here'; stash name: 'made', includes: 'made.txt'; deleteDir() }
                node { unstash 'made'; echo readFile('made.txt'); echo "${fileExists('other.txt')}" }
                """);
        assertTrue(lines.toString(), lines.containsAll(List.of("made here", "false")));
    }

    @Test
    public void variablesSetThroughEnvStayForTheBuild() throws Exception {
        assertTrue(run(Result.SUCCESS, "env.COLOUR = 'green'\nnode { sh 'echo is $COLOUR' }\necho env.COLOUR").containsAll(List.of("is green", "green")));
    }

    @Test
    public void aDeclarativePipelineIsRefusedWithASentence() throws Exception {
        assertTrue(run(Result.FAILURE, "pipeline { agent any }").toString().contains("this Jenkinsfile is declarative"));
    }
}
