package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceConnectConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The part of a service whose change makes a new revision, and so a deployment. Never changed once made. */
final class ServiceSpec {

    final String taskDefinition;
    final List<LoadBalancer> loadBalancers;
    final List<ServiceRegistry> serviceRegistries;
    final NetworkConfiguration networkConfiguration;
    final String launchType;
    final List<CapacityProviderStrategyItem> capacityProviderStrategy;
    final String platformVersion;
    final ServiceConnectConfiguration serviceConnectConfiguration;
    final List<ServiceVolumeConfiguration> volumeConfigurations;

    private ServiceSpec(
            String taskDefinition, List<LoadBalancer> loadBalancers, List<ServiceRegistry> serviceRegistries,
            NetworkConfiguration networkConfiguration, String launchType,
            List<CapacityProviderStrategyItem> capacityProviderStrategy, String platformVersion,
            ServiceConnectConfiguration serviceConnectConfiguration, List<ServiceVolumeConfiguration> volumeConfigurations) {
        this.taskDefinition = taskDefinition;
        this.loadBalancers = loadBalancers;
        this.serviceRegistries = serviceRegistries;
        this.networkConfiguration = networkConfiguration;
        this.launchType = launchType;
        this.capacityProviderStrategy = capacityProviderStrategy;
        this.platformVersion = platformVersion;
        this.serviceConnectConfiguration = serviceConnectConfiguration;
        this.volumeConfigurations = volumeConfigurations;
    }

    static ServiceSpec of(CreateServiceRequest asked, String taskDefinition) {
        boolean providers = asked.hasCapacityProviderStrategy() && !asked.capacityProviderStrategy().isEmpty();
        return new ServiceSpec(
                taskDefinition,
                asked.loadBalancers(),
                asked.serviceRegistries(),
                asked.networkConfiguration(),
                providers ? null : asked.launchTypeAsString() == null ? "FARGATE" : asked.launchTypeAsString(),
                asked.capacityProviderStrategy(),
                asked.platformVersion() == null ? "LATEST" : asked.platformVersion(),
                asked.serviceConnectConfiguration(),
                asked.volumeConfigurations());
    }

    /** What a task set runs: nothing is taken from its service. */
    static ServiceSpec of(CreateTaskSetRequest asked, String taskDefinition) {
        boolean providers = asked.hasCapacityProviderStrategy() && !asked.capacityProviderStrategy().isEmpty();
        return new ServiceSpec(taskDefinition, asked.loadBalancers(), asked.serviceRegistries(), asked.networkConfiguration(),
                providers ? null : asked.launchTypeAsString() == null ? "FARGATE" : asked.launchTypeAsString(),
                asked.capacityProviderStrategy(), asked.platformVersion() == null ? "LATEST" : asked.platformVersion(), null, List.of());
    }

    /** This, with what the update names; unnamed parts stay. */
    ServiceSpec with(UpdateServiceRequest asked, String definition) {
        return new ServiceSpec(
                definition == null ? taskDefinition : definition,
                asked.hasLoadBalancers() ? asked.loadBalancers() : loadBalancers,
                asked.hasServiceRegistries() ? asked.serviceRegistries() : serviceRegistries,
                asked.networkConfiguration() == null ? networkConfiguration : asked.networkConfiguration(),
                asked.hasCapacityProviderStrategy() ? null : launchType,
                asked.hasCapacityProviderStrategy() ? asked.capacityProviderStrategy() : capacityProviderStrategy,
                asked.platformVersion() == null ? platformVersion : asked.platformVersion(),
                asked.serviceConnectConfiguration() == null ? serviceConnectConfiguration : asked.serviceConnectConfiguration(),
                asked.hasVolumeConfigurations() ? asked.volumeConfigurations() : volumeConfigurations);
    }

    String resolvedPlatform() {
        return platformVersion.equals("LATEST") ? "1.4.0" : platformVersion;
    }

    /** Whether a service that changes from {@code other} to this needs a deployment. */
    boolean deploysAfter(ServiceSpec other) {
        return !(Objects.equals(taskDefinition, other.taskDefinition)
                && loadBalancers.equals(other.loadBalancers)
                && serviceRegistries.equals(other.serviceRegistries)
                && Objects.equals(networkConfiguration, other.networkConfiguration)
                && platformVersion.equals(other.platformVersion)
                && Objects.equals(serviceConnectConfiguration, other.serviceConnectConfiguration)
                && volumeConfigurations.equals(other.volumeConfigurations));
    }
}
