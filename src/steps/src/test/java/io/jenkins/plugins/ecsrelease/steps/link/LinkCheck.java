package io.jenkins.plugins.ecsrelease.steps.link;

import io.jenkins.plugins.ecsrelease.steps.link.KnownType.Member;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** What the virtual machine would refuse when it links these classes inside Jenkins, found before it has to. */
final class LinkCheck {

    private final World world;
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<String> named = new LinkedHashSet<>();
    private String where = "";

    LinkCheck(World world) {
        this.world = world;
    }

    Set<String> faults(Collection<ClassNode> classes) {
        classes.forEach(this::check);
        return faults;
    }

    /** Every type that was named, once {@link #faults} has looked. */
    Set<String> named() {
        return named;
    }

    private void check(ClassNode node) {
        where = node.name;
        ancestors(node);
        implemented(node);
        annotations(node.visibleAnnotations);
        for (FieldNode field : node.fields) {
            where = node.name + "." + field.name;
            type(Type.getType(field.desc));
            annotations(field.visibleAnnotations);
        }
        for (MethodNode method : node.methods) {
            where = node.name + "." + method.name;
            method(node, method);
        }
    }

    private void ancestors(ClassNode node) {
        boolean anInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
        known(node.superName).ifPresent(parent -> {
            if (parent.isInterface() && !anInterface) {
                fault("extends the interface " + parent.name());
            }
            if (parent.is("final")) {
                fault("extends the final class " + parent.name());
            }
        });
        for (String each : node.interfaces) {
            known(each).filter(parent -> !parent.isInterface()).ifPresent(parent -> fault("implements the class " + each));
        }
    }

    private void implemented(ClassNode node) {
        Set<KnownType> lineage = world.lineage(node.name);
        for (KnownType each : lineage) {
            for (Member member : each.members()) {
                if (member.kind() != 'm') {
                    continue;
                }
                if (member.is("abstract") && (node.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0 && !provided(lineage, member)) {
                    fault("does not implement " + each.name() + "." + member.name() + member.descriptor());
                }
                if (member.is("final") && !member.is("static") && !member.is("private") && !each.name().equals(node.name)
                        && Bytecode.known(node).member('m', member.name(), member.descriptor()).isPresent() && !member.name().startsWith("<")) {
                    fault("overrides the final " + each.name() + "." + member.name() + member.descriptor());
                }
            }
        }
    }

    /** By a class on the way up, or by a default of an interface. */
    private static boolean provided(Set<KnownType> lineage, Member wanted) {
        return lineage.stream().anyMatch(type -> type.member('m', wanted.name(), wanted.descriptor())
                .filter(found -> !found.is("abstract") && !found.is("private") && !found.is("static")).isPresent());
    }

    private void method(ClassNode owner, MethodNode method) {
        type(Type.getMethodType(method.desc));
        method.exceptions.forEach(this::known);
        annotations(method.visibleAnnotations);
        if (method.visibleParameterAnnotations != null) {
            for (List<AnnotationNode> each : method.visibleParameterAnnotations) {
                annotations(each);
            }
        }
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            if (each.type != null) {
                known(each.type);
            }
        }
        for (AbstractInsnNode each : method.instructions) {
            instruction(owner.name, each);
        }
    }

    private void instruction(String from, AbstractInsnNode instruction) {
        if (instruction instanceof MethodInsnNode call) {
            call(from, call.owner, call.name, call.desc, call.itf, call.getOpcode() == Opcodes.INVOKESTATIC, call.getOpcode() == Opcodes.INVOKESPECIAL);
        } else if (instruction instanceof FieldInsnNode field) {
            boolean fixed = field.getOpcode() == Opcodes.GETSTATIC || field.getOpcode() == Opcodes.PUTSTATIC;
            boolean written = field.getOpcode() == Opcodes.PUTSTATIC || field.getOpcode() == Opcodes.PUTFIELD;
            field(from, field.owner, field.name, field.desc, fixed, written);
        } else if (instruction instanceof TypeInsnNode type) {
            Type named = Type.getObjectType(type.desc);
            type(named);
            if (type.getOpcode() == Opcodes.NEW) {
                known(type.desc).filter(each -> each.isInterface() || each.is("abstract")).ifPresent(each -> fault("makes an instance of the abstract " + each.name()));
            }
        } else if (instruction instanceof LdcInsnNode constant) {
            argument(from, constant.cst);
        } else if (instruction instanceof MultiANewArrayInsnNode array) {
            type(Type.getType(array.desc));
        } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            type(Type.getMethodType(dynamic.desc));
            argument(from, dynamic.bsm);
            for (Object each : dynamic.bsmArgs) {
                argument(from, each);
            }
        }
    }

    private void argument(String from, Object constant) {
        if (constant instanceof Type type) {
            type(type);
        } else if (constant instanceof Handle handle) {
            int tag = handle.getTag();
            if (tag <= Opcodes.H_PUTSTATIC) {
                field(from, handle.getOwner(), handle.getName(), handle.getDesc(), tag == Opcodes.H_GETSTATIC || tag == Opcodes.H_PUTSTATIC, false);
            } else {
                call(from, handle.getOwner(), handle.getName(), handle.getDesc(), handle.isInterface(), tag == Opcodes.H_INVOKESTATIC, tag == Opcodes.H_NEWINVOKESPECIAL);
            }
        }
    }

    private void call(String from, String owner, String name, String descriptor, boolean anInterface, boolean fixed, boolean special) {
        type(Type.getMethodType(descriptor));
        if (owner.startsWith("[")) {
            type(Type.getObjectType(owner));
            return;
        }
        Optional<KnownType> type = known(owner);
        if (type.isEmpty()) {
            return;
        }
        if (type.get().isInterface() != anInterface) {
            fault("calls " + owner + "." + name + " as one of " + (anInterface ? "an interface" : "a class") + ", but it is " + (anInterface ? "a class" : "an interface"));
        }
        if (owner.equals("java/lang/invoke/MethodHandle") || owner.equals("java/lang/invoke/VarHandle")) {
            return; // Their signatures are made by the caller.
        }
        Optional<Member> member = world.member(owner, 'm', name, descriptor).filter(Member::reachable).or(() -> ownPrivate(owner, name, descriptor));
        if (member.isEmpty()) {
            fault("calls " + owner + "." + name + descriptor + ", which does not exist" + others(owner, 'm', name));
        } else if (member.get().is("static") != fixed) {
            fault("calls " + owner + "." + name + descriptor + (fixed ? " as static, which it is not" : ", which is static"));
        } else {
            protectedFrom(from, owner, member.get(), special);
        }
    }

    private void field(String from, String owner, String name, String descriptor, boolean fixed, boolean written) {
        type(Type.getType(descriptor));
        if (known(owner).isEmpty()) {
            return;
        }
        Optional<Member> member = world.member(owner, 'f', name, descriptor).filter(Member::reachable).or(() -> ownPrivateField(owner, name, descriptor));
        if (member.isEmpty()) {
            fault("uses the field " + owner + "." + name + " " + descriptor + ", which does not exist" + others(owner, 'f', name));
        } else if (member.get().is("static") != fixed) {
            fault("uses the field " + owner + "." + name + (fixed ? " as static, which it is not" : ", which is static"));
        } else if (written && member.get().is("final") && !world.isOwn(owner)) {
            fault("writes the final field " + owner + "." + name);
        } else {
            protectedFrom(from, owner, member.get(), false);
        }
    }

    private void protectedFrom(String from, String owner, Member member, boolean special) {
        if (member.is("protected") && !special && !world.isOwn(owner) && !samePackage(from, owner) && !derivedOrOuter(from, owner)) {
            fault("uses the protected " + owner + "." + member.name() + member.descriptor());
        }
    }

    /** A nested class reaches what its outer class inherits only through accessors, which are its outer class's. */
    private boolean derivedOrOuter(String from, String owner) {
        return world.derived(from, owner);
    }

    private Optional<Member> ownPrivate(String owner, String name, String descriptor) {
        return world.isOwn(owner) ? world.member(owner, 'm', name, descriptor) : Optional.empty();
    }

    private Optional<Member> ownPrivateField(String owner, String name, String descriptor) {
        return world.isOwn(owner) ? world.member(owner, 'f', name, descriptor) : Optional.empty();
    }

    private String others(String owner, char kind, String name) {
        Set<String> others = new LinkedHashSet<>();
        world.lineage(owner).forEach(type -> type.members().stream()
                .filter(each -> each.kind() == kind && each.name().equals(name)).forEach(each -> others.add(each.descriptor())));
        return others.isEmpty() ? "" : "; there is " + String.join(" and ", others);
    }

    private void annotations(List<AnnotationNode> annotations) {
        if (annotations != null) {
            annotations.forEach(each -> {
                known(Type.getType(each.desc).getInternalName()).filter(type -> !type.kind().equals("annotation"))
                        .ifPresent(type -> fault("is annotated with " + type.name() + ", which is no annotation"));
                values(each);
            });
        }
    }

    private void values(AnnotationNode annotation) {
        String type = Type.getType(annotation.desc).getInternalName();
        for (int i = 0; annotation.values != null && i < annotation.values.size(); i += 2) {
            String element = (String) annotation.values.get(i);
            if (world.type(type).isPresent() && world.type(type).get().members().stream().noneMatch(each -> each.name().equals(element))) {
                fault("gives " + type + " a value for " + element + ", which it does not have");
            }
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> known(type.getInternalName());
            case Type.METHOD -> {
                type(type.getReturnType());
                for (Type each : type.getArgumentTypes()) {
                    type(each);
                }
            }
            default -> { }
        }
    }

    private Optional<KnownType> known(String name) {
        named.add(name);
        Optional<KnownType> found = world.type(name);
        if (found.isEmpty()) {
            fault("names " + name + ", which is not there");
        } else if (!found.get().is("public") && !found.get().is("protected") && !world.isOwn(name) && !samePackage(where, name)) {
            fault("names " + name + ", which is not public");
        }
        return found;
    }

    private static boolean samePackage(String one, String other) {
        return packageOf(one).equals(packageOf(other));
    }

    private static String packageOf(String name) {
        String type = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        return type.substring(0, Math.max(0, type.lastIndexOf('/')));
    }

    private void fault(String what) {
        faults.add(where + " " + what);
    }
}
