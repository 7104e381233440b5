package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.Buildable;

/** Every operation of every service, with a value in every member, says the same on both sides of the wire. */
public class EveryMessageTest {

    private static final List<Class<?>> CLIENTS = List.of(
            EcsClient.class, EcrClient.class, ElasticLoadBalancingV2Client.class, RdsClient.class, KmsClient.class,
            CloudWatchClient.class, CloudWatchLogsClient.class, SecretsManagerClient.class, StsClient.class, IamClient.class,
            SsmClient.class, CodeDeployClient.class, ApplicationAutoScalingClient.class, Ec2Client.class);

    /** Of EC2's hundreds, those around networks. */
    private static final Pattern NETWORK = Pattern.compile("Vpc|Subnet|SecurityGroup|NetworkInterface|RouteTable|AvailabilityZone");

    /** The EC2 client writes no fractions of seconds in requests. */
    private static final Set<String> SECONDS_ONLY = Set.of("describeSpotFleetRequestHistory", "requestSpotFleet");

    private final AtomicReference<Object> received = new AtomicReference<>();
    private final AtomicReference<Object> answer = new AtomicReference<>();

    @Test
    public void arrivesAsItWasSentAndComesBackAsItWasAnswered() throws Exception {
        World world = new World(new VirtualTime(Instant.now()));
        Api api = new Api(world, CLIENTS.stream().map(this::mirror).toList());
        List<String> differences = new ArrayList<>();
        int operations = 0;
        for (Class<?> type : CLIENTS) {
            Object client = client(type, api);
            for (Method operation : type.getMethods()) {
                if (operation.getParameterCount() == 1 && (type != Ec2Client.class || NETWORK.matcher(operation.getName()).find())
                        && AwsRequest.class.isAssignableFrom(operation.getParameterTypes()[0])
                        && SdkPojo.class.isAssignableFrom(operation.getReturnType())) {
                    operations++;
                    compare(client, operation, differences);
                }
            }
        }
        System.out.println("Messages compared: " + operations + " operations of " + CLIENTS.size() + " services");
        assertEquals(String.join("\n", differences), 0, differences.size());
        assertTrue("only " + operations, operations > 1000);
        assertEquals(List.of(), world.part(Unmodelled.class).members());
    }

    @Test
    public void everyModelledErrorArrivesAsTheExceptionThatWasThrown() throws Exception {
        Api api = new Api(new World(new VirtualTime(Instant.now())), CLIENTS.stream().map(this::mirror).toList());
        List<String> differences = new ArrayList<>();
        int errors = 0;
        for (Class<?> type : CLIENTS) {
            Object client = client(type, api);
            Method operation = List.of(type.getMethods()).stream()
                    .filter(method -> method.getParameterCount() == 1
                            && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                            && SdkPojo.class.isAssignableFrom(method.getReturnType())
                            && !method.getName().startsWith("assumeRoleWith"))
                    .findFirst().orElseThrow();
            for (Class<?> error : ModelledErrors.of(type).classes()) {
                errors++;
                AwsServiceException.Builder builder = (AwsServiceException.Builder) error.getMethod("builder").invoke(null);
                AwsServiceException thrown = (AwsServiceException) Filled.message((SdkPojo) builder.message("Said <so>"));
                answer.set(thrown);
                Object caught = caught(client, operation);
                boolean same = caught.getClass() == error
                        && JsonTree.encode((SdkPojo) caught).equals(JsonTree.encode((SdkPojo) thrown))
                        && ((AwsServiceException) caught).awsErrorDetails().errorMessage().equals("Said <so>");
                if (!same) {
                    differences.add(error.getSimpleName() + " arrived as " + caught);
                }
            }
        }
        System.out.println("Errors compared: " + errors);
        assertEquals(String.join("\n", differences), 0, differences.size());
        assertTrue("only " + errors, errors > 500);
    }

    private static Object caught(Object client, Method operation) throws Exception {
        try {
            operation.setAccessible(true);
            return operation.invoke(client, Filled.message(builder(operation.getParameterTypes()[0])));
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private void compare(Object client, Method operation, List<String> differences) throws Exception {
        Object request = Filled.message(builder(operation.getParameterTypes()[0]));
        Object response = Filled.message(builder(operation.getReturnType()));
        answer.set(response);
        String name = client.getClass().getSimpleName() + "." + operation.getName();
        try {
            operation.setAccessible(true);
            Object answered = operation.invoke(client, request);
            if (!SECONDS_ONLY.contains(operation.getName()) && !((SdkPojo) request).equalsBySdkFields(received.get())) {
                differences.add(name + " request\n sent     " + request + "\n received " + received.get());
            }
            if (!((SdkPojo) response).equalsBySdkFields(answered)) {
                differences.add(name + " response\n answered " + response + "\n received " + answered);
            }
        } catch (InvocationTargetException e) {
            differences.add(name + " " + e.getCause());
        }
    }

    private static SdkPojo builder(Class<?> type) throws ReflectiveOperationException {
        return (SdkPojo) type.getMethod("builder").invoke(null);
    }

    private Handlers mirror(Class<?> client) {
        Object handler = Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client}, (self, method, arguments) -> {
            if (answer.get() instanceof SdkPojo && !(answer.get() instanceof AwsServiceException)
                    && !method.getReturnType().isInstance(answer.get())) {
                throw new Refused("NotAsked", "Authorization looks around before it asks.");
            }
            received.set(arguments[0]);
            if (answer.get() instanceof AwsServiceException) {
                throw (AwsServiceException) answer.get();
            }
            return answer.get();
        });
        return new Handlers() {
            @Override
            public Class<?> client() {
                return client;
            }

            @Override
            public Object in(World world) {
                return handler;
            }
        };
    }

    static Object client(Class<?> type, Api api) throws ReflectiveOperationException {
        AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
        builder.region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET)));
        builder.overrideConfiguration(c -> c.retryStrategy(retry -> retry.maxAttempts(1)));
        ((SdkSyncClientBuilder<?, ?>) builder).httpClient(new InProcess(api));
        return ((Buildable) builder).build();
    }
}
