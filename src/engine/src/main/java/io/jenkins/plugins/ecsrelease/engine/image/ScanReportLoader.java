package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Attribute;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.EnhancedImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ImageScanFindings;
import software.amazon.awssdk.services.ecr.model.VulnerablePackage;

/**
 * DescribeImageScanFindings to its last page. Basic and enhanced findings are told apart by what is there, since their
 * statuses overlap.
 */
final class ScanReportLoader implements Loader<ScanReport, ScanReport.Read> {

    @Override
    public Class<ScanReport> question() {
        return ScanReport.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ScanReport, Answer<ScanReport.Read>> load(Tools tools, Set<ScanReport> questions) {
        ScanReport asked = questions.iterator().next();
        EcrClient ecr = tools.client(EcrClient.class);
        List<ScanReport.Found> found = new ArrayList<>();
        String token = null;
        String status = "";
        String description = "";
        long completed = 0;
        do {
            String page = token;
            DescribeImageScanFindingsResponse answer = ecr.describeImageScanFindings(ask -> ask
                    .repositoryName(asked.repository())
                    .imageId(id -> id.imageDigest(asked.digest()))
                    .maxResults(1000)
                    .nextToken(page));
            if (answer.imageScanStatus() != null) {
                status = text(answer.imageScanStatus().statusAsString());
                description = text(answer.imageScanStatus().description());
            }
            ImageScanFindings findings = answer.imageScanFindings();
            if (findings != null) {
                findings.findings().forEach(one -> found.add(basic(one)));
                findings.enhancedFindings().forEach(one -> enhanced(one, found));
                completed = findings.imageScanCompletedAt() == null
                        ? completed
                        : findings.imageScanCompletedAt().getEpochSecond();
            }
            token = answer.nextToken();
        } while (token != null && !token.isEmpty());
        return Map.of(asked, Answer.known(new ScanReport.Read(status, description, completed, List.copyOf(found))));
    }

    private static ScanReport.Found basic(ImageScanFinding one) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Attribute attribute : one.attributes()) {
            attributes.put(text(attribute.key()), text(attribute.value()));
        }
        String fixedIn = attributes.getOrDefault("fixed_in_version", attributes.getOrDefault("fixed_in_versions", ""));
        return new ScanReport.Found(
                text(one.name()), text(one.severityAsString()), attributes.getOrDefault("package_name", ""),
                attributes.getOrDefault("package_version", ""), fixedIn.isEmpty() ? "" : "YES", fixedIn, text(one.uri()));
    }

    private static void enhanced(EnhancedImageScanFinding one, List<ScanReport.Found> found) {
        if ("CLOSED".equals(one.status())) {
            return;
        }
        String id = one.packageVulnerabilityDetails() == null || one.packageVulnerabilityDetails().vulnerabilityId() == null
                ? text(one.title())
                : one.packageVulnerabilityDetails().vulnerabilityId();
        String url = one.packageVulnerabilityDetails() == null ? "" : text(one.packageVulnerabilityDetails().sourceUrl());
        List<VulnerablePackage> packages = one.packageVulnerabilityDetails() == null
                ? List.of()
                : one.packageVulnerabilityDetails().vulnerablePackages();
        if (packages.isEmpty()) {
            found.add(new ScanReport.Found(
                    id, text(one.severity()), "", "", text(one.fixAvailable()), "", url));
        }
        for (VulnerablePackage each : packages) {
            String fixedIn = text(each.fixedInVersion());
            found.add(new ScanReport.Found(
                    id, text(one.severity()), text(each.name()), text(each.version()), text(one.fixAvailable()),
                    fixedIn.equals("NotAvailable") ? "" : fixedIn, url));
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
