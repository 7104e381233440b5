package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code alarm('web-5xx')}: something nested, made when the step that it is given to is made. */
record Symbol(String name, LinkedHashMap<String, Object> named, List<Object> unnamed) implements Serializable {

    static Symbol of(String name, Object args) {
        LinkedHashMap<String, Object> named = new LinkedHashMap<>();
        List<Object> unnamed = new ArrayList<>();
        for (Object argument : args instanceof Object[] several ? several : new Object[] {args}) {
            if (argument instanceof Map<?, ?> map) {
                map.forEach((key, value) -> named.put(String.valueOf(key), value));
            } else if (argument instanceof Closure<?>) {
                throw new IllegalArgumentException(name + " takes no block.");
            } else if (argument != null) {
                unnamed.add(argument);
            }
        }
        return new Symbol(name, named, unnamed);
    }
}
