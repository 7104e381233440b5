package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.RawOperation;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;

/** One AWS service of a world: its operations and its errors. An operation's name is its method's, first letter raised. */
final class Service {

    /** An operation that a handler declares. */
    record Operation(Object handler, Method method) {

        SdkPojo builder() {
            try {
                return (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        SdkPojo answer(Object request) throws Exception {
            try {
                return (SdkPojo) method.invoke(handler, request);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error) {
                    throw (Error) e.getCause();
                }
                throw (Exception) e.getCause();
            }
        }
    }

    private final String name;
    private final Class<?> client;
    private final Set<String> modelled = new HashSet<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, RawOperation> raw = new HashMap<>();
    private ModelledErrors errors;

    Service(String name, List<Handlers> handlers, World world) {
        this.name = name;
        client = handlers.get(0).client();
        for (Method method : client.getMethods()) {
            if (isOperation(method)) {
                modelled.add(raise(method.getName()));
            }
        }
        for (Handlers room : handlers) {
            Object handler = room.in(world);
            if (!client.isInstance(handler)) {
                throw new IllegalStateException(handler.getClass() + " does not implement " + client.getSimpleName());
            }
            for (Class<?> type = handler.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    if (isOperation(method) && modelled.contains(raise(method.getName()))) {
                        method.setAccessible(true);
                        operations.putIfAbsent(raise(method.getName()), new Operation(handler, method));
                    }
                }
            }
            raw.putAll(room.raw(world));
        }
    }

    private static boolean isOperation(Method method) {
        return !method.isBridge() && method.getParameterCount() == 1
                && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && SdkPojo.class.isAssignableFrom(method.getReturnType());
    }

    private static String raise(String method) {
        return Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }

    String name() {
        return name;
    }

    /** Null where no handler declares it. */
    Operation operation(String operation) {
        return operations.get(operation);
    }

    /** Null where no handler registered it. */
    RawOperation raw(String operation) {
        return raw.get(operation);
    }

    /** Whether the SDK's model has this operation. */
    boolean models(String operation) {
        return modelled.contains(operation);
    }

    /** Read from the SDK's generated client on the first error, because that takes a while. */
    synchronized ModelledErrors errors() {
        if (errors == null) {
            errors = ModelledErrors.of(client);
        }
        return errors;
    }
}
