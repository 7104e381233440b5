package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.time.Duration;

/**
 * Image scans that look into the layers. Basic scans see packages of the operating system, enhanced ones lock files of
 * applications too. A part of the world.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html">Image scanning</a>
 */
final class Scans {

    private static final Duration TAKES = Duration.ofSeconds(6);
    private static final Duration SHOWS_AFTER = Duration.ofSeconds(4);
    private static final Duration ELIGIBLE = Duration.ofDays(30);

    private final World world;
    private final Repositories repositories;

    Scans(World world) {
        this.world = world;
        repositories = world.part(Repositories.class);
    }

    /** Scans on push, where the repository or its registry ask for it. */
    void pushed(Repository repository, StoredImage image) {
        if (!repositories.scanFrequency(repository).equals("MANUAL") && scannable(image)) {
            start(repository, image);
        }
    }

    /** Neither an index nor an artifact about another image is an image with packages. */
    boolean scannable(StoredImage image) {
        return !image.manifest.isIndex() && image.manifest.subject().isEmpty();
    }

    void start(Repository repository, StoredImage image) {
        Repositories.Registry registry = repositories.registry(repository.account, repository.region);
        boolean enhanced = registry.scanType.equals("ENHANCED");
        boolean continuous = repositories.scanFrequency(repository).equals("CONTINUOUS_SCAN");
        image.scan = enhanced
                ? new Scan("ENHANCED", "PENDING", "The scan is waiting to start.", world.time().now())
                : new Scan("BASIC", "IN_PROGRESS", "The scan is in progress.", world.time().now());
        Scan scan = image.scan;
        Duration longer = world.part(Faults.class).strike(Fault.Kind.SLOW_SCANS, repository.name).map(Fault::lasting).orElse(Duration.ZERO);
        world.time().after(TAKES.plus(longer), () -> finish(repository, image, scan, enhanced, continuous));
    }

    private void finish(Repository repository, StoredImage image, Scan scan, boolean enhanced, boolean continuous) {
        if (image.scan != scan) {
            return;
        }
        scan.completedAt = world.time().now();
        if (strikes(Fault.Kind.FAILING_SCANS, repository, scan, "FAILED", "The scan failed.")
                || strikes(Fault.Kind.SCANS_WITHOUT_FINDINGS, repository, scan, "FINDINGS_UNAVAILABLE", "There are no findings to show for the image.")
                || strikes(Fault.Kind.SCANS_OVER_LIMIT, repository, scan, "LIMIT_EXCEEDED", "The limit of scans is exceeded.")) {
            return;
        }
        try {
            Packages packages = Packages.of(repositories.blobs, image.manifest, enhanced);
            if (!packages.os()) {
                scan.status = "UNSUPPORTED_IMAGE";
                scan.description = "UnsupportedImageError: The operating system and/or package manager are not supported.";
                return;
            }
            scan.found = Vulnerability.in(packages);
            scan.shownFrom = scan.found.isEmpty() ? scan.completedAt : scan.completedAt.plus(SHOWS_AFTER);
            scan.status = continuous ? "ACTIVE" : "COMPLETE";
            scan.description = continuous
                    ? "Continuous scan is selected for image."
                    : "The scan was completed successfully.";
            if (continuous) {
                world.time().after(ELIGIBLE, () -> {
                    if (image.scan == scan) {
                        scan.status = "SCAN_ELIGIBILITY_EXPIRED";
                        scan.description = "Image scan eligibility has expired.";
                    }
                });
            }
        } catch (IOException e) {
            scan.status = "FAILED";
            scan.description = "The scan failed: " + e.getMessage();
        }
    }

    private boolean strikes(Fault.Kind kind, Repository repository, Scan scan, String status, String description) {
        boolean struck = world.part(Faults.class).strike(kind, repository.name).isPresent();
        if (struck) {
            scan.status = status;
            scan.description = description;
        }
        return struck;
    }
}
