package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

/** Scans as ECR makes them, basic and enhanced, in each of the ten statuses: the gate opens for what is proven alone. */
public class ScansOnEcrTest {

    private static final byte[] CLEAN = Layer.with("var/lib/dpkg/status", "Package: busybox\nVersion: 1.36\n");
    private static final byte[] VULNERABLE = Layer.with("var/lib/dpkg/status", "Package: zlib1g\nVersion: 1:1.2.11.dfsg-2\n");
    private static final byte[] UNKNOWN = Layer.with("app/server", "no package list\n");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
    private Sandbox sandbox;
    private Trial trial;
    private Registry registry;
    private int builds;

    @Before
    public void begin() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), new ImageOperation());
        registry = new Registry(sandbox, trial).repository("shop/web");
    }

    @After
    public void close() {
        registry.close();
        trial.close();
        sandbox.close();
    }

    private void enhanced(String frequency) {
        registry.ecr.putRegistryScanningConfiguration(put -> put.scanType("ENHANCED").rules(rule -> rule.scanFrequency(frequency)
                .repositoryFilters(filter -> filter.filter("*").filterType("WILDCARD"))));
    }

    private static ScanPolicy policy(boolean fixableOnly) {
        return new ScanPolicy("HIGH", fixableOnly, List.of(), "", "", 15);
    }

    private Outcome build(ScanPolicy policy, byte[] layer) {
        return build(policy, () -> registry.push("shop/web", "c0ffee", "c0ffee", layer));
    }

    private Outcome build(ScanPolicy policy, java.util.function.Supplier<String> push) {
        trial.agent(new ScriptedAgent(true).does("-build", () -> "").does("-push", () -> Words.DIGEST + push.get() + "\n"));
        String id = "b" + builds++;
        trial.begin(id, new ImageOperation(), new ImageOrder(id, "/work", Recipe.of("."), "shop/web", List.of("c0ffee", "main-" + id), "c0ffee",
                "", "", true, false, policy, 120));
        return trial.untilEnded(id);
    }

    private void proven(Outcome outcome) {
        assertEquals(outcome.message() + said(), Verdict.SUCCEEDED, outcome.verdict());
    }

    private void refused(Outcome outcome, String why) {
        assertEquals(outcome.message() + said(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString(why));
        assertTrue("A further tag never names an image that is not proven", registry.ecr.listImages(list -> list.repositoryName("shop/web"))
                .imageIds().stream().noneMatch(image -> String.valueOf(image.imageTag()).startsWith("main-b" + (builds - 1))));
    }

    private String said() {
        return "\n" + String.join("\n", trial.said());
    }

    // Basic scans: IN_PROGRESS, COMPLETE, FAILED, UNSUPPORTED_IMAGE.

    @Test
    public void aBasicScanIsWaitedForAndAnImageWithoutFindingsIsProven() {
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SCANS, "shop/web").lasting(Duration.ofMinutes(10)));
        Instant begun = time.now();
        proven(build(policy(false), CLEAN));
        assertTrue("It waited while the scan said IN_PROGRESS", Duration.between(begun, time.now()).toMinutes() >= 10);
    }

    @Test
    public void aScanThatDoesNotEndInTimeProvesNothing() {
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SCANS, "shop/web").lasting(Duration.ofMinutes(20)));
        refused(build(policy(false), CLEAN), "no result within 15 minutes: the scan says IN_PROGRESS");
    }

    @Test
    public void findingsThatAppearSomeSecondsAfterTheScanIsCompleteStopTheRelease() {
        // The sandbox's scanner says COMPLETE four seconds before it shows what it found, as ECR does.
        refused(build(policy(false), VULNERABLE), "CVE-2022-37434 (zlib1g 1:1.2.11.dfsg-2)");
        assertThat(said(), containsString("CVE-2023-45853"));
    }

    @Test
    public void whatHasNoFixIsLetThroughWhereThatIsAskedAndTheScanSaysSo() {
        byte[] noFix = Layer.with("var/lib/dpkg/status", "Package: zlib1g\nVersion: 1:1.3.1\n");
        refused(build(policy(true), noFix), "1 vulnerability of severity HIGH or worse in");
        assertThat("A basic scan does not say whether there is a fix", said(), containsString("CVE-2023-45853"));
    }

    @Test
    public void whatAnEnhancedScanSaysHasNoFixIsLetThroughWhereThatIsAsked() {
        enhanced("SCAN_ON_PUSH");
        byte[] noFix = Layer.with("var/lib/dpkg/status", "Package: zlib1g\nVersion: 1:1.3.1\n");
        refused(build(policy(false), noFix), "CVE-2023-45853 (zlib1g 1:1.3.1)");
        proven(build(policy(true), noFix));
        assertThat(said(), containsString("no fix yet"));
    }

    @Test
    public void aScanThatFailedProvesNothing() {
        sandbox.faults().put(Fault.about(Fault.Kind.FAILING_SCANS, "shop/web"));
        refused(build(policy(false), CLEAN), "is safe is not proven: the scan says FAILED: The scan failed.");
    }

    @Test
    public void anImageThatCannotBeScannedIsAcceptedOnlyWithAReason() {
        refused(build(policy(false), UNKNOWN), "ECR does not support it: UnsupportedImageError");
        proven(build(new ScanPolicy("HIGH", false, List.of(), "a static program and nothing else", "", 15), UNKNOWN));
        assertThat(said(), containsString("an image that cannot be scanned is accepted: a static program and nothing else"));
    }

    @Test
    public void everyPageOfTheFindingsIsRead() {
        StringBuilder packages = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            packages.append("Package: zlib1g\nVersion: 1:1.2.11-").append(i).append("\n\n");
        }
        refused(build(policy(false), Layer.with("var/lib/dpkg/status", packages.toString())), "1200 vulnerabilities of severity HIGH or worse");
    }

    // Enhanced scans: PENDING, COMPLETE, ACTIVE, SCAN_ELIGIBILITY_EXPIRED, FINDINGS_UNAVAILABLE, LIMIT_EXCEEDED.

    @Test
    public void anEnhancedScanOnPushLooksIntoLockFilesToo() {
        enhanced("SCAN_ON_PUSH");
        byte[] lock = two("var/lib/dpkg/status", "Package: busybox\nVersion: 1.36\n", "app/package-lock.json",
                "{\"packages\":{\"node_modules/lodash\":{\"version\":\"4.17.20\"}}}");
        refused(build(policy(false), lock), "CVE-2021-23337 (lodash 4.17.20)");
        assertThat(said(), containsString("4.17.21"));
    }

    private static byte[] two(String path, String text, String other, String more) {
        byte[] one = Layer.with(path, text);
        byte[] rest = Layer.with(other, more);
        byte[] both = new byte[one.length - 1024 + rest.length];
        System.arraycopy(one, 0, both, 0, one.length - 1024);
        System.arraycopy(rest, 0, both, one.length - 1024, rest.length);
        return both;
    }

    @Test
    public void aContinuousScanThatIsActiveIsAFinishedOne() {
        enhanced("CONTINUOUS_SCAN");
        proven(build(policy(false), CLEAN));
    }

    @Test
    public void aContinuousScanThatIsActiveAndFindsSomethingStopsTheRelease() {
        enhanced("CONTINUOUS_SCAN");
        refused(build(policy(false), VULNERABLE), "2 vulnerabilities of severity HIGH or worse");
    }

    @Test
    public void anImageWhoseContinuousScanHasRunOutIsNotProvenAnyMore() {
        enhanced("CONTINUOUS_SCAN");
        proven(build(policy(false), CLEAN));
        time.advance(Duration.ofDays(31));
        refused(build(policy(false), CLEAN), "the scan says SCAN_ELIGIBILITY_EXPIRED");
    }

    @Test
    public void aPendingScanIsWaitedForAndThenProvesNothing() {
        enhanced("SCAN_ON_PUSH");
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SCANS, "shop/web").lasting(Duration.ofHours(1)));
        refused(build(policy(false), CLEAN), "no result within 15 minutes: the scan says PENDING");
    }

    @Test
    public void findingsThatAreNotAvailableProveNothing() {
        enhanced("SCAN_ON_PUSH");
        sandbox.faults().put(Fault.about(Fault.Kind.SCANS_WITHOUT_FINDINGS, "shop/web"));
        refused(build(policy(false), CLEAN), "no result within 15 minutes: the scan says FINDINGS_UNAVAILABLE");
    }

    @Test
    public void aScanOverTheLimitProvesNothing() {
        enhanced("SCAN_ON_PUSH");
        sandbox.faults().put(Fault.about(Fault.Kind.SCANS_OVER_LIMIT, "shop/web"));
        refused(build(policy(false), CLEAN), "the scan says LIMIT_EXCEEDED");
    }

    // IMAGE_ARCHIVED, indexes, repositories that scan nothing.

    @Test
    public void anImageThatWasArchivedMeanwhileIsNotProven() {
        proven(build(policy(false), CLEAN));
        String digest = registry.ecr.describeImages(all -> all.repositoryName("shop/web")).imageDetails().get(0).imageDigest();
        registry.ecr.updateImageStorageClass(put -> put.repositoryName("shop/web").imageId(id -> id.imageDigest(digest)).targetStorageClass("ARCHIVE"));
        Outcome again = build(policy(false), CLEAN);
        assertEquals(again.message(), Verdict.STOPPED, again.verdict());
        assertThat(again.message(), containsString("the scan says IMAGE_ARCHIVED"));
    }

    @Test
    public void ofAnIndexEveryPlatformIsScannedAndNoAttestation() {
        proven(build(policy(false), () -> index(CLEAN, CLEAN)));
        refused(build(policy(false), () -> index(CLEAN, VULNERABLE)), "CVE-2022-37434");
    }

    /** As buildx pushes it: two platforms, and an attestation that no scanner supports. */
    private String index(byte[] amd64, byte[] arm64) {
        registry.ecr.putImageTagMutability(put -> put.repositoryName("shop/web").imageTagMutability(ImageTagMutability.MUTABLE));
        String revision = "c0ffee" + builds;
        String one = registry.push("shop/web", null, revision + "-amd64", amd64);
        String two = registry.push("shop/web", null, revision + "-arm64", arm64);
        String attestation = registry.push("shop/web", null, revision + "-attestation", UNKNOWN);
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                + child(one, "\"os\":\"linux\",\"architecture\":\"amd64\"", "") + "," + child(two, "\"os\":\"linux\",\"architecture\":\"arm64\"", "") + ","
                + child(attestation, "\"os\":\"unknown\",\"architecture\":\"unknown\"",
                        ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"" + one + "\"}") + "]}";
        registry.ecr.putImage(put -> put.repositoryName("shop/web").imageTag("c0ffee").imageManifest(index).imageManifestMediaType(Manifest.OCI_INDEX));
        return Digests.of(index.getBytes(StandardCharsets.UTF_8));
    }

    private static String child(String digest, String platform, String more) {
        return "{\"mediaType\":\"" + Registry.OCI + "\",\"digest\":\"" + digest + "\",\"size\":1,\"platform\":{" + platform + "}" + more + "}";
    }

    @Test
    public void aRepositoryThatScansNothingIsRefusedBeforeAnythingIsBuiltUnlessThatIsSaid() {
        registry.ecr.putImageScanningConfiguration(put -> put.repositoryName("shop/web").imageScanningConfiguration(scan -> scan.scanOnPush(false)));
        Outcome outcome = build(policy(false), CLEAN);
        refused(outcome, "aws ecr put-image-scanning-configuration --repository-name shop/web --image-scanning-configuration scanOnPush=true");
        assertEquals(List.of(), sandbox.world().ledger().of("PutImage"));
        proven(build(ScanPolicy.none("scanned elsewhere"), CLEAN));
        assertThat(said(), containsString("Not scanned, as asked: scanned elsewhere."));
    }

    @Test
    public void aDeniedReadOfTheFindingsIsAnErrorThatNamesTheAction() {
        sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "ecr", "DescribeImageScanFindings"));
        refused(build(policy(false), CLEAN), "ecr:DescribeImageScanFindings");
        assertThat(said(), not(containsString("The scan found nothing")));
    }
}
