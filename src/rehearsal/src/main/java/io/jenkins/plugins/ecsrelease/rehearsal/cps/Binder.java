package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * Makes a step, and what is nested in it, from named values. Stricter than Jenkins where Jenkins goes on with a warning or
 * a null: a parameter that does not exist and a mandatory one that is missing are errors here.
 */
final class Binder {

    private final StepRegistry registry;

    Binder(StepRegistry registry) {
        this.registry = registry;
    }

    Step step(StepDescriptor descriptor, Map<String, Object> named) {
        return (Step) make(descriptor.getFunctionName(), descriptor.clazz, named);
    }

    private Object make(String name, Class<?> type, Map<String, Object> named) {
        Shape shape = Shape.of(type);
        for (String given : named.keySet()) {
            if (!shape.names().contains(given)) {
                throw new IllegalArgumentException(name + " has no parameter '" + given + "'; it has " + shape.names()
                        + Nearest.hint(given, shape.names()));
            }
        }
        List<Object> values = new ArrayList<>();
        shape.required().forEach((parameter, declared) -> {
            if (!named.containsKey(parameter)) {
                if (shape.absent().contains(parameter)) {
                    values.add(null);
                    return;
                }
                throw new IllegalArgumentException(name + " needs the parameter '" + parameter + "'.");
            }
            values.add(coerce(name, parameter, named.get(parameter), declared));
        });
        try {
            shape.constructor().setAccessible(true);
            Object made = shape.constructor().newInstance(values.toArray());
            for (Map.Entry<String, Shape.Setter> setter : shape.optional().entrySet()) {
                if (named.containsKey(setter.getKey())) {
                    setter.getValue().set(made,
                            coerce(name, setter.getKey(), named.get(setter.getKey()), setter.getValue().type()));
                }
            }
            return made;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalArgumentException("Could not instantiate " + named + " for " + name + ": " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Could not instantiate " + named + " for " + name + ": " + e, e);
        }
    }

    private Object coerce(String name, String parameter, Object value, Type declared) {
        Class<?> type = raw(declared);
        if (value == null) {
            if (type.isPrimitive()) {
                throw wrong(name, parameter, null, type);
            }
            return null;
        }
        if (type == Object.class) {
            return value instanceof CharSequence ? value.toString() : value;
        }
        if (type == String.class) {
            if (value instanceof CharSequence || value instanceof Character) {
                return value.toString();
            }
            throw wrong(name, parameter, value, type);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (value instanceof Boolean) {
                return value;
            }
            throw wrong(name, parameter, value, type);
        }
        if (value instanceof Number number) {
            Object numeric = number(number, type);
            if (numeric != null) {
                return numeric;
            }
        }
        if (type.isEnum() && value instanceof CharSequence) {
            return constant(name, parameter, value.toString(), type);
        }
        if (Collection.class.isAssignableFrom(type) && value instanceof Collection<?> elements) {
            return collection(name, parameter, elements, declared, type);
        }
        if (Map.class.isAssignableFrom(type) && value instanceof Map<?, ?>) {
            return value;
        }
        if (value instanceof Symbol symbol) {
            return nested(name, parameter, symbol, type);
        }
        if (type.isInstance(value)) {
            return value;
        }
        if (value instanceof Map<?, ?> map && !type.isInterface()
                && !java.lang.reflect.Modifier.isAbstract(type.getModifiers())) {
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((key, element) -> named.put(String.valueOf(key), element));
            return make(name + " " + parameter, type, named);
        }
        throw wrong(name, parameter, value, type);
    }

    private Object collection(String name, String parameter, Collection<?> elements, Type declared, Class<?> type) {
        Type element = declared instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : Object.class;
        Collection<Object> all = Set.class.isAssignableFrom(type) ? new LinkedHashSet<>() : new ArrayList<>();
        for (Object each : elements) {
            all.add(coerce(name, parameter, each, element));
        }
        return all;
    }

    private Object nested(String name, String parameter, Symbol symbol, Class<?> type) {
        Class<?> made = registry.symbol(symbol.name());
        if (made == null || !type.isAssignableFrom(made)) {
            throw new IllegalArgumentException(name + " cannot take " + symbol.name() + " as '" + parameter + "'.");
        }
        Map<String, Object> named = new LinkedHashMap<>(symbol.named());
        if (!symbol.unnamed().isEmpty()) {
            List<String> mandatory = Shape.of(made).mandatory();
            if (mandatory.size() != 1 || symbol.unnamed().size() != 1 || !named.isEmpty()) {
                throw new IllegalArgumentException("Expected named arguments but got " + symbol.unnamed() + " for "
                        + symbol.name() + ": " + Shape.of(made).names());
            }
            named.put(mandatory.get(0), symbol.unnamed().get(0));
        }
        return make(symbol.name(), made, named);
    }

    private static Object constant(String name, String parameter, String value, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name + ": '" + parameter + "' cannot be " + value + "; it is one of "
                + List.of(type.getEnumConstants()) + ".");
    }

    private static Object number(Number number, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return number.intValue();
        } else if (type == long.class || type == Long.class) {
            return number.longValue();
        } else if (type == double.class || type == Double.class) {
            return number.doubleValue();
        } else if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        return null;
    }

    private static IllegalArgumentException wrong(String name, String parameter, Object value, Class<?> type) {
        return new IllegalArgumentException(name + ": '" + parameter + "' must be " + type.getSimpleName() + ", not "
                + (value == null ? "null" : value.getClass().getSimpleName() + " " + value) + ".");
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        return type instanceof ParameterizedType parameterized ? (Class<?>) parameterized.getRawType() : Object.class;
    }
}
