package io.jenkins.plugins.ecsrelease.test.jenkins;

import groovy.lang.GroovyShell;
import groovy.lang.Script;
import hudson.util.ListBoxModel;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.jenkinsci.plugins.structs.describable.ArrayType;
import org.jenkinsci.plugins.structs.describable.AtomicType;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.HeterogeneousObjectType;
import org.jenkinsci.plugins.structs.describable.HomogeneousObjectType;
import org.jenkinsci.plugins.structs.describable.ParameterType;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** Steps with few and with all of their parameters, made from what Jenkins knows of them. */
final class Samples {

    /** Choices whose list depends on who looks, and words that are checked. */
    private static final Map<String, Object> KNOWN = Map.of("credentialsId", "deployer", "environment", "production", "require", "sbom, signature");

    private Samples() {}

    /** With what must be given alone. */
    static Step minimal(StepDescriptor descriptor) throws Exception {
        return (Step) DescribableModel.of(descriptor.clazz).instantiate(values(descriptor.clazz, true), null);
    }

    /** With a value for every parameter, none of them its default. */
    static Step full(StepDescriptor descriptor) throws Exception {
        return (Step) full(descriptor.clazz);
    }

    /** The same of anything that has a form; of what may stand in a list, one of each kind. */
    static <T> T full(Class<T> type) throws Exception {
        return DescribableModel.of(type).instantiate(values(type, false), null);
    }

    /** What a step, or a part of one, says in maps and lists that can be compared. */
    static String told(Object step) {
        return DescribableModel.uninstantiate2_(step).toString();
    }

    /** Reads a generated call back, as the pipeline would. */
    static Step read(StepDescriptor descriptor, String call) throws Exception {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(Reader.class.getName());
        Script script = new GroovyShell(Samples.class.getClassLoader(), new groovy.lang.Binding(), configuration)
                .parse(call.contains("{") ? call.substring(0, call.indexOf('{')) : call);
        UninstantiatedDescribable read = (UninstantiatedDescribable) script.run();
        Map<String, Object> arguments = new LinkedHashMap<>(read.getArguments());
        if (arguments.containsKey(UninstantiatedDescribable.ANONYMOUS_KEY)) {
            arguments.put(DescribableModel.of(descriptor.clazz).getSoleRequiredParameter().getName(), arguments.remove(UninstantiatedDescribable.ANONYMOUS_KEY));
        }
        return (Step) DescribableModel.of(descriptor.clazz).instantiate(arguments, null);
    }

    /** Every call is the name of a step or a symbol with its arguments. */
    public abstract static class Reader extends Script {
        @Override
        public Object invokeMethod(String name, Object arguments) {
            Object[] given = (Object[]) arguments;
            Map<String, Object> named = new LinkedHashMap<>();
            if (given.length == 1 && given[0] instanceof Map<?, ?> map) {
                map.forEach((key, value) -> named.put(String.valueOf(key), value));
            } else if (given.length == 1) {
                named.put(UninstantiatedDescribable.ANONYMOUS_KEY, given[0]);
            }
            return new UninstantiatedDescribable(name, null, named);
        }
    }

    private static Map<String, Object> values(Class<?> type, boolean few) throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        Object plain = few ? null : DescribableModel.of(type).instantiate(values(type, true), null);
        for (DescribableParameter each : DescribableModel.of(type).getParameters()) {
            if (!few || each.isRequired()) {
                values.put(each.getName(), value(type, each, plain));
            }
        }
        return values;
    }

    private static Object value(Class<?> owner, DescribableParameter parameter, Object plain) throws Exception {
        Object choice = choice(owner, parameter.getName(), plain);
        return choice != null ? choice : value(parameter.getName(), parameter.getType(), plain == null ? null : get(plain, parameter.getName()));
    }

    private static Object get(Object of, String name) throws Exception {
        for (Method each : of.getClass().getMethods()) {
            if (each.getParameterCount() == 0 && (each.getName().equalsIgnoreCase("is" + name) || each.getName().equalsIgnoreCase("get" + name))) {
                return each.invoke(of);
            }
        }
        return null;
    }

    private static Object value(String name, ParameterType type, Object preset) throws Exception {
        if (type instanceof ArrayType list && list.getElementType() instanceof HeterogeneousObjectType any) {
            List<Object> each = new ArrayList<>();
            for (DescribableModel<?> kind : any.getTypes().values()) {
                each.add(new UninstantiatedDescribable(null, kind.getType().getName(), values(kind.getType(), false)));
            }
            return each;
        } else if (type instanceof ArrayType list) {
            Object one = value(name, list.getElementType(), null);
            return one instanceof String text ? List.of(text, "further " + name) : List.of(one);
        } else if (type instanceof HeterogeneousObjectType any) {
            Class<?> first = any.getTypes().values().iterator().next().getType();
            return new UninstantiatedDescribable(null, first.getName(), values(first, false));
        } else if (type instanceof HomogeneousObjectType one) {
            return new UninstantiatedDescribable(null, null, values(one.getType(), false));
        } else if (type instanceof AtomicType atom) {
            Class<?> plain = atom.getType();
            if (plain == boolean.class || plain == Boolean.class) {
                return !Boolean.TRUE.equals(preset);
            } else if (plain == int.class || plain == Integer.class) {
                return 7;
            } else if (plain == long.class || plain == Long.class) {
                return 7L;
            } else if (plain == double.class || plain == Double.class) {
                return 7.5;
            }
            return "a " + name;
        }
        throw new AssertionError(name + " is of a kind that has no sample: " + type);
    }

    /** Of a drop-down the last choice that is not the default; null where there is none. */
    private static Object choice(Class<?> owner, String name, Object plain) throws Exception {
        if (KNOWN.containsKey(name)) {
            return KNOWN.get(name);
        }
        Object descriptor = Jenkins.get().getDescriptorOrDie(owner.asSubclass(hudson.model.Describable.class));
        for (Method each : descriptor.getClass().getMethods()) {
            if (each.getName().equalsIgnoreCase("doFill" + name + "Items") && each.getParameterCount() == 0) {
                ListBoxModel items = (ListBoxModel) each.invoke(descriptor);
                return items.get(items.size() - 1).value;
            }
        }
        return null;
    }
}
