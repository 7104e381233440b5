package io.jenkins.plugins.ecsrelease.rehearsal;

import io.jenkins.plugins.ecsrelease.rehearsal.example.Clients;
import io.jenkins.plugins.ecsrelease.rehearsal.example.Environment;
import io.jenkins.plugins.ecsrelease.rehearsal.example.ExampleAccount;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Looks at the example's account from outside the pipeline, as its administrator. */
final class Account implements AutoCloseable {

    private final Clients clients;

    Account(URI endpoint) {
        clients = new Clients(endpoint, ExampleAccount.REGION, AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET);
    }

    Clients clients() {
        return clients;
    }

    /** Waits until a service runs what it was created with. */
    void awaitSteady(Environment environment) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!steady(environment)) {
            boolean hopeless = service(environment).deployments().stream().anyMatch(each -> each.failedTasks() != null && each.failedTasks() > 3);
            if (hopeless || System.nanoTime() > until) {
                throw new IllegalStateException(environment.cluster() + "/" + environment.service() + " did not become steady: "
                        + whyStopped(environment));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private String whyStopped(Environment environment) {
        EcsClient ecs = clients.of(EcsClient.class);
        List<String> arns = ecs.listTasks(list -> list.cluster(environment.cluster()).desiredStatus("STOPPED").maxResults(1)).taskArns();
        return arns.isEmpty() ? "no task of it has stopped."
                : ecs.describeTasks(describe -> describe.cluster(environment.cluster()).tasks(arns)).tasks().get(0).stoppedReason();
    }

    private boolean steady(Environment environment) {
        Service service = service(environment);
        return service.runningCount().equals(service.desiredCount()) && service.pendingCount() == 0
                && service.deployments().size() == 1
                && service.deployments().get(0).rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    Service service(Environment environment) {
        return clients.of(EcsClient.class).describeServices(describe -> describe.cluster(environment.cluster())
                .services(environment.service())).services().get(0);
    }

    /** The digests of what runs there now. */
    Set<String> digests(Environment environment) {
        EcsClient ecs = clients.of(EcsClient.class);
        List<String> arns = ecs.listTasks(list -> list.cluster(environment.cluster()).serviceName(environment.service())).taskArns();
        Set<String> digests = new TreeSet<>();
        if (!arns.isEmpty()) {
            for (Task task : ecs.describeTasks(describe -> describe.cluster(environment.cluster()).tasks(arns)).tasks()) {
                if ("RUNNING".equals(task.lastStatus()) && "RUNNING".equals(task.desiredStatus())) {
                    task.containers().stream().map(Container::imageDigest).forEach(digests::add);
                }
            }
        }
        return digests;
    }

    /** Family and revision of what the service is set to. */
    String revision(Environment environment) {
        return service(environment).taskDefinition().replaceFirst(".*/", "");
    }

    /** Where visitors reach it on this machine. */
    URI url(Environment environment) {
        ElasticLoadBalancingV2Client elb = clients.of(ElasticLoadBalancingV2Client.class);
        Listener listener = elb.describeListeners(describe -> describe.loadBalancerArn(environment.loadBalancerArn()))
                .listeners().stream().filter(each -> each.port() == 80).findFirst().orElseThrow();
        return elb.describeListenerAttributes(describe -> describe.listenerArn(listener.listenerArn())).attributes().stream()
                .filter(attribute -> attribute.key().equals("sandbox.url")).findFirst()
                .map(attribute -> URI.create(attribute.value())).orElseThrow();
    }

    /** A new key for the pipeline; what it had before is deleted. */
    AccessKey newKey() {
        IamClient iam = clients.of(IamClient.class);
        iam.listAccessKeys(list -> list.userName("jenkins")).accessKeyMetadata()
                .forEach(old -> iam.deleteAccessKey(delete -> delete.userName("jenkins").accessKeyId(old.accessKeyId())));
        return iam.createAccessKey(create -> create.userName("jenkins")).accessKey();
    }

    @Override
    public void close() {
        clients.close();
    }
}
