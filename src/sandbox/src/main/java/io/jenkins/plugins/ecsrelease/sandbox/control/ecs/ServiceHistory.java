package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CreatedAt;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;

/** Service deployments and service revisions, those that are over included. */
final class ServiceHistory {

    private final World world;
    private final EcsState state;
    private final Deployments deployments;
    private final Faults faults;

    ServiceHistory(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        deployments = world.part(Deployments.class);
        faults = world.part(Faults.class);
    }

    DescribeServiceDeploymentsResponse describe(DescribeServiceDeploymentsRequest request) {
        limit(request.serviceDeploymentArns(), "serviceDeploymentArns");
        List<ServiceDeployment> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : request.serviceDeploymentArns()) {
            Optional<DeploymentRecord> deployment = deployment(arn);
            if (deployment.isEmpty() || faults.hides(deployment.get().createdAt)) {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                found.add(shown(deployment.get()));
            }
        }
        Extra.current().answer(answer -> answer.path("serviceDeployments").forEach(this::write));
        return DescribeServiceDeploymentsResponse.builder().serviceDeployments(found).failures(failures).build();
    }

    private ServiceDeployment shown(DeploymentRecord deployment) {
        return deployment.before != null && faults.hides(deployment.updatedAt) ? deployment.before : deployment.describe();
    }

    private void write(JsonNode encoded) {
        deployment(encoded.path("serviceDeploymentArn").asText()).ifPresent(deployment -> {
            Hooks.writeRuns((ObjectNode) encoded, deployment);
            Hooks.write(encoded.path("deploymentConfiguration"), deployment.hooks, deployment.breakerThreshold);
        });
    }

    ListServiceDeploymentsResponse list(ListServiceDeploymentsRequest request) {
        ServiceRecord service = state.service(state.cluster(request.cluster()), request.service())
                .orElseThrow(EcsRefusals::serviceNotFound);
        CreatedAt created = request.createdAt();
        List<ServiceDeploymentBrief> found = new ArrayList<>();
        for (DeploymentRecord deployment : service.controller.equals("ECS") ? service.deployments : List.<DeploymentRecord>of()) {
            String status = shown(deployment).statusAsString();
            boolean asked = !request.hasStatus() || request.statusAsStrings().contains(status);
            boolean late = created != null && created.before() != null && deployment.createdAt.isAfter(created.before());
            boolean early = created != null && created.after() != null && deployment.createdAt.isBefore(created.after());
            if (asked && !late && !early && !faults.hides(deployment.createdAt)) {
                found.add(deployment.brief().toBuilder().status(status).build());
            }
        }
        Collections.reverse(found);
        Page<ServiceDeploymentBrief> page = Page.of(found, request.nextToken(), request.maxResults(), 100, 20);
        return ListServiceDeploymentsResponse.builder().serviceDeployments(page.items()).nextToken(page.next()).build();
    }

    DescribeServiceRevisionsResponse revisions(DescribeServiceRevisionsRequest request) {
        limit(request.serviceRevisionArns(), "serviceRevisionArns");
        List<ServiceRevision> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : request.serviceRevisionArns()) {
            Optional<RevisionRecord> revision = state.services.values().stream()
                    .flatMap(service -> service.revisions.stream()).filter(one -> one.arn.equals(arn) && isHere(arn)).findFirst();
            if (revision.isEmpty() || faults.hides(revision.get().createdAt)) {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            } else {
                found.add(revision.get().describe());
            }
        }
        return DescribeServiceRevisionsResponse.builder().serviceRevisions(found).failures(failures).build();
    }

    StopServiceDeploymentResponse stop(StopServiceDeploymentRequest request) {
        if (request.serviceDeploymentArn() == null) {
            throw EcsRefusals.invalid("serviceDeploymentArn is required.");
        }
        deployments.stop(request, Deployments.find(state, request.serviceDeploymentArn()));
        return StopServiceDeploymentResponse.builder().serviceDeploymentArn(request.serviceDeploymentArn()).build();
    }

    private Optional<DeploymentRecord> deployment(String arn) {
        return state.services.values().stream().flatMap(service -> service.deployments.stream())
                .filter(deployment -> deployment.arn.equals(arn) && isHere(arn)).findFirst();
    }

    private static boolean isHere(String arn) {
        return Arns.region(arn).equals(Call.current().region());
    }

    private static void limit(List<String> arns, String field) {
        if (arns.isEmpty() || arns.size() > 20) {
            throw EcsRefusals.invalid(field + " must have between 1 and 20 elements.");
        }
    }
}
