package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * No library of the product, of its sandbox or of its rehearsal is older than the review in
 * {@code least-safe-versions.txt} allows, and none was forgotten there. No database of vulnerabilities is asked.
 */
public class DependenciesTest {

    /** Where Maven keeps a jar: group as directories, artifact, version. */
    private static final Pattern JAR = Pattern.compile(".*/repository/(.+)/([^/]+)/([^/]+)/\\2-\\3[^/]*\\.jar");
    /** Of tests alone. */
    private static final Set<String> TESTS = Set.of("junit", "org.hamcrest", "org.awaitility", "org.apache.maven.surefire", "com.tngtech.archunit", "org.ow2.asm");

    private record Reviewed(String least, String why) {}

    private static Map<String, Reviewed> review() throws IOException {
        Map<String, Reviewed> review = new LinkedHashMap<>();
        String text = new String(DependenciesTest.class.getResourceAsStream("/least-safe-versions.txt").readAllBytes(), StandardCharsets.UTF_8);
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            String[] parts = line.split(" ", 3);
            review.put(parts[0], new Reviewed(parts[1], parts[2]));
        }
        return review;
    }

    @Test
    public void noLibraryIsOlderThanItsReviewAllowsAndNoneWasForgotten() throws IOException {
        Map<String, Reviewed> review = review();
        Set<String> seen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher parts = JAR.matcher(jar.replace('\\', '/'));
            if (!parts.matches() || TESTS.contains(parts.group(1).replace('/', '.')) || parts.group(1).startsWith("io/jenkins/plugins")) {
                continue;
            }
            String group = parts.group(1).replace('/', '.');
            Reviewed reviewed = review.getOrDefault(group + ":" + parts.group(2), review.get(group + ":*"));
            seen.add(group + ":" + parts.group(2) + " " + parts.group(3));
            if (reviewed == null) {
                wrong.add(group + ":" + parts.group(2) + " " + parts.group(3) + " was not reviewed");
            } else if (compare(parts.group(3), reviewed.least()) < 0) {
                wrong.add(group + ":" + parts.group(2) + " " + parts.group(3) + " is older than " + reviewed.least() + ": " + reviewed.why());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("libraries are looked at: " + seen, seen.size() > 30);
        System.out.println("Libraries: " + seen.size() + ", none older than its review allows.");
    }

    @Test
    public void versionsAreComparedByTheirNumbers() {
        assertTrue(compare("1.10.0", "1.9.9") > 0);
        assertTrue(compare("2.4.21", "2.4.21") == 0);
        assertTrue(compare("4.5.13", "4.5.14") < 0);
        assertTrue(compare("31.1-jre", "32.0.0") < 0);
    }

    private static int compare(String one, String other) {
        String[] left = one.split("[.-]");
        String[] right = other.split("[.-]");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = Integer.compare(number(left, i), number(right, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }
}
