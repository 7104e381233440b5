package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** What docs/security.md claims to be shown by a test is shown by a test that exists. */
public class SecurityPageTest {

    @Test
    public void everyTestThatThePageNamesExists() throws IOException {
        String page = Files.readString(Run.PROJECT.resolve("docs/security.md"));
        Set<String> named = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`").matcher(page).results().map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>();
        for (String directory : new String[] {"src", "test"}) {
            try (Stream<Path> files = Files.walk(Run.PROJECT.resolve(directory))) {
                for (Path each : files.filter(path -> path.toString().matches(".*/src/test/java/.*(Test|IT)\\.java")).toList()) {
                    if (Files.readString(each).contains("@Test") || Files.readString(each).contains("@ArchTest")) {
                        there.add(each.getFileName().toString().replace(".java", ""));
                    }
                }
            }
        }
        Set<String> missing = new TreeSet<>(named);
        missing.removeAll(there);
        assertEquals(Set.of(), missing);
        assertTrue("the page names tests: " + named, named.size() > 20);
    }

    @Test
    public void everyAttackerHasATestForEachPromise() throws IOException {
        String attackers = Files.readString(Run.PROJECT.resolve("docs/security.md")).split("## Attackers")[1].split("\n## ")[0];
        for (String promise : attackers.lines().filter(line -> line.startsWith("- **")).filter(line -> !line.startsWith("- **Can**")).toList()) {
            assertTrue("no test is named for: " + promise, promise.matches(".*`[A-Za-z]+(Test|IT)`.*"));
        }
    }
}
