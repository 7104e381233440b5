package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an operation's saved order and phases are made of, down to plain values; and whether they are nothing but those.
 */
final class Shape {

    private static final Set<Class<?>> PLAIN = Set.of(String.class, int.class, long.class, boolean.class, double.class,
            Integer.class, Long.class, Boolean.class, Double.class, Instant.class, Duration.class, byte[].class);
    private static final Set<Class<?>> HOLDERS = Set.of(List.class, Set.class, Map.class, Optional.class);

    private final SortedMap<String, String> records = new TreeMap<>();
    private final Set<String> strange = new LinkedHashSet<>();

    static Shape of(Operation<?> operation) {
        Shape shape = new Shape();
        shape.visit(operation.order(), operation.kind() + "'s order");
        for (Map.Entry<String, Class<? extends Phase>> phase : new TreeMap<>(operation.phases()).entrySet()) {
            shape.visit(phase.getValue(), operation.kind() + "'s phase " + phase.getKey());
            shape.records.put("phase " + phase.getKey(), name(phase.getValue()));
        }
        return shape;
    }

    /** Types that are no plain values, and where they were met. */
    Set<String> strange() {
        return strange;
    }

    @Override
    public String toString() {
        return records.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue() + "\n").collect(Collectors.joining());
    }

    private void visit(Type type, String where) {
        if (type instanceof ParameterizedType holder) {
            if (HOLDERS.contains((Class<?>) holder.getRawType())) {
                Arrays.stream(holder.getActualTypeArguments()).forEach(argument -> visit(argument, where));
            } else {
                strange.add(where + ": " + type.getTypeName());
            }
            return;
        }
        Class<?> plain = type instanceof Class<?> known ? known : Object.class;
        if (PLAIN.contains(plain)) {
            return;
        }
        if (plain == Object.class && where.contains("Outcome.result")) {
            return;
        }
        boolean ours = plain.getName().startsWith("io.jenkins.plugins.ecsrelease.engine.");
        if (ours && plain.isRecord()) {
            record(plain);
        } else if (ours && plain.isEnum()) {
            records.put(name(plain), Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList().toString());
        } else if (ours && plain.isInterface() && plain.isSealed()) {
            records.put(name(plain), Arrays.stream(plain.getPermittedSubclasses()).map(Shape::name).sorted().toList().toString());
            Arrays.stream(plain.getPermittedSubclasses()).forEach(permitted -> visit(permitted, name(plain)));
        } else {
            strange.add(where + ": " + type.getTypeName());
        }
    }

    private void record(Class<?> record) {
        if (records.containsKey(name(record))) {
            return;
        }
        records.put(name(record), Arrays.stream(record.getRecordComponents())
                .map(component -> component.getName() + " " + text(component.getGenericType()))
                .toList().toString());
        for (RecordComponent component : record.getRecordComponents()) {
            visit(component.getGenericType(), name(record) + "." + component.getName());
        }
    }

    private static String text(Type type) {
        if (type instanceof ParameterizedType holder) {
            return text(holder.getRawType())
                    + Arrays.stream(holder.getActualTypeArguments()).map(Shape::text).collect(Collectors.joining(", ", "<", ">"));
        }
        return type instanceof Class<?> plain ? name(plain) : type.getTypeName();
    }

    private static String name(Class<?> type) {
        return type.getEnclosingClass() == null ? type.getSimpleName() : name(type.getEnclosingClass()) + "." + type.getSimpleName();
    }
}
