package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.rehearsal.assembly.ImagesBill;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** The bills of materials name what is there. Those of the modules are written by {@code -Psbom} alone. */
public class BillsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROJECT = Path.of("..");

    private static JsonNode images() throws Exception {
        return ImagesBill.of(PROJECT);
    }

    private static JsonNode component(JsonNode bill, String name) {
        for (JsonNode each : bill.path("components")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no " + name + " in " + bill);
    }

    private static String said(JsonNode component, String property) {
        for (JsonNode each : component.path("properties")) {
            if (each.path("name").asText().equals("ecs-release:" + property)) {
                return each.path("value").asText();
            }
        }
        return "";
    }

    @Test
    public void everyImageThatADockerfileNamesIsInTheBillWithTheFileThatNamesIt() throws Exception {
        JsonNode bill = images();
        JsonNode busybox = component(bill, "public.ecr.aws/docker/library/busybox");
        assertEquals("stable", busybox.path("version").asText());
        assertEquals("docs/example-app/Dockerfile", said(busybox, "dockerfile"));
        assertTrue(said(busybox, "pinned").startsWith("no: "));
        for (String name : List.of("composer", "node", "php")) {
            assertEquals("docs/example-app/Dockerfile.php", said(component(bill, "public.ecr.aws/docker/library/" + name), "dockerfile"));
        }
        Set<String> references = new HashSet<>();
        bill.path("components").forEach(each -> assertTrue("twice: " + each, references.add(each.path("bom-ref").asText())));
    }

    @Test
    public void theBaseOfTheSandboxStandsThereWithItsDigestAndDebiansPackagesAndWhatIsKnownOfThem() throws Exception {
        assumeTrue("busybox-static is not installed here, so the base image has no package", BaseImage.busybox().isPresent());
        JsonNode bill = images();
        JsonNode base = component(bill, "sandbox-base");
        assertEquals("the same bytes each time", BaseImage.make().digest(), base.path("version").asText());
        assumeTrue("no package of Debian's", !BaseImage.make().packages().isEmpty());
        JsonNode busybox = component(base, "busybox-static");
        assertEquals("GPL-2.0-only", busybox.path("licenses").path(0).path("license").path("id").asText());
        assertTrue(busybox.path("purl").asText(), busybox.path("purl").asText().startsWith("pkg:deb/debian/busybox-static@"));
        assertEquals("linked into busybox-static", said(component(base, "glibc"), "how"));
        for (JsonNode each : base.path("components")) {
            if (!said(each, "reviewed").equals("true")) {
                System.out.println("Not reviewed: " + each.path("name").asText() + " " + each.path("version").asText());
            }
        }
        Set<String> references = new HashSet<>();
        base.path("components").forEach(each -> references.add(each.path("bom-ref").asText()));
        for (JsonNode each : bill.path("vulnerabilities")) {
            assertTrue(each.toString(), references.contains(each.path("affects").path(0).path("ref").asText()));
            assertTrue("nothing is open: " + each, Set.of("resolved", "not_affected").contains(each.path("analysis").path("state").asText()));
        }
    }

    @Test
    public void theChartThatTheReportCarriesStandsThere() throws Exception {
        assertEquals(Reviewed.in("carried").toString(), "[npm:uplot " + component(images(), "uplot").path("version").asText() + "]");
    }

    @Test
    public void everyComponentOfABillIsReviewed() throws Exception {
        assumeTrue("only where -Psbom has just written the bills", Boolean.getBoolean("bills"));
        Set<String> reviewed = Reviewed.in("shipped", "jenkins", "outside", "test");
        Set<String> unreviewed = new TreeSet<>();
        List<String> bills = new ArrayList<>();
        for (String module : List.of("sandbox/target/ecs-release-sandbox", "engine/target/ecs-release-engine", "jenkins-api/target/ecs-release-jenkins-api",
                "steps/target/ecs-release", "rehearsal/target/ecs-release-rehearsal")) {
            JsonNode bill = JSON.readTree(Files.readString(PROJECT.resolve("src/" + module + ".cdx.json")));
            bill.path("components").forEach(each -> {
                if (!each.path("group").asText().equals("io.jenkins.plugins")) {
                    unreviewed.add(each.path("group").asText() + ":" + each.path("name").asText() + " " + each.path("version").asText());
                }
            });
            bills.add(bill.path("components").size() + " in " + bill.path("metadata").path("component").path("name").asText());
        }
        int all = unreviewed.size();
        unreviewed.removeAll(reviewed);
        assertEquals(Set.of(), unreviewed);
        assertTrue(Files.size(PROJECT.resolve("src/rehearsal/target/images.cdx.json")) > 1000);
        System.out.println("Bills of materials: " + String.join(", ", bills) + "; " + all + " libraries, each reviewed.");
    }
}
