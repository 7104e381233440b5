package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One AWS account on this machine. Each room keeps its own state in a part of the world, found by its class; the parts of
 * a world see one another, and nothing is static.
 */
public final class World {

    /** The account that the sandbox's keys belong to, unless a role of another account is assumed. */
    public static final String ACCOUNT = "123456789012";

    private final Time time;
    private final Ledger ledger;
    private final Map<Class<?>, Object> parts = new ConcurrentHashMap<>();

    public World(Time time) {
        this.time = time;
        this.ledger = new Ledger(time);
    }

    public Time time() {
        return time;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The one part of this class, made on first use by its constructor that takes a {@link World}. */
    public <T> T part(Class<T> type) {
        Object part = parts.get(type);
        if (part == null) {
            T made = make(type);
            Object first = parts.putIfAbsent(type, made);
            part = first == null ? made : first;
        }
        return type.cast(part);
    }

    private <T> T make(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(World.class);
            constructor.setAccessible(true);
            return constructor.newInstance(this);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The sandbox could not make its " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no part of a world: it needs a constructor that takes a World.", e);
        }
    }
}
