package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What AWS shows once every operation in a shop has ended, held against what each of them said: one change for each intent,
 * nothing else, nothing borrowed left behind, and no verdict that is not true.
 */
final class Books {

    private static final Set<String> ALLOWED = Set.of("RegisterTaskDefinition", "UpdateService", "StopServiceDeployment",
            "ContinueServiceDeployment", "TagResource");

    private final Storefront shop;
    private final List<String> wrong = new ArrayList<>();

    Books(Storefront shop) {
        this.shop = shop;
    }

    List<String> wrong() {
        return wrong;
    }

    void must(boolean right, String what) {
        if (!right) {
            wrong.add(what);
        }
    }

    /** Of any number of operations that are over. */
    void close(int operations, String ownConfiguration) {
        must(ALLOWED.containsAll(shop.made().keySet()), "something else was changed: " + shop.made());
        Map<String, Integer> deployed = new TreeMap<>();
        int others = 0;
        for (Ledger.Entry entry : shop.done("UpdateService")) {
            if (Boolean.TRUE.equals(entry.details().get("deploys"))) {
                deployed.merge(String.valueOf(entry.details().get("taskDefinition")), 1, Integer::sum);
            } else {
                others++;
            }
            must(!entry.details().containsKey("desiredCount"), "a number of tasks was sent");
        }
        must(deployed.values().stream().allMatch(times -> times == 1), "deployed more than once: " + deployed);
        must(others <= operations, others + " times a configuration was put back");
        Set<String> images = new HashSet<>();
        for (Ledger.Entry entry : shop.done("RegisterTaskDefinition")) {
            must(images.add(shop.imageOf(entry.resource())), "registered twice: " + entry.resource());
        }
        for (String stopping : List.of("StopServiceDeployment", "ContinueServiceDeployment")) {
            must(shop.made(stopping) <= operations, shop.made(stopping) + " times " + stopping);
        }
        must(shop.quiet(), "a deployment is still in flight: " + shop.deployments());
        must(shop.running().equals(List.of(shop.imageOf(shop.service().taskDefinition()))),
                "it runs " + shop.running() + " and is said to be " + shop.service().taskDefinition());
        must(shop.configuration().equals(ownConfiguration),
                "its configuration is " + shop.configuration() + ", and was " + ownConfiguration);
    }

    /** Whether this image's deployment had that end. */
    boolean deployment(String image, String status) {
        return shop.history().stream().anyMatch(entry -> entry.status().equals(status)
                && !entry.taskDefinition().isEmpty() && shop.imageOf(entry.taskDefinition()).equals(image));
    }

    /** Whether this image's deployment was good, and a later one of another image was too: it came too late for ECS to take back. */
    private boolean deployedBack(String image) {
        List<String> good = shop.history().stream().filter(entry -> entry.status().equals("SUCCESSFUL"))
                .map(entry -> shop.imageOf(entry.taskDefinition())).toList();
        return good.indexOf(image) > 0;
    }

    boolean everDeployed(String image) {
        return shop.done("UpdateService").stream().anyMatch(entry -> Boolean.TRUE.equals(entry.details().get("deploys"))
                && shop.imageOf(String.valueOf(entry.details().get("taskDefinition"))).equals(image));
    }

    /** What any release's verdict says of its own image. */
    void release(String who, Outcome outcome, String image) {
        boolean right = switch (outcome.verdict()) {
            case SUCCEEDED -> deployment(image, "SUCCESSFUL");
            case STOPPED -> !everDeployed(image);
            case ROLLED_BACK -> deployment(image, "ROLLBACK_SUCCESSFUL") || deployedBack(image);
            default -> false;
        };
        must(right, who + " " + said(outcome));
    }

    static String said(Outcome outcome) {
        return "said " + outcome.verdict() + ": " + outcome.message();
    }

    static boolean is(Outcome outcome, Verdict verdict) {
        return outcome.verdict() == verdict;
    }
}
