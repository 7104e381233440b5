package io.jenkins.plugins.ecsrelease.engine.permission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * Every action of the shipped policies is taken away once, each in an account of its own: the pipeline then fails with a
 * message that names the action, the resource, the role, and how AWS was left. What only a diagnosis asks for takes nothing
 * but that diagnosis with it. What taking a release back needs is found before anything is changed. While something is being
 * mended, {@code -Dpermissions.only=TEXT} tries only those of which policy and action have this text.
 */
public class MissingPermissionTest {

    /** What taking a release back needs: without it, none begins. */
    private static final Set<String> FOR_THE_WAY_BACK = Set.of("ecs:StopServiceDeployment", "ecs:ContinueServiceDeployment",
            "ecs:UpdateService", "ecs:DescribeServiceDeployments", "ecs:ListServiceDeployments", "ecs:TagResource");

    /** What a step goes on without: it warns of what it could not look at or clear up, and names the same three things. */
    private static final Set<Missing> WARNED = Set.of(
            new Missing(ShippedPolicy.PLAN, "ecr:DescribeImages"), new Missing(ShippedPolicy.PLAN, "ecr:GetLifecyclePolicy"),
            new Missing(ShippedPolicy.PLAN, "rds:DescribeDBClusters"), new Missing(ShippedPolicy.PLAN, "rds:DescribeDBInstances"),
            new Missing(ShippedPolicy.PLAN, "logs:GetLogEvents"), new Missing(ShippedPolicy.PLAN, "iam:GetRole"),
            new Missing(ShippedPolicy.PLAN, "elasticloadbalancing:DescribeListeners"),
            new Missing(ShippedPolicy.PLAN, "elasticloadbalancing:DescribeTargetGroups"),
            new Missing(ShippedPolicy.MIGRATE, "ecs:DescribeClusters"), new Missing(ShippedPolicy.MIGRATE, "ecs:StopTask"),
            new Missing(ShippedPolicy.MIGRATE, "rds:DeleteDBClusterSnapshot"), new Missing(ShippedPolicy.MIGRATE, "rds:DeleteDBSnapshot"),
            new Missing(ShippedPolicy.MIGRATE, "logs:GetLogEvents"), new Missing(ShippedPolicy.MIGRATE, "rds:DescribeAccountAttributes"));

    /** Said by whatever ends without its work done. */
    private static final Pattern STATE = Pattern.compile("(?i)nothing was (changed|built|pushed|run|deployed)|tag (\\S+ )?was not given|no snapshot was taken|was not run|not been run|left as it is"
            + "|runs shop-web:1 again|was not touched|snapshot of .* was refused|the task is stopped");

    private record Missing(ShippedPolicy policy, String action) {}

    @Test
    public void aMissingActionIsNamedWithItsResourceItsRoleAndTheStateOfAws() throws Exception {
        String only = System.getProperty("permissions.only", "");
        Map<Missing, Future<String>> tried = new LinkedHashMap<>();
        ExecutorService beside = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()));
        try {
            for (ShippedPolicy policy : ShippedPolicy.values()) {
                for (String action : policy.actions()) {
                    Missing missing = new Missing(policy, action);
                    if ((policy.title() + " " + action).contains(only)) {
                        tried.put(missing, beside.submit(() -> problem(missing)));
                    }
                }
            }
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<Missing, Future<String>> each : tried.entrySet()) {
                String problem = each.getValue().get();
                if (!problem.isEmpty()) {
                    wrong.add(each.getKey().policy().title() + " without " + each.getKey().action() + ": " + problem);
                }
            }
            long back = tried.keySet().stream().filter(MissingPermissionTest::forTheWayBack).count();
            System.out.println((only.isEmpty() ? "All " : "") + tried.size() + " actions of " + ShippedPolicy.values().length + " policies were taken away, one at a time: "
                    + wrong.size() + " without a message that says it all; " + WARNED.size() + " are warned of, the " + back
                    + " of the way back are found before any change.");
            assertEquals(String.join("\n", wrong), 0, wrong.size());
            assertTrue("the way back", back == FOR_THE_WAY_BACK.size() || !only.isEmpty());
        } finally {
            beside.shutdownNow();
        }
    }

    private static boolean forTheWayBack(Missing missing) {
        return Set.of(ShippedPolicy.DEPLOY, ShippedPolicy.PLAN).contains(missing.policy()) && FOR_THE_WAY_BACK.contains(missing.action());
    }

    private static Pipeline pipeline(Missing missing) {
        String action = missing.action();
        return switch (missing.policy()) {
            case BUILD -> action.equals("ecr:StartImageScan") ? Pipeline.BUILD_OF_A_COMMIT_THAT_WAS_PUSHED_UNSCANNED : Pipeline.BUILD;
            case PROMOTE -> action.equals("ecr:DescribeImageSigningStatus") ? Pipeline.PROMOTE_WITHIN_A_REPOSITORY : Pipeline.PROMOTE_ACROSS_REPOSITORIES;
            case PLAN -> switch (action) {
                case "elasticloadbalancing:DescribeListeners" -> Pipeline.PLAN_BEHIND_A_NETWORK_LOAD_BALANCER;
                case "elasticloadbalancing:DescribeTargetGroups" -> Pipeline.RELEASE_WHOSE_TASKS_ARE_UNHEALTHY;
                case "logs:GetLogEvents" -> Pipeline.RELEASE_WHOSE_TASKS_CRASH;
                case "logs:FilterLogEvents", "rds:DescribeDBClusters", "rds:DescribeDBInstances" ->
                        Pipeline.RELEASE_THAT_LOOKS_AT_DATABASE_AND_LOGS;
                default -> Pipeline.BLUE_GREEN_RELEASE;
            };
            case DEPLOY, EXECUTION -> Pipeline.BLUE_GREEN_RELEASE;
            case TASK -> Pipeline.MIGRATION_IN_AN_ENCRYPTED_SESSION;
            case JENKINS -> Pipeline.BUILD;
            case MIGRATE -> switch (action) {
                case "rds:CreateDBSnapshot", "rds:DescribeDBSnapshots", "rds:DeleteDBSnapshot", "rds:DescribeDBInstances" ->
                        Pipeline.SNAPSHOTS_OF_AN_INSTANCE;
                case "cloudwatch:GetMetricData" -> Pipeline.MIGRATION_AFTER_A_SNAPSHOT;
                case "logs:GetLogEvents" -> Pipeline.MIGRATION_WITHOUT_A_SHELL;
                case "ssm:ResumeSession" -> Pipeline.MIGRATION_OVER_A_LOSSY_NETWORK;
                case "ec2:DescribeRouteTables", "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints", "iam:SimulatePrincipalPolicy" ->
                        Pipeline.MIGRATION_WHOSE_AGENT_DOES_NOT_COME_UP;
                default -> action.startsWith("rds:") ? Pipeline.SNAPSHOTS_OF_A_CLUSTER : Pipeline.MIGRATION_IN_AN_ENCRYPTED_SESSION;
            };
        };
    }

    /** @return empty when all is said */
    private static String problem(Missing missing) {
        try (Estate estate = new Estate()) {
            estate.beforeTheFirstStep(() -> estate.without(missing.policy(), missing.action()));
            pipeline(missing).run(estate);
            List<Outcome> outcomes = new ArrayList<>(estate.outcomes.values());
            String said = String.join("\n", estate.trial.said());
            Outcome failed = outcomes.stream().filter(one -> one.verdict() != Verdict.SUCCEEDED).findFirst().orElse(null);
            if (pipeline(missing) == Pipeline.MIGRATION_WHOSE_AGENT_DOES_NOT_COME_UP) {
                return failed != null && failed.verdict() == Verdict.STOPPED ? "" : "it should end as it does with it";
            }
            if (comfort(missing)) {
                return failed == null && (said.contains(missing.action()) || missing.action().startsWith("ssm:")) ? ""
                        : "it should go on without it: " + (failed == null ? said : failed.message());
            }
            boolean warned = WARNED.contains(missing);
            if (warned) {
                Outcome last = outcomes.get(outcomes.size() - 1);
                if (last.verdict() != pipeline(missing).expected) {
                    return "it should end with a warning alone: " + last.verdict() + " " + last.message();
                }
            } else if (failed == null) {
                return "nothing failed";
            }
            String message = warned ? said + "\n" + (failed == null ? "" : failed.message()) : failed.message();
            List<String> gaps = new ArrayList<>();
            if (!message.contains(missing.action())) {
                gaps.add("not the action");
            }
            boolean resource = estate.denied().stream().filter(one -> one.action().equals(missing.action()))
                    .anyMatch(one -> message.contains(one.resource())) || message.contains(missing.action() + " on ");
            if (!resource) {
                gaps.add("not the resource");
            }
            if (!message.contains(holder(missing))) {
                gaps.add("not the role");
            }
            if (!warned && !STATE.matcher(message).find()) {
                gaps.add("not the state");
            }
            if (forTheWayBack(missing)) {
                List<String> changes = estate.changes();
                if (!changes.isEmpty()) {
                    gaps.add("only after " + changes);
                }
            }
            return gaps.isEmpty() ? "" : String.join(", ", gaps) + " in: " + (failed == null ? "" : failed.verdict()) + " " + message;
        } catch (RuntimeException | AssertionError e) {
            return "broke: " + e;
        }
    }

    /** What a release goes on without, and says so: the audit in a log group, and taking up a session instead of opening another. */
    private static boolean comfort(Missing missing) {
        if (WARNED.contains(missing) || missing.action().equals("logs:FilterLogEvents")) {
            return false;
        }
        return missing.action().equals("ssm:ResumeSession")
                || missing.action().startsWith("logs:") && missing.policy() != ShippedPolicy.EXECUTION && !missing.action().equals("logs:GetLogEvents")
                && !missing.action().equals("logs:DescribeLogGroups");
    }

    private static String holder(Missing missing) {
        return switch (missing.policy()) {
            case EXECUTION, TASK -> missing.policy().title();
            case JENKINS -> "user/jenkins";
            default -> "ecs-release-";
        };
    }
}
