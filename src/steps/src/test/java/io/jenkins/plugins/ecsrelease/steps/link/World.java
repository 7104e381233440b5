package io.jenkins.plugins.ecsrelease.steps.link;

import io.jenkins.plugins.ecsrelease.steps.link.KnownType.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.tree.ClassNode;

/**
 * Where a type is looked for: among what is checked itself, then in the real Jenkins, then in the JDK and the libraries
 * that Jenkins and its plugins bring. The slice is never asked: it is what must be right.
 */
final class World {

    private final Map<String, KnownType> own = new HashMap<>();
    private final Map<String, Optional<KnownType>> seen = new HashMap<>();
    private final SignatureFile jenkins;
    private final Predicate<URL> library;

    /** @param library whether a class file on the class path counts */
    World(Map<String, ClassNode> checked, SignatureFile jenkins, Predicate<URL> library) {
        checked.values().forEach(each -> own.put(each.name, Bytecode.known(each)));
        this.jenkins = jenkins;
        this.library = library;
    }

    Optional<KnownType> type(String name) {
        KnownType ours = own.get(name);
        return ours != null ? Optional.of(ours) : seen.computeIfAbsent(name, each -> jenkins.type(each).or(() -> onClassPath(each)));
    }

    boolean isOwn(String name) {
        return own.containsKey(name);
    }

    /** The type and everything it is derived from, nearest first; what is unknown is left out. */
    Set<KnownType> lineage(String name) {
        Set<KnownType> lineage = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>();
        Optional<KnownType> at = type(name);
        while (at.isPresent()) {
            lineage.add(at.get());
            next.addAll(at.get().interfaces());
            at = at.get().parent().isEmpty() ? Optional.empty() : type(at.get().parent());
        }
        while (!next.isEmpty()) {
            type(next.poll()).ifPresent(each -> {
                if (lineage.add(each)) {
                    next.addAll(each.interfaces());
                }
            });
        }
        type("java/lang/Object").ifPresent(lineage::add);
        return lineage;
    }

    /** A member as the virtual machine resolves it: here, then above. */
    Optional<Member> member(String owner, char kind, String name, String descriptor) {
        for (KnownType each : lineage(owner)) {
            Optional<Member> found = each.member(kind, name, descriptor);
            if (found.isPresent()) {
                return found;
            }
            if (name.equals("<init>")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    boolean derived(String name, String from) {
        return lineage(name).stream().anyMatch(each -> each.name().equals(from));
    }

    private Optional<KnownType> onClassPath(String name) {
        URL place = World.class.getClassLoader().getResource(name + ".class");
        if (place == null || !place.getProtocol().equals("jrt") && !library.test(place)) {
            return Optional.empty();
        }
        try (InputStream in = place.openStream()) {
            return Optional.of(Bytecode.known(Bytecode.read(in.readAllBytes())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
