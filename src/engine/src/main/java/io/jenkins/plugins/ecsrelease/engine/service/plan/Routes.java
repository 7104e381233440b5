package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService.Balancer;
import io.jenkins.plugins.ecsrelease.engine.service.look.Route;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether listener rules and target groups allow blue/green: what ECS itself finds out late, and reports as a failed hook.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html">AWS's list</a>
 */
final class Routes implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Balancer> balancers = situation.service().balancers();
        List<Concern> concerns = new ArrayList<>();
        if (!situation.sideBySide() || balancers.isEmpty()) {
            return concerns;
        }
        List<Balancer> ready = balancers.stream().filter(b -> !b.productionRule().isEmpty()).toList();
        if (ready.size() < balancers.size()) {
            concerns.add(Concern.error((ready.isEmpty() ? "None" : "Only " + ready.size()) + " of the service's "
                    + balancers.size() + " load balancers " + (ready.size() == 1 ? "has" : "have") + " an advancedConfiguration; "
                    + situation.strategy() + " needs it for all of them: alternateTargetGroupArn, productionListenerRule and "
                    + "roleArn."));
        }
        Set<String> groups = new HashSet<>();
        for (Balancer balancer : ready) {
            for (String group : List.of(balancer.targetGroup(), balancer.alternateTargetGroup())) {
                if (!groups.add(group)) {
                    concerns.add(Concern.error("The target group " + name(group) + " is used twice in the service's load "
                            + "balancers; each may appear once, as target group or as alternate."));
                }
            }
            pair(balancer, situation, concerns);
        }
        return concerns;
    }

    private static void pair(Balancer balancer, Situation situation, List<Concern> concerns) {
        if (balancer.alternateTargetGroup().isEmpty()) {
            concerns.add(Concern.error("The load balancer of container " + balancer.container()
                    + " has no alternateTargetGroupArn: blue/green needs a second target group."));
        }
        if (balancer.role().isEmpty()) {
            concerns.add(Concern.error("The load balancer of container " + balancer.container() + " has no roleArn with which "
                    + "ECS may change its rules: create a role that ecs.amazonaws.com may assume, with "
                    + "AmazonECSInfrastructureRolePolicyForLoadBalancers."));
        }
        if (balancer.productionRule().equals(balancer.testRule())) {
            concerns.add(Concern.error("Production and test traffic share the rule " + name(balancer.productionRule())
                    + ": give the test traffic a rule of its own."));
        }
        String production = balancer.productionRule();
        boolean networkGroup = production.contains(":listener/net/") || production.contains(":listener-rule/net/");
        if (!networkGroup && !production.contains(":listener-rule/")) {
            concerns.add(Concern.error("productionListenerRule is " + production + ", which is a listener; an Application "
                    + "Load Balancer needs the ARN of a rule, only a Network Load Balancer that of a listener."));
            return;
        }
        for (String rule : List.of(production, balancer.testRule())) {
            if (rule.contains(":listener-rule/net/")) {
                concerns.add(Concern.error("The service names " + rule + ", which is a rule of a Network Load Balancer; ECS "
                        + "shifts the traffic of such a one at the listener: name the ARN of the listener."));
            } else if (!rule.isEmpty() && rule.contains(":listener/") && !rule.contains(":listener/net/")) {
                concerns.add(Concern.error("testListenerRule is " + rule + ", which is a listener; an Application Load Balancer "
                        + "needs the ARN of a rule."));
            }
        }
        Answer<Route> answer = situation.routes().get(production);
        if (answer instanceof Answer.Known<Route> known) {
            weights(balancer, known.value(), situation.targets(), concerns);
        } else if (answer != null) {
            concerns.add(unread("listener rule " + name(production), answer.ifUnknown().orElseThrow()));
        }
        test(balancer, situation.routes(), concerns);
    }

    /** The test rule, where there is one, and that each target group hangs on one of the two. */
    private static void test(Balancer balancer, Map<String, Answer<Route>> routes, List<Concern> concerns) {
        Route production = routes.containsKey(balancer.productionRule())
                ? routes.get(balancer.productionRule()).ifKnown().orElse(null) : null;
        Answer<Route> answer = routes.get(balancer.testRule());
        if (answer instanceof Answer.Unknown<Route> unknown) {
            concerns.add(unread("test rule " + name(balancer.testRule()), unknown.problem()));
            return;
        }
        Set<String> attached = new HashSet<>(production == null ? Set.of() : production.weights().keySet());
        if (answer instanceof Answer.Known<Route> known) {
            attached.addAll(known.value().weights().keySet());
            for (String group : known.value().weights().keySet()) {
                if (!group.equals(balancer.targetGroup()) && !group.equals(balancer.alternateTargetGroup())) {
                    concerns.add(Concern.error("The test rule " + name(balancer.testRule()) + " forwards to " + name(group)
                            + ", which is not one of the service's two target groups. Take it out."));
                }
            }
        }
        boolean weighted = production != null && balancer.productionRule().contains(":listener-rule/");
        for (String group : List.of(balancer.targetGroup(), balancer.alternateTargetGroup())) {
            if (weighted && !group.isEmpty() && !attached.contains(group)) {
                concerns.add(Concern.error("The target group " + name(group) + " is in neither the production nor the test rule "
                        + "of its load balancer: add it to the production rule " + name(balancer.productionRule())
                        + " with weight 0."));
            }
        }
    }

    private static void weights(
            Balancer balancer, Route route, Map<String, Answer<Targets>> targets, List<Concern> concerns) {
        String rule = name(balancer.productionRule());
        Set<String> own = new HashSet<>(List.of(balancer.targetGroup(), balancer.alternateTargetGroup()));
        for (String group : route.weights().keySet()) {
            if (!own.contains(group)) {
                concerns.add(Concern.error("The rule " + rule + " also forwards to " + name(group) + ", which is not one of "
                        + "the service's two target groups; ECS refuses to shift such a rule. Take it out."));
            }
        }
        List<String> serving = own.stream().filter(group -> route.weights().getOrDefault(group, 0) > 0).sorted().toList();
        if (serving.isEmpty()) {
            concerns.add(Concern.error("The rule " + rule + " sends traffic to neither of the service's target groups ("
                    + name(balancer.targetGroup()) + ", " + name(balancer.alternateTargetGroup())
                    + "): give the one with the running tasks all the weight, the other 0."));
        } else if (serving.size() == 2) {
            concerns.add(Concern.error("The rule " + rule + " splits traffic between both target groups ("
                    + route.weights() + "): its weights were changed by hand or a deployment was left half-way. Exactly one "
                    + "may have weight when a deployment starts: give the serving one all of it, the other 0."));
        } else if (targets.get(serving.get(0)) instanceof Answer.Known<Targets> known && known.value().healthy() == 0) {
            concerns.add(Concern.error("The target group " + name(serving.get(0)) + ", which serves production now, has no "
                    + "healthy target: there would be nothing to fall back to. Bring the running version up first; "
                    + "ecsRollback works in this state."));
        }
    }

    private static Concern unread(String what, Problem problem) {
        return problem.kind() == Problem.Kind.NOT_FOUND
                ? Concern.error("The " + what + " that the service names does not exist: " + problem.full())
                : Concern.warning("The " + what + " could not be read: " + problem.full());
    }

    private static String name(String arn) {
        return arn.replaceAll("^arn:[^:]*:[^:]*:[^:]*:[^:]*:", "");
    }
}
