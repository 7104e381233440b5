package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.*;

/** The operations of Amazon ECS that the sandbox knows; each leads to the class that knows how. */
final class Ecs implements EcsClient {

    private final EcsState state;
    private final Clusters clusters;
    private final TaskDefinitions definitions;
    private final Services services;
    private final ServiceHistory history;
    private final TaskSets taskSets;
    private final Tasks tasks;
    private final Exec exec;

    Ecs(World world) {
        state = world.part(EcsState.class);
        clusters = new Clusters(state);
        definitions = world.part(TaskDefinitions.class);
        services = world.part(Services.class);
        history = world.part(ServiceHistory.class);
        taskSets = world.part(TaskSets.class);
        tasks = world.part(Tasks.class);
        exec = world.part(Exec.class);
    }

    @Override
    public String serviceName() {
        return "ecs";
    }

    @Override
    public void close() {
        // The state belongs to the world.
    }

    @Override
    public CreateClusterResponse createCluster(CreateClusterRequest request) {
        return CreateClusterResponse.builder().cluster(clusters.create(request)).build();
    }

    @Override
    public UpdateClusterResponse updateCluster(UpdateClusterRequest request) {
        return UpdateClusterResponse.builder().cluster(clusters.update(request)).build();
    }

    @Override
    public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
        return DeleteClusterResponse.builder().cluster(clusters.delete(request.cluster())).build();
    }

    @Override
    public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
        return clusters.describe(request);
    }

    @Override
    public ListClustersResponse listClusters(ListClustersRequest request) {
        Page<String> page = Page.of(clusters.list(), request.nextToken(), request.maxResults(), 100);
        return ListClustersResponse.builder().clusterArns(page.items()).nextToken(page.next()).build();
    }

    @Override
    public RegisterTaskDefinitionResponse registerTaskDefinition(RegisterTaskDefinitionRequest request) {
        return definitions.register(request);
    }

    @Override
    public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
        return definitions.describe(request);
    }

    @Override
    public DeregisterTaskDefinitionResponse deregisterTaskDefinition(DeregisterTaskDefinitionRequest request) {
        return definitions.deregister(request.taskDefinition());
    }

    @Override
    public ListTaskDefinitionsResponse listTaskDefinitions(ListTaskDefinitionsRequest request) {
        return definitions.list(request);
    }

    @Override
    public ListTaskDefinitionFamiliesResponse listTaskDefinitionFamilies(ListTaskDefinitionFamiliesRequest request) {
        return definitions.families(request);
    }

    @Override
    public CreateServiceResponse createService(CreateServiceRequest request) {
        return CreateServiceResponse.builder().service(services.create(request)).build();
    }

    @Override
    public UpdateServiceResponse updateService(UpdateServiceRequest request) {
        return UpdateServiceResponse.builder().service(services.update(request)).build();
    }

    @Override
    public DeleteServiceResponse deleteService(DeleteServiceRequest request) {
        return DeleteServiceResponse.builder().service(services.delete(request)).build();
    }

    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
        return services.describe(request);
    }

    @Override
    public ListServicesResponse listServices(ListServicesRequest request) {
        return services.list(request);
    }

    @Override
    public DescribeServiceDeploymentsResponse describeServiceDeployments(DescribeServiceDeploymentsRequest request) {
        return history.describe(request);
    }

    @Override
    public ListServiceDeploymentsResponse listServiceDeployments(ListServiceDeploymentsRequest request) {
        return history.list(request);
    }

    @Override
    public DescribeServiceRevisionsResponse describeServiceRevisions(DescribeServiceRevisionsRequest request) {
        return history.revisions(request);
    }

    @Override
    public StopServiceDeploymentResponse stopServiceDeployment(StopServiceDeploymentRequest request) {
        return history.stop(request);
    }

    @Override
    public CreateTaskSetResponse createTaskSet(CreateTaskSetRequest request) {
        return CreateTaskSetResponse.builder().taskSet(taskSets.create(request)).build();
    }

    @Override
    public UpdateTaskSetResponse updateTaskSet(UpdateTaskSetRequest request) {
        return UpdateTaskSetResponse.builder().taskSet(taskSets.update(request)).build();
    }

    @Override
    public UpdateServicePrimaryTaskSetResponse updateServicePrimaryTaskSet(UpdateServicePrimaryTaskSetRequest request) {
        return UpdateServicePrimaryTaskSetResponse.builder().taskSet(taskSets.primary(request)).build();
    }

    @Override
    public DeleteTaskSetResponse deleteTaskSet(DeleteTaskSetRequest request) {
        return DeleteTaskSetResponse.builder().taskSet(taskSets.delete(request)).build();
    }

    @Override
    public DescribeTaskSetsResponse describeTaskSets(DescribeTaskSetsRequest request) {
        return taskSets.describe(request);
    }

    @Override
    public RunTaskResponse runTask(RunTaskRequest request) {
        return tasks.run(request);
    }

    @Override
    public StopTaskResponse stopTask(StopTaskRequest request) {
        return StopTaskResponse.builder().task(tasks.stop(request)).build();
    }

    @Override
    public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
        return tasks.describe(request);
    }

    @Override
    public ListTasksResponse listTasks(ListTasksRequest request) {
        return tasks.list(request);
    }

    @Override
    public ExecuteCommandResponse executeCommand(ExecuteCommandRequest request) {
        return exec.execute(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        requireKnown(request.resourceArn());
        state.tag(request.resourceArn(), request.tags());
        state.world.ledger().add(request.resourceArn(), Map.of("tags", request.tags().stream().map(Tag::key).toList()));
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        requireKnown(request.resourceArn());
        state.untag(request.resourceArn(), request.tagKeys());
        state.world.ledger().add(request.resourceArn(), Map.of("tags", request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        requireKnown(request.resourceArn());
        return ListTagsForResourceResponse.builder().tags(state.tags(request.resourceArn())).build();
    }

    private void requireKnown(String arn) {
        if (arn == null || !arn.startsWith("arn:aws:ecs:")) {
            throw EcsRefusals.invalid("The specified resource ARN is not valid.");
        }
        boolean known = state.clusters.containsKey(arn) || state.services.containsKey(arn) || state.tasks.containsKey(arn)
                || state.services.values().stream().anyMatch(service -> service.taskSets.stream().anyMatch(set -> set.arn.equals(arn)))
                || arn.contains(":task-definition/") && definitions.find(arn) != null;
        if (!known) {
            throw (EcsException) ResourceNotFoundException.builder()
                    .message("The specified resource could not be found.").build();
        }
    }
}
