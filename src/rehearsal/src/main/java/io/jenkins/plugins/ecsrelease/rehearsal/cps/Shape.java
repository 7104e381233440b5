package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of something that Jenkins makes from named values: those of its data-bound constructor and setters. */
record Shape(Constructor<?> constructor, Map<String, Type> required, Set<String> absent, Map<String, Setter> optional) {

    /** A setter method or a field. */
    record Setter(AnnotatedElement element, Type type) {
        void set(Object target, Object value) throws ReflectiveOperationException {
            if (element instanceof Method method) {
                method.setAccessible(true);
                method.invoke(target, value);
            } else {
                ((Field) element).setAccessible(true);
                ((Field) element).set(target, value);
            }
        }
    }

    static Shape of(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                return of(type, constructor);
            }
        }
        throw new IllegalArgumentException(type.getName() + " has no constructor with @DataBoundConstructor.");
    }

    private static Shape of(Class<?> type, Constructor<?> constructor) {
        Map<String, Type> required = new LinkedHashMap<>();
        Set<String> absent = new LinkedHashSet<>();
        for (Parameter parameter : constructor.getParameters()) {
            if (!parameter.isNamePresent()) {
                throw new IllegalArgumentException(type.getName() + " was compiled without parameter names.");
            }
            required.put(parameter.getName(), parameter.getParameterizedType());
            if (parameter.isAnnotationPresent(MayBeAbsent.class)) {
                absent.add(parameter.getName());
            }
        }
        Map<String, Setter> optional = new LinkedHashMap<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isAnnotationPresent(DataBoundSetter.class)) {
                    optional.putIfAbsent(property(method.getName()),
                            new Setter(method, method.getGenericParameterTypes()[0]));
                }
            }
            for (Field field : at.getDeclaredFields()) {
                if (field.isAnnotationPresent(DataBoundSetter.class)) {
                    optional.putIfAbsent(field.getName(), new Setter(field, field.getGenericType()));
                }
            }
        }
        return new Shape(constructor, required, absent, optional);
    }

    private static String property(String setter) {
        return Character.toLowerCase(setter.charAt(3)) + setter.substring(4);
    }

    List<String> mandatory() {
        return List.copyOf(required.keySet());
    }

    Type type(String name) {
        return required.get(name);
    }

    Set<String> names() {
        List<String> all = new ArrayList<>(required.keySet());
        all.addAll(optional.keySet().stream().sorted().toList());
        return new LinkedHashSet<>(all);
    }
}
