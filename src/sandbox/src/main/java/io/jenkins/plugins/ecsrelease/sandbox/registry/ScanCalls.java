package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecr.model.*;

/** Scans: set up, started, read. */
final class ScanCalls {

    private final Here here;
    private final Scans scans;

    ScanCalls(World world) {
        here = new Here(world);
        scans = world.part(Scans.class);
    }

    PutRegistryScanningConfigurationResponse putConfiguration(PutRegistryScanningConfigurationRequest request) {
        Repositories.Registry registry = here.repositories.registry(here.account(null), here.region());
        registry.scanType = request.scanTypeAsString() == null ? "BASIC" : request.scanTypeAsString();
        registry.scanRules.clear();
        request.rules().forEach(rule -> rule.repositoryFilters()
                .forEach(filter -> registry.scanRules.put(filter.filter(), rule.scanFrequencyAsString())));
        here.changed("registry", Map.of("scanType", registry.scanType));
        return PutRegistryScanningConfigurationResponse.builder()
                .registryScanningConfiguration(configuration(registry))
                .build();
    }

    GetRegistryScanningConfigurationResponse getConfiguration(GetRegistryScanningConfigurationRequest request) {
        return GetRegistryScanningConfigurationResponse.builder()
                .registryId(here.account(null))
                .scanningConfiguration(configuration(here.repositories.registry(here.account(null), here.region())))
                .build();
    }

    private static RegistryScanningConfiguration configuration(Repositories.Registry registry) {
        return RegistryScanningConfiguration.builder()
                .scanType(registry.scanType)
                .rules(registry.scanRules.entrySet().stream()
                        .map(rule -> RegistryScanningRule.builder()
                                .scanFrequency(rule.getValue())
                                .repositoryFilters(ScanningRepositoryFilter.builder()
                                        .filter(rule.getKey())
                                        .filterType("WILDCARD")
                                        .build())
                                .build())
                        .toList())
                .build();
    }

    BatchGetRepositoryScanningConfigurationResponse configurations(BatchGetRepositoryScanningConfigurationRequest request) {
        List<RepositoryScanningConfiguration> found = new ArrayList<>();
        List<RepositoryScanningConfigurationFailure> failures = new ArrayList<>();
        for (String name : request.repositoryNames()) {
            here.repositories
                    .find(here.account(null), here.region(), name)
                    .ifPresentOrElse(
                            one -> found.add(RepositoryScanningConfiguration.builder()
                                    .repositoryArn(one.arn())
                                    .repositoryName(name)
                                    .scanOnPush(one.scanOnPush)
                                    .scanFrequency(here.repositories.scanFrequency(one))
                                    .appliedScanFilters(List.of())
                                    .build()),
                            () -> failures.add(RepositoryScanningConfigurationFailure.builder()
                                    .repositoryName(name)
                                    .failureCode("REPOSITORY_NOT_FOUND")
                                    .failureReason("Repository not found")
                                    .build()));
        }
        return BatchGetRepositoryScanningConfigurationResponse.builder()
                .scanningConfigurations(found)
                .failures(failures)
                .build();
    }

    StartImageScanResponse start(StartImageScanRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        StoredImage image = here.image(repository, request.imageId());
        if (here.repositories.registry(repository.account, repository.region).scanType.equals("ENHANCED")) {
            throw ValidationException.builder()
                    .message("This feature is disabled: manual scans are not available with enhanced scanning")
                    .build();
        }
        if (!scans.scannable(image)) {
            throw UnsupportedImageTypeException.builder()
                    .message("The image with media type '" + image.manifest.mediaType() + "' cannot be scanned")
                    .build();
        }
        if (image.scan != null
                && here.world.time().now().isBefore(image.scan.startedAt.plus(Duration.ofHours(24)))) {
            throw LimitExceededException.builder()
                    .message("The scan quota per image has been exceeded. Wait and try again.")
                    .build();
        }
        scans.start(repository, image);
        here.changed(repository.arn(), Map.of("digest", image.digest));
        return StartImageScanResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageId(id(image))
                .imageScanStatus(status(image.scan))
                .build();
    }

    DescribeImageScanFindingsResponse findings(DescribeImageScanFindingsRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        StoredImage image = here.image(repository, request.imageId());
        DescribeImageScanFindingsResponse.Builder answer = DescribeImageScanFindingsResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageId(id(image));
        if (image.archived()) {
            return answer.imageScanStatus(one -> one.status("IMAGE_ARCHIVED").description("The image is archived."))
                    .build();
        }
        if (image.scan == null) {
            throw ScanNotFoundException.builder()
                    .message("Image scan does not exist for the image with '{" + Here.text(request.imageId())
                            + "}' in the repository with name '" + repository.name + "' in the registry with id '"
                            + repository.account + "'")
                    .build();
        }
        answer.imageScanStatus(status(image.scan));
        if (!image.scan.status.equals("COMPLETE") && !image.scan.status.equals("ACTIVE")) {
            return answer.build();
        }
        List<Vulnerability.Found> shown = image.scan.shown(here.world.time().now());
        Here.Page<Vulnerability.Found> page = Here.page(shown, request.nextToken(), request.maxResults(), 100);
        Map<String, Integer> counts = new TreeMap<>();
        shown.forEach(one -> counts.merge(one.vulnerability().severity(), 1, Integer::sum));
        ImageScanFindings.Builder findings = ImageScanFindings.builder()
                .imageScanCompletedAt(image.scan.completedAt)
                .vulnerabilitySourceUpdatedAt(image.scan.completedAt)
                .findingSeverityCountsWithStrings(counts);
        if (image.scan.type.equals("BASIC")) {
            findings.findings(page.as(ScanCalls::basic));
        } else {
            findings.enhancedFindings(page.as(one -> enhanced(repository, image, one)));
        }
        return answer.imageScanFindings(findings.build()).nextToken(page.next()).build();
    }

    private static ImageScanFinding basic(Vulnerability.Found one) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                attribute("package_name", one.in().name()),
                attribute("package_version", one.in().version()),
                attribute("CVSS3_SCORE", String.valueOf(one.vulnerability().score()))));
        if (!one.vulnerability().fixedIn().isEmpty()) {
            attributes.add(attribute("fixed_in_version", one.vulnerability().fixedIn()));
        }
        return ImageScanFinding.builder()
                .name(one.vulnerability().id())
                .description(one.vulnerability().text())
                .severity(one.vulnerability().severity())
                .uri("https://nvd.nist.gov/vuln/detail/" + one.vulnerability().id())
                .attributes(attributes)
                .build();
    }

    private static EnhancedImageScanFinding enhanced(Repository repository, StoredImage image, Vulnerability.Found one) {
        Vulnerability known = one.vulnerability();
        return EnhancedImageScanFinding.builder()
                .awsAccountId(repository.account)
                .findingArn("arn:aws:inspector2:" + repository.region + ":" + repository.account + ":finding/"
                        + Digest.of((image.digest + known.id() + one.in().name()).getBytes()).substring(7, 39))
                .type("PACKAGE_VULNERABILITY")
                .status("ACTIVE")
                .title(known.id() + " - " + one.in().name())
                .description(known.text())
                .severity(known.severity())
                .score(known.score())
                .fixAvailable(known.fixedIn().isEmpty() ? "NO" : "YES")
                .exploitAvailable("NO")
                .firstObservedAt(image.scan.completedAt)
                .lastObservedAt(image.scan.completedAt)
                .packageVulnerabilityDetails(details -> details.vulnerabilityId(known.id())
                        .source("NVD")
                        .sourceUrl("https://nvd.nist.gov/vuln/detail/" + known.id())
                        .vulnerablePackages(VulnerablePackage.builder()
                                .name(one.in().name())
                                .version(one.in().version())
                                .packageManager(one.in().kind())
                                .filePath(one.in().file())
                                .fixedInVersion(known.fixedIn().isEmpty() ? "NotAvailable" : known.fixedIn())
                                .build()))
                .resources(resource -> resource.type("AWS_ECR_CONTAINER_IMAGE")
                        .id(repository.arn() + "/" + image.digest))
                .build();
    }

    private static Attribute attribute(String key, String value) {
        return Attribute.builder().key(key).value(value).build();
    }

    private static ImageIdentifier id(StoredImage image) {
        return ImageIdentifier.builder().imageDigest(image.digest).build();
    }

    private static ImageScanStatus status(Scan scan) {
        return ImageScanStatus.builder().status(scan.status).description(scan.description).build();
    }
}
