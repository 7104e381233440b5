package io.jenkins.plugins.ecsrelease.steps.link;

import io.jenkins.plugins.ecsrelease.steps.link.KnownType.Member;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;

/**
 * Whether the slice says nothing of Jenkins that is not so: every public type of it exists there, of the same kind and
 * as open, derived from what it claims, with every member it offers.
 */
final class SliceCheck {

    private final SignatureFile jenkins;
    private final World world;
    private final Set<String> faults = new LinkedHashSet<>();

    /** @param world with the real Jenkins, and without the slice */
    SliceCheck(SignatureFile jenkins, World world) {
        this.jenkins = jenkins;
        this.world = world;
    }

    Set<String> faults(Collection<ClassNode> slice) {
        slice.stream().map(Bytecode::known).filter(each -> each.is("public") || each.is("protected")).forEach(this::check);
        return faults;
    }

    private void check(KnownType stub) {
        Optional<KnownType> found = jenkins.type(stub.name());
        if (found.isEmpty()) {
            faults.add(stub.name() + " does not exist");
            return;
        }
        KnownType real = found.get();
        same(stub, real, "kind", stub.kind(), real.kind());
        if (!stub.isInterface() && !stub.kind().equals("enum")) {
            same(stub, real, "abstract", stub.is("abstract"), real.is("abstract"));
            same(stub, real, "final", stub.is("final"), real.is("final"));
        }
        ancestor(stub, stub.parent());
        stub.interfaces().forEach(each -> ancestor(stub, each));
        stub.members().stream()
                .filter(each -> !each.is("synthetic") && (each.is("public") || each.is("protected")))
                .forEach(each -> member(stub, each));
    }

    private void ancestor(KnownType stub, String claimed) {
        if (!world.derived(stub.name(), claimed)) {
            faults.add(stub.name() + " is not derived from " + claimed);
        }
    }

    private void member(KnownType stub, Member offered) {
        Optional<Member> real = world.member(stub.name(), offered.kind(), offered.name(), offered.descriptor());
        if (real.isEmpty()) {
            faults.add(stub.name() + "." + offered.name() + offered.descriptor() + " does not exist");
        } else if (real.get().is("static") != offered.is("static")) {
            faults.add(stub.name() + "." + offered.name() + offered.descriptor() + (offered.is("static") ? " is not static" : " is static"));
        } else if (real.get().is("protected") && offered.is("public") && !stub.is("final")) {
            faults.add(stub.name() + "." + offered.name() + offered.descriptor() + " is protected");
        }
    }

    private void same(KnownType stub, KnownType real, String what, Object is, Object should) {
        if (!is.equals(should)) {
            faults.add(stub.name() + ": " + what + " is " + is + " here and " + should + " there");
        }
    }
}
