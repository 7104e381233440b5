package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.protocols.core.ExceptionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The error code and the HTTP status of each modelled exception. A class is not named after its code
 * (DbClusterSnapshotAlreadyExistsException is DBClusterSnapshotAlreadyExistsFault), and only the generated clients know
 * both: those of query services hold a list, those of JSON services a function from code to exception.
 */
final class ModelledErrors {

    private record Known(String code, int status) {}

    private final Map<Class<?>, Known> byClass = new HashMap<>();

    private ModelledErrors(List<ExceptionMetadata> modelled) {
        for (ExceptionMetadata one : modelled) {
            Object exception = ((Buildable) one.exceptionBuilderSupplier().get()).build();
            byClass.putIfAbsent(exception.getClass(),
                    new Known(one.errorCode(), one.httpStatusCode() == null ? 400 : one.httpStatusCode()));
        }
    }

    static ModelledErrors of(Class<?> client) {
        try (SdkClient generated = client(client)) {
            Optional<Field> list = List.of(generated.getClass().getDeclaredFields()).stream()
                    .filter(field -> field.getName().equals("protocolFactory"))
                    .findFirst();
            if (list.isPresent()) {
                list.get().setAccessible(true);
                Object factory = list.get().get(generated);
                for (Class<?> type = factory.getClass(); type != Object.class; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        if (field.getName().equals("modeledExceptions")) {
                            field.setAccessible(true);
                            @SuppressWarnings("unchecked")
                            List<ExceptionMetadata> exceptions = (List<ExceptionMetadata>) field.get(factory);
                            if (!exceptions.isEmpty()) {
                                return new ModelledErrors(exceptions);
                            }
                        }
                    }
                }
            }
            return new ModelledErrors(byCode(generated.getClass()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This SDK's " + client.getSimpleName() + " hides its errors", e);
        }
    }

    private static SdkClient client(Class<?> client) throws ReflectiveOperationException {
        AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) client.getMethod("builder").invoke(null);
        builder.region(Region.US_EAST_1).credentialsProvider(AnonymousCredentialsProvider.create());
        ((software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<?, ?>) builder).httpClient(new NoHttp());
        return (SdkClient) ((Buildable) builder).build();
    }

    /** Asks the function of the client about every string constant that its class has. */
    private static List<ExceptionMetadata> byCode(Class<?> generated) throws ReflectiveOperationException {
        List<ExceptionMetadata> found = new ArrayList<>();
        for (Method method : generated.getDeclaredMethods()) {
            if (method.isSynthetic() && method.getReturnType() == Optional.class && method.getParameterCount() == 1
                    && method.getParameterTypes()[0] == String.class) {
                method.setAccessible(true);
                for (String constant : constants(generated)) {
                    ((Optional<?>) method.invoke(null, constant)).ifPresent(one -> found.add((ExceptionMetadata) one));
                }
                return found;
            }
        }
        return found;
    }

    /** The strings in a class file's constant pool, see chapter 4.4 of the Java Virtual Machine Specification. */
    private static List<String> constants(Class<?> type) {
        List<String> strings = new ArrayList<>();
        try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class");
                DataInputStream in = new DataInputStream(file)) {
            in.readLong();
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> strings.add(in.readUTF());
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                    case 5, 6 -> {
                        in.readLong();
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
                    case 15 -> {
                        in.readUnsignedByte();
                        in.readUnsignedShort();
                    }
                    default -> throw new IllegalStateException("A constant of kind " + tag);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return strings;
    }

    /** Every exception that the service's model has. */
    Set<Class<?>> classes() {
        return byClass.keySet();
    }

    /** The failure that this exception stands for; empty where the service's model does not have it. */
    Optional<Failure> failure(AwsServiceException exception) {
        Known known = byClass.get(exception.getClass());
        String message = exception.rawMessage();
        if (known != null) {
            SdkPojo fields = exception instanceof SdkPojo ? (SdkPojo) exception : null;
            return Optional.of(new Failure(known.status(), known.code(), message == null ? "" : message, fields));
        }
        if (exception.awsErrorDetails() != null && exception.awsErrorDetails().errorCode() != null) {
            int status = exception.statusCode() == 0 ? 400 : exception.statusCode();
            return Optional.of(new Failure(status, exception.awsErrorDetails().errorCode(),
                    String.valueOf(exception.awsErrorDetails().errorMessage())));
        }
        return Optional.empty();
    }

    private static final class NoHttp implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            throw new IllegalStateException("This client only tells its errors");
        }

        @Override
        public void close() {
            // It has nothing open.
        }
    }
}
