package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.rehearsal.Trial;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProgramTest {

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

    private List<String> run(String script) throws Exception {
        trial.start(script);
        trial.end();
        return trial.lines();
    }

    @Test
    public void stepsRunInOrderAndTheirBlocksInside() throws Exception {
        List<String> lines = run("""
                echo 'one'
                stage('Two') { echo 'two' }
                echo 'three'
                """);
        assertEquals(List.of("one", "two", "three", "Finished: SUCCESS"), lines);
        assertEquals(List.of("Two"), trial.stages());
    }

    @Test
    public void loopsMayCallStepsAndCollectTheirResults() throws Exception {
        List<String> lines = run("""
                def sum = [a: 1, b: 2].collect { key, value -> echo "${key}"; value * 10 }
                for (entry in [x: 5]) { echo "${entry.key}=${entry.value}" }
                [3, 4].each { echo "n${it}" }
                echo "${sum}"
                """);
        assertEquals(List.of("a", "b", "x=5", "n3", "n4", "[10, 20]", "Finished: SUCCESS"), lines);
    }

    @Test
    public void sleepAndPrintlnAreTheStepsAlsoInsideAClosure() throws Exception {
        trial.registry().replace("sleep", arguments -> {
            trial.lines().add("slept " + arguments);
            return null;
        });
        List<String> lines = run("""
                def nap = { sleep 30; println 'awake' }
                nap()
                """);
        assertEquals(List.of("slept {time=30}", "awake", "Finished: SUCCESS"), lines);
    }

    @Test
    public void aFailingStepIsCaughtByTheScriptAndFinallyRuns() throws Exception {
        List<String> lines = run("""
                try { error 'no' } catch (e) { echo "caught ${e.message}" } finally { echo 'finally' }
                """);
        assertEquals(List.of("caught no", "finally", "Finished: SUCCESS"), lines);
    }

    @Test
    public void anUncaughtFailureFailsTheBuild() throws Exception {
        trial.start("stage('Bad') { error 'broken' }");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().contains("ERROR: broken"));
    }

    @Test
    public void scriptsOfTheLibraryAreCalledByName() throws Exception {
        trial.global("greet", """
                def call(Map args) { echo "hello ${args.name}"; return 'done' }
                def twice(String name) { 2.times { echo "${name} ${it}" } }
                """);
        List<String> lines = run("echo greet(name: 'you'); greet.twice('me')");
        assertEquals(List.of("hello you", "done", "me 0", "me 1", "Finished: SUCCESS"), lines);
    }

    @Test
    public void configurationBlocksDelegateToAMap() throws Exception {
        trial.global("configure", """
                def call(Closure body) {
                    def config = [:]
                    body.resolveStrategy = Closure.DELEGATE_FIRST
                    body.delegate = config
                    body()
                    echo "${config}"
                }
                """);
        assertEquals("[name:shop, count:2]", run("configure { name = 'shop'; count = 2 }").get(0));
    }

    @Test
    public void resourcesOfTheLibraryAreRead() throws Exception {
        trial.resource("hello/text.txt", "from the library");
        assertEquals("from the library", run("echo libraryResource('hello/text.txt')").get(0));
    }

    @Test
    public void anUnknownParameterIsRefusedWithTheNearestOne() throws Exception {
        trial.start("node { sh script: 'true', retrunStdout: true }");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().toString().contains(
                "sh has no parameter 'retrunStdout'; it has [script, label, returnStatus, returnStdout]"
                        + ". Did you mean 'returnStdout'?"));
    }

    @Test
    public void aMissingMandatoryParameterIsRefused() throws Exception {
        trial.start("lock(inversePrecedence: true) { echo 'never' }");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("lock needs the parameter 'resource'"));
    }

    @Test
    public void aStepThatTakesABlockIsRefusedWithoutOneAsInJenkins() throws Exception {
        trial.start("retry(3)");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("retry step must be called with a body"));
    }

    @Test
    public void aStepOutsideWhatItNeedsSaysSo() throws Exception {
        trial.start("sh 'true'");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("Required context class"));
    }

    @Test
    public void aStepThatDoesNotExistIsNamedWithItsNeighbours() throws Exception {
        trial.start("ecko 'x'");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("No such DSL method 'ecko'"));
        assertTrue(trial.lines().get(0).contains("Did you mean 'echo'?"));
    }

    @Test
    public void untransformedCodeRunsAndMayNotCallSteps() throws Exception {
        List<String> lines = run("""
                @NonCPS def names(Map all) { all.findAll { k, v -> v > 1 }.collect { k, v -> k }.sort() }
                echo "${names(a: 1, c: 3, b: 2)}"
                """);
        assertEquals("[b, c]", lines.get(0));
    }

    @Test
    public void aProgramSuspendedInALoopGoesOnInAnotherOne() throws Exception {
        trial.global("rounds", """
                def call(Map all) {
                    all.each { key, value ->
                        stage("round ${key}") {
                            def answer = input(message: "go on with ${key}?", id: "go-${key}", submitterParameter: 'who')
                            echo "${key} ${value} by ${answer}"
                        }
                    }
                    return all.size()
                }
                """);
        trial.start("def n = rounds(a: 1, b: 2)\necho \"rounds ${n}\"");
        trial.gate();
        trial.resume().approve("bob");
        trial.gate("Go-b");
        trial.resume().approve("carol");
        assertEquals(Result.SUCCESS, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().containsAll(List.of("a 1 by bob", "b 2 by carol", "rounds 2")));
    }

    @Test
    public void resumingKeepsTheScriptsThatTheRunBeganWith() throws Exception {
        trial.global("later", "def call() { echo 'as it was' }");
        trial.start("input 'wait'\nlater()");
        trial.gate();
        trial.global("later", "def call(int changed) { echo 'changed' }");
        trial.resume().approve("bob");
        assertEquals(Result.SUCCESS, trial.end());
        assertTrue(trial.lines().contains("as it was"));
    }

    @Test
    public void parallelBlocksAllSurviveAndGiveTheirResults() throws Exception {
        trial.start("""
                def all = parallel(a: { input 'a?'; 'A' }, b: { echo 'b'; 'B' })
                echo "${all.a}${all.b}"
                """);
        trial.gate();
        trial.resume().approve("bob");
        assertEquals(Result.SUCCESS, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().contains("AB"));
    }

    @Test
    public void aVariableThatCannotBeSavedIsNamed() throws Exception {
        trial.start("def m = ('abc' =~ /b/)\ninput 'wait'");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("java.util.regex.Matcher"));
    }

    @Test
    public void symbolsBecomeNestedValuesWithCheckedParameters() throws Exception {
        trial.start("input message: 'x', parameters: [booleanParam(name: 'A', defautValue: true)]");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(trial.lines().toString(), trial.lines().get(0).contains("booleanParam has no parameter 'defautValue'"));
    }

    @Test
    public void aRejectedGateAbortsTheBuild() throws Exception {
        trial.start("stage('Approve') { input message: 'ship?', id: 'deploy' }\necho 'never'");
        trial.decide(false, "eve", Map.of());
        assertEquals(Result.ABORTED, trial.end());
        assertTrue(trial.lines().contains("ERROR: Rejected by eve"));
    }
}
