package io.jenkins.plugins.ecsrelease.steps.link;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A type as the virtual machine sees it, from a signature file or from bytecode.
 *
 * @param name internal name, with slashes
 * @param kind "class", "interface", "enum" or "annotation"
 * @param modifiers such as "public", "final", "abstract", "static"
 * @param parent internal name of the superclass; empty for Object alone
 */
record KnownType(String name, String kind, Set<String> modifiers, String parent, List<String> interfaces, List<Member> members) {

    /**
     * @param kind 'm' for a method, 'f' for a field
     * @param modifiers such as "static", "abstract", "final", "protected", "private"
     */
    record Member(char kind, Set<String> modifiers, String name, String descriptor) {

        boolean is(String modifier) {
            return modifiers.contains(modifier);
        }

        boolean reachable() {
            return !is("private");
        }
    }

    boolean is(String modifier) {
        return modifiers.contains(modifier);
    }

    boolean isInterface() {
        return kind.equals("interface") || kind.equals("annotation");
    }

    Optional<Member> member(char memberKind, String memberName, String descriptor) {
        return members.stream()
                .filter(each -> each.kind() == memberKind && each.name().equals(memberName) && each.descriptor().equals(descriptor))
                .findFirst();
    }
}
