package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.*;

/** Target groups and the targets that callers register themselves. */
final class TargetGroups {

    private final ElbState state;
    private final Targets targets;

    TargetGroups(World world) {
        state = world.part(ElbState.class);
        targets = world.part(Targets.class);
    }

    TargetGroup create(CreateTargetGroupRequest request) {
        if (request.name() == null || !request.name().matches("[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
            throw ElbRefusals.invalid("Target group name '" + request.name()
                    + "' must be between 1 and 32 characters, letters, digits and hyphens, and not begin or end with a hyphen");
        }
        boolean http = request.protocolAsString() == null || request.protocolAsString().startsWith("HTTP");
        TargetGroup group = TargetGroup.builder()
                .targetGroupArn(Arns.of("elasticloadbalancing", "targetgroup/" + request.name() + "/" + state.ids.hex(16)))
                .targetGroupName(request.name())
                .protocol(request.protocolAsString() == null ? "HTTP" : request.protocolAsString())
                .protocolVersion(http ? or(request.protocolVersion(), "HTTP1") : null)
                .port(request.port())
                .vpcId(request.vpcId())
                .targetType(or(request.targetTypeAsString(), "instance"))
                .ipAddressType("ipv4")
                .healthCheckEnabled(request.healthCheckEnabled() == null || request.healthCheckEnabled())
                .healthCheckProtocol(or(request.healthCheckProtocolAsString(), http ? "HTTP" : "TCP"))
                .healthCheckPort(or(request.healthCheckPort(), "traffic-port"))
                .healthCheckPath(or(request.healthCheckPath(), http ? "/" : null))
                .healthCheckIntervalSeconds(or(request.healthCheckIntervalSeconds(), 30))
                .healthCheckTimeoutSeconds(or(request.healthCheckTimeoutSeconds(), http ? 5 : 10))
                .healthyThresholdCount(or(request.healthyThresholdCount(), 5))
                .unhealthyThresholdCount(or(request.unhealthyThresholdCount(), 2))
                .matcher(request.matcher() != null ? request.matcher() : http ? Matcher.builder().httpCode("200").build() : null)
                .loadBalancerArns(List.of())
                .build();
        check(group);
        for (GroupRecord other : state.groups.values()) {
            if (other.group.targetGroupName().equals(request.name()) && sameRegion(other.arn, group.targetGroupArn())) {
                boolean same = other.group.toBuilder().targetGroupArn(null).build()
                        .equals(group.toBuilder().targetGroupArn(null).build());
                if (same) {
                    return described(other);
                }
                throw DuplicateTargetGroupNameException.builder().message("A target group with the same name '"
                        + request.name() + "' exists, but with different settings").build();
            }
        }
        GroupRecord made = new GroupRecord(group, new Backend(state.world.time()));
        state.groups.put(made.arn, made);
        state.tag(made.arn, request.tags());
        state.world.ledger().add(made.arn, Map.of());
        return described(made);
    }

    TargetGroup modify(ModifyTargetGroupRequest request) {
        GroupRecord record = group(request.targetGroupArn());
        TargetGroup before = record.group;
        TargetGroup after = before.toBuilder()
                .healthCheckProtocol(or(request.healthCheckProtocolAsString(), before.healthCheckProtocolAsString()))
                .healthCheckPort(or(request.healthCheckPort(), before.healthCheckPort()))
                .healthCheckPath(or(request.healthCheckPath(), before.healthCheckPath()))
                .healthCheckEnabled(or(request.healthCheckEnabled(), before.healthCheckEnabled()))
                .healthCheckIntervalSeconds(or(request.healthCheckIntervalSeconds(), before.healthCheckIntervalSeconds()))
                .healthCheckTimeoutSeconds(or(request.healthCheckTimeoutSeconds(), before.healthCheckTimeoutSeconds()))
                .healthyThresholdCount(or(request.healthyThresholdCount(), before.healthyThresholdCount()))
                .unhealthyThresholdCount(or(request.unhealthyThresholdCount(), before.unhealthyThresholdCount()))
                .matcher(or(request.matcher(), before.matcher()))
                .build();
        check(after);
        record.group = after;
        state.world.ledger().add(record.arn, Map.of());
        return described(record);
    }

    private static void check(TargetGroup group) {
        if (group.targetType() != TargetTypeEnum.LAMBDA && (group.port() == null || group.vpcId() == null)) {
            throw ElbRefusals.invalid(group.port() == null ? "A port must be specified" : "A VPC ID must be specified");
        }
        int interval = group.healthCheckIntervalSeconds();
        int timeout = group.healthCheckTimeoutSeconds();
        if (interval < 5 || interval > 300) {
            throw ElbRefusals.invalid("Health check interval must be between 5 and 300 inclusive");
        }
        if (timeout < 2 || timeout > 120) {
            throw ElbRefusals.invalid("Health check timeout must be between 2 and 120 inclusive");
        }
        if (timeout >= interval) {
            throw ElbRefusals.invalid("Health check interval must be greater than the timeout.");
        }
        if (group.healthyThresholdCount() < 2 || group.healthyThresholdCount() > 10
                || group.unhealthyThresholdCount() < 2 || group.unhealthyThresholdCount() > 10) {
            throw ElbRefusals.invalid("Health check thresholds must be between 2 and 10 inclusive");
        }
    }

    void delete(String arn) {
        GroupRecord record = state.groups.get(arn);
        if (record == null) {
            return;
        }
        if (targets.isInUse(arn)) {
            throw ResourceInUseException.builder()
                    .message("Target group '" + arn + "' is currently in use by a listener or a rule").build();
        }
        state.groups.remove(arn);
        state.world.ledger().add(arn, Map.of());
    }

    List<TargetGroup> describe(DescribeTargetGroupsRequest request) {
        List<GroupRecord> found = new ArrayList<>();
        if (request.hasTargetGroupArns()) {
            request.targetGroupArns().forEach(arn -> found.add(group(arn)));
        } else if (request.hasNames()) {
            for (String name : request.names()) {
                found.add(here().stream().filter(record -> record.group.targetGroupName().equals(name)).findFirst()
                        .orElseThrow(ElbRefusals::noGroup));
            }
        } else {
            here().stream().filter(record -> request.loadBalancerArn() == null
                    || state.balancersOf(record.arn).contains(request.loadBalancerArn())).forEach(found::add);
        }
        return found.stream().map(this::described).toList();
    }

    private List<GroupRecord> here() {
        String prefix = Arns.of("elasticloadbalancing", "targetgroup/");
        return state.groups.values().stream().filter(record -> record.arn.startsWith(prefix)).toList();
    }

    List<TargetHealthDescription> health(DescribeTargetHealthRequest request) {
        GroupRecord record = group(request.targetGroupArn());
        boolean used = targets.isInUse(record.arn);
        List<TargetHealthDescription> all = new ArrayList<>();
        for (TargetRecord target : record.targets.values()) {
            all.add(TargetHealthDescription.builder()
                    .target(t -> t.id(target.id).port(target.port).availabilityZone(Arns.region(record.arn) + "a"))
                    .healthCheckPort(record.group.healthCheckPort().equals("traffic-port")
                            ? String.valueOf(target.port) : record.group.healthCheckPort())
                    .targetHealth(used || target.isDraining() ? target.health() : unused())
                    .build());
        }
        if (!request.hasTargets()) {
            return all;
        }
        List<TargetHealthDescription> asked = new ArrayList<>();
        for (TargetDescription wanted : request.targets()) {
            int port = wanted.port() == null ? record.group.port() : wanted.port();
            asked.add(all.stream().filter(one -> one.target().id().equals(wanted.id()) && one.target().port() == port).findFirst()
                    .orElseGet(() -> TargetHealthDescription.builder()
                            .target(wanted)
                            .targetHealth(h -> h.state(TargetHealthStateEnum.UNUSED)
                                    .reason(TargetHealthReasonEnum.TARGET_NOT_REGISTERED)
                                    .description("Target is not registered to the target group"))
                            .build()));
        }
        return asked;
    }

    private static TargetHealth unused() {
        return TargetHealth.builder().state(TargetHealthStateEnum.UNUSED).reason(TargetHealthReasonEnum.TARGET_NOT_IN_USE)
                .description("Target group is not configured to receive traffic from the load balancer").build();
    }

    void register(RegisterTargetsRequest request) {
        GroupRecord record = group(request.targetGroupArn());
        request.targets().forEach(target -> targets.register(record.arn, target.id(), or(target.port(), record.group.port())));
        state.world.ledger().add(record.arn, Map.of("targets", request.targets().stream().map(TargetDescription::id).toList()));
    }

    void deregister(DeregisterTargetsRequest request) {
        GroupRecord record = group(request.targetGroupArn());
        request.targets().forEach(
                target -> targets.deregister(record.arn, target.id(), or(target.port(), record.group.port()), () -> {}));
        state.world.ledger().add(record.arn, Map.of("targets", request.targets().stream().map(TargetDescription::id).toList()));
    }

    GroupRecord group(String arn) {
        GroupRecord record = state.groups.get(arn);
        if (record == null || !sameRegion(arn, Arns.of("elasticloadbalancing", ""))) {
            throw ElbRefusals.noGroup();
        }
        return record;
    }

    private TargetGroup described(GroupRecord record) {
        return record.group.toBuilder().loadBalancerArns(state.balancersOf(record.arn)).build();
    }

    private static boolean sameRegion(String arn, String other) {
        return Arns.region(arn).equals(Arns.region(other)) && Arns.account(arn).equals(Arns.account(other));
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
