package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a deployment is asked to do. Bad values are refused here, before anything is read or changed.
 *
 * @param release a name for this release that no other run of the step has, such as "shop/main#42/17"; it is written to
 *     AWS as a tag and is how a registered task definition is known again after a lost reply
 * @param cluster name or ARN of the cluster
 * @param service name or ARN of the service
 * @param images container name to image by digest; the name may be empty when the task definition has one container, or
 *     one whose repository is the image's
 * @param strategy BLUE_GREEN, CANARY, LINEAR or ROLLING for this release; empty for what the service is set up as, where
 *     ROLLING is refused unless it was asked for by name
 * @param plan true to look and report only
 * @param hold "beforeTraffic" or "afterTraffic" to stop there until a signal; empty not to stop
 * @param holdMinutes how long a hold may last before ECS itself rolls back, 1 to 20160
 * @param checks judged on the new version while traffic shifts, while it is held and while it bakes
 * @param onFailure "rollback" or "leave": what to do when a check fails or the time is over
 * @param onAbort "rollback" or "leave": what to do when the build is aborted; a displaced build always leaves
 * @param onConflict "fail" or "wait" when another deployment of the service is in flight
 * @param onInconclusive "rollback" or "accept": when a check could not be decided before the bake ends
 * @param timeoutMinutes 0 for the strategy's own waits and an hour more, else 1 to 43200; time in a hold does not count
 * @param labels said about the release in tags and pages, such as "environment", "build", "commit"
 * @param require what must be there for each image before anything is changed: "signature", "sbom"; none by default
 */
public record BlueGreenOrder(
        String release,
        String cluster,
        String service,
        Map<String, String> images,
        String strategy,
        boolean plan,
        String hold,
        int holdMinutes,
        List<Check> checks,
        String onFailure,
        String onAbort,
        String onConflict,
        String onInconclusive,
        int timeoutMinutes,
        Map<String, String> labels,
        List<String> require) implements Requiring {

    public BlueGreenOrder {
        release = Wanted.text("release", release, "shop/main#42");
        cluster = Wanted.text("cluster", cluster, "shop");
        service = Wanted.text("service", service, "shop-web");
        images = Wanted.map(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("No image: give 'image', such as image: build.image, or one for each "
                    + "container: containers: [containerImage(container: 'web', image: build.image)].");
        }
        images.values().forEach(Image::byDigest);
        strategy = Wanted.oneOf("strategy", strategy, "", "BLUE_GREEN", "CANARY", "LINEAR", "ROLLING");
        hold = Wanted.oneOf("hold", hold, "", "beforeTraffic", "afterTraffic");
        holdMinutes = Wanted.number("holdMinutes", holdMinutes == 0 ? 1440 : holdMinutes, 1, 20160);
        checks = checks == null ? List.of() : List.copyOf(checks);
        onFailure = Wanted.oneOf("onFailure", onFailure, "rollback", "leave");
        onAbort = Wanted.oneOf("onAbort", onAbort, "rollback", "leave");
        onConflict = Wanted.oneOf("onConflict", onConflict, "fail", "wait");
        onInconclusive = Wanted.oneOf("onInconclusive", onInconclusive, "rollback", "accept");
        timeoutMinutes = Wanted.number("timeoutMinutes", timeoutMinutes, 0, 43200);
        labels = Wanted.map(labels);
        require = Requiring.words(require);
    }

    /** An order with every default: images of the service, as it is set up. */
    public static BlueGreenOrder of(String release, String cluster, String service, Map<String, String> images) {
        return new BlueGreenOrder(
                release, cluster, service, images, "", false, "", 0, List.of(), "", "", "", "", 0, Map.of(), List.of());
    }

    public BlueGreenOrder planOnly() {
        return new BlueGreenOrder(release, cluster, service, images, strategy, true, hold, holdMinutes, checks, onFailure,
                onAbort, onConflict, onInconclusive, timeoutMinutes, labels, require);
    }

    public BlueGreenOrder by(String otherStrategy) {
        return new BlueGreenOrder(release, cluster, service, images, otherStrategy, plan, hold, holdMinutes, checks,
                onFailure, onAbort, onConflict, onInconclusive, timeoutMinutes, labels, require);
    }

    public BlueGreenOrder heldAt(String point) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, point, holdMinutes, checks,
                onFailure, onAbort, onConflict, onInconclusive, timeoutMinutes, labels, require);
    }

    public BlueGreenOrder heldAt(String point, int minutes) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, point, minutes, checks,
                onFailure, onAbort, onConflict, onInconclusive, timeoutMinutes, labels, require);
    }

    public BlueGreenOrder checkedBy(List<Check> others) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, hold, holdMinutes, others,
                onFailure, onAbort, onConflict, onInconclusive, timeoutMinutes, labels, require);
    }

    public BlueGreenOrder within(int minutes) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, hold, holdMinutes, checks, onFailure,
                onAbort, onConflict, onInconclusive, minutes, labels, require);
    }

    public BlueGreenOrder labelled(Map<String, String> others) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, hold, holdMinutes, checks, onFailure,
                onAbort, onConflict, onInconclusive, timeoutMinutes, others, require);
    }

    /** The same, only for images that have these: "signature", "sbom". */
    public BlueGreenOrder requiring(String... words) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, hold, holdMinutes, checks, onFailure,
                onAbort, onConflict, onInconclusive, timeoutMinutes, labels, List.of(words));
    }

    @Override
    public BlueGreenOrder andRequiring(Collection<String> words) {
        List<String> both = new ArrayList<>(require);
        both.addAll(words);
        return requiring(both.toArray(new String[0]));
    }

    /** The same with other policies. */
    public BlueGreenOrder policies(String failure, String abort, String conflict, String inconclusive) {
        return new BlueGreenOrder(release, cluster, service, images, strategy, plan, hold, holdMinutes, checks, failure,
                abort, conflict, inconclusive, timeoutMinutes, labels, require);
    }
}
