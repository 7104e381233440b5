package io.jenkins.plugins.ecsrelease.steps.link;

import io.jenkins.plugins.ecsrelease.steps.link.KnownType.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Classes read with ASM, and what of them the virtual machine goes by. */
final class Bytecode {

    private Bytecode() {}

    static ClassNode read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }

    /** The classes of a directory or a jar, by internal name. */
    static Map<String, ClassNode> all(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            Map<String, ClassNode> found = new LinkedHashMap<>();
            try (Stream<Path> files = Files.walk(place)) {
                for (Path each : files.filter(file -> file.toString().endsWith(".class")).sorted().toList()) {
                    add(found, Files.readAllBytes(each));
                }
            }
            return found;
        }
        try (InputStream in = Files.newInputStream(place)) {
            return inJar(in);
        }
    }

    static Map<String, ClassNode> inJar(InputStream jar) throws IOException {
        Map<String, ClassNode> found = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                add(found, zip.readAllBytes());
            }
        }
        return found;
    }

    static KnownType known(ClassNode node) {
        List<Member> members = new ArrayList<>();
        for (MethodNode each : node.methods) {
            members.add(new Member('m', modifiers(each.access), each.name, each.desc));
        }
        for (FieldNode each : node.fields) {
            members.add(new Member('f', modifiers(each.access), each.name, each.desc));
        }
        return new KnownType(node.name, kind(node.access), modifiers(node.access), node.superName == null ? "" : node.superName, node.interfaces, members);
    }

    static Set<String> modifiers(int access) {
        Set<String> modifiers = new HashSet<>();
        if ((access & Opcodes.ACC_PUBLIC) != 0) {
            modifiers.add("public");
        }
        if ((access & Opcodes.ACC_PROTECTED) != 0) {
            modifiers.add("protected");
        }
        if ((access & Opcodes.ACC_PRIVATE) != 0) {
            modifiers.add("private");
        }
        if ((access & Opcodes.ACC_STATIC) != 0) {
            modifiers.add("static");
        }
        if ((access & Opcodes.ACC_FINAL) != 0) {
            modifiers.add("final");
        }
        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            modifiers.add("abstract");
        }
        if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
            modifiers.add("synthetic");
        }
        return modifiers;
    }

    private static String kind(int access) {
        if ((access & Opcodes.ACC_ANNOTATION) != 0) {
            return "annotation";
        }
        if ((access & Opcodes.ACC_INTERFACE) != 0) {
            return "interface";
        }
        return (access & Opcodes.ACC_ENUM) != 0 ? "enum" : "class";
    }

    private static void add(Map<String, ClassNode> found, byte[] bytes) {
        ClassNode node = read(bytes);
        if (!node.name.equals("module-info")) {
            found.put(node.name, node);
        }
    }
}
