package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.Test;

/** No test of a real Jenkins passes while its log says that something could not be saved, loaded or installed. */
public class LogsTest {

    @Test
    public void every_test_looks_at_its_log() throws Exception {
        try (Stream<Path> sources = Files.walk(Aws.project().resolve("test/jenkins/src/test/java"))) {
            List<Path> tests = sources.filter(each -> each.toString().endsWith("Test.java")).toList();
            assertTrue(tests.toString(), tests.size() > 5);
            List<Path> careless = tests.stream().filter(each -> !looks(each)).toList();
            assertEquals(List.of(), careless);
        }
    }

    private static boolean looks(Path test) {
        try {
            return Files.readString(test).contains("new CleanLog()");
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    public void what_jenkins_says_of_a_record_in_its_xml_is_heard_although_it_says_it_quietly() {
        CleanLog log = new CleanLog();
        log.before();
        Logger.getLogger("hudson.util.RobustReflectionConverter").log(Level.FINE, "can't get field offset on a record class");
        assertThrows(AssertionError.class, log::after);
    }

    @Test
    public void a_refusal_to_save_and_a_warning_of_this_plugin_fail_a_test_and_the_rest_does_not() {
        for (String bad : List.of("Refusing to marshal java.time.Instant for security reasons", "rejected class io.example.Thing",
                "Failed to serialize something in a build", "java.io.NotSerializableException: java.util.Optional")) {
            CleanLog log = new CleanLog();
            log.before();
            Logger.getLogger("anything").info(bad);
            assertThrows(bad, AssertionError.class, log::after);
        }
        CleanLog ours = new CleanLog();
        ours.before();
        Logger.getLogger("jenkins.InitReactorRunner").warning("Failed Loading plugin ECS Release v1 (ecs-release)");
        assertThrows(AssertionError.class, ours::after);
        CleanLog fine = new CleanLog();
        fine.before();
        Logger.getLogger("jenkins.InitReactorRunner").info("Completed initialization of ecs-release");
        Logger.getLogger("anything").warning("A disk is full.");
        fine.after();
    }
}
