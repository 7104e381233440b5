package io.jenkins.plugins.ecsrelease.sandbox.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a policy. Where an element comes in two forms, the one that is absent is empty.
 *
 * @param principals by kind, such as "AWS"; null in an identity policy
 * @param conditions operator to key to values
 */
record Statement(
        String sid,
        boolean allows,
        List<String> actions,
        List<String> notActions,
        List<String> resources,
        List<String> notResources,
        Map<String, List<String>> principals,
        Map<String, List<String>> notPrincipals,
        Map<String, Map<String, List<String>>> conditions) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    boolean applies(Request request) {
        return action(request) && resource(request) && conditionsHold(request);
    }

    private boolean action(Request request) {
        String action = request.action().toLowerCase(Locale.ROOT);
        if (!notActions.isEmpty()) {
            return notActions.stream().noneMatch(pattern -> Glob.matches(pattern.toLowerCase(Locale.ROOT), action));
        }
        return actions.stream().anyMatch(pattern -> Glob.matches(pattern.toLowerCase(Locale.ROOT), action));
    }

    private boolean resource(Request request) {
        if (!notResources.isEmpty()) {
            return filled(notResources, request).stream().noneMatch(pattern -> Glob.matches(pattern, request.resource()));
        }
        // A resource policy may leave the resource out: it is the one that it hangs on.
        return resources.isEmpty()
                || filled(resources, request).stream().anyMatch(pattern -> Glob.matches(pattern, request.resource()));
    }

    private boolean conditionsHold(Request request) {
        for (Map.Entry<String, Map<String, List<String>>> operator : conditions.entrySet()) {
            for (Map.Entry<String, List<String>> key : operator.getValue().entrySet()) {
                List<String> given = request.context().get(key.getKey().toLowerCase(Locale.ROOT));
                if (!Conditions.hold(operator.getKey(), given, filled(key.getValue(), request))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Replaces variables such as ${aws:PrincipalTag/team}; a value with one that has no value matches nothing. */
    private static List<String> filled(List<String> values, Request request) {
        List<String> filled = new ArrayList<>();
        for (String value : values) {
            Matcher variables = VARIABLE.matcher(value);
            StringBuilder text = new StringBuilder();
            boolean complete = true;
            while (variables.find()) {
                String name = variables.group(1);
                String replacement;
                if (name.equals("*") || name.equals("?") || name.equals("$")) {
                    replacement = name;
                } else {
                    String[] parts = name.split(",", 2);
                    List<String> known = request.context().get(parts[0].trim().toLowerCase(Locale.ROOT));
                    replacement = known != null && known.size() == 1
                            ? known.get(0)
                            : parts.length == 2 ? parts[1].trim().replaceAll("^'|'$", "") : null;
                }
                complete &= replacement != null;
                variables.appendReplacement(text, Matcher.quoteReplacement(String.valueOf(replacement)));
            }
            variables.appendTail(text);
            if (complete) {
                filled.add(text.toString());
            }
        }
        return filled;
    }
}
