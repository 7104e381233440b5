package io.jenkins.plugins.ecsrelease.steps.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.steps.ReleaseStep;
import hudson.model.Run;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

public class LinkCheckTest {

    private static final SignatureFile JENKINS = SignatureFile.carried();

    @Test
    public void what_goes_into_the_plugin_links_with_the_real_jenkins() throws Exception {
        Map<String, ClassNode> shipped = new LinkedHashMap<>(Bytecode.all(place(ReleaseStep.class)));
        shipped.putAll(Bytecode.all(place(Operations.class)));
        assertTrue("the steps and the engine are looked at", shipped.size() > 50);
        assertEquals(Set.of(), check(shipped));
    }

    @Test
    public void the_slice_says_nothing_of_jenkins_that_is_not_so() throws Exception {
        Map<String, ClassNode> slice = new LinkedHashMap<>(Bytecode.all(place(Run.class)));
        slice.keySet().removeIf(each -> each.startsWith("io/jenkins/plugins/ecsrelease/"));
        assertTrue(slice.size() > 100);
        assertEquals(Set.of(), new SliceCheck(JENKINS, new World(Map.of(), JENKINS, Brought::isFrom)).faults(slice.values()));
    }

    @Test
    public void an_interface_used_as_a_class_is_found() {
        assertFault("as one of a class, but it is an interface", planted("java/lang/Object", code -> {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/model/TaskListener", "getLogger", "()Ljava/io/PrintStream;", false);
        }));
    }

    @Test
    public void an_erased_return_type_that_differs_is_found() {
        assertFault("hudson/model/Run.getParent()Lhudson/model/AbstractItem;, which does not exist; there is ()Lhudson/model/Job;",
                planted("java/lang/Object", code -> {
                    code.visitInsn(Opcodes.ACONST_NULL);
                    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/model/Run", "getParent", "()Lhudson/model/AbstractItem;", false);
                }));
    }

    @Test
    public void an_invented_member_is_found() {
        assertFault("hudson/model/Run.getReleaseRecord()V, which does not exist", planted("java/lang/Object", code -> {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/model/Run", "getReleaseRecord", "()V", false);
        }));
    }

    @Test
    public void a_missing_abstract_method_is_found() {
        assertFault("does not implement org/jenkinsci/plugins/workflow/steps/StepDescriptor.getFunctionName()Ljava/lang/String;",
                planted("org/jenkinsci/plugins/workflow/steps/StepDescriptor", code -> { }));
    }

    @Test
    public void a_static_method_called_on_an_instance_is_found() {
        assertFault("jenkins/model/Jenkins.get()Ljenkins/model/Jenkins;, which is static", planted("java/lang/Object", code -> {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "jenkins/model/Jenkins", "get", "()Ljenkins/model/Jenkins;", false);
        }));
    }

    @Test
    public void a_field_of_another_type_is_found() {
        assertFault("uses the field hudson/model/Result.SUCCESS Ljava/lang/String;, which does not exist", planted("java/lang/Object",
                code -> code.visitFieldInsn(Opcodes.GETSTATIC, "hudson/model/Result", "SUCCESS", "Ljava/lang/String;")));
    }

    @Test
    public void a_final_class_extended_is_found() {
        assertFault("extends the final class hudson/model/Result", planted("hudson/model/Result", code -> { }));
    }

    @Test
    public void an_abstract_class_instantiated_is_found() {
        assertFault("makes an instance of the abstract hudson/model/Run",
                planted("java/lang/Object", code -> code.visitTypeInsn(Opcodes.NEW, "hudson/model/Run")));
    }

    @Test
    public void what_cannot_be_resolved_is_a_fault_and_not_skipped() {
        assertFault("names com/example/Nowhere, which is not there",
                planted("java/lang/Object", code -> code.visitTypeInsn(Opcodes.NEW, "com/example/Nowhere")));
    }

    @Test
    public void the_host_of_the_slice_is_not_there_in_jenkins() {
        assertFault("names io/jenkins/plugins/ecsrelease/jenkins/Host, which is not there", planted("java/lang/Object",
                code -> code.visitMethodInsn(Opcodes.INVOKESTATIC, "io/jenkins/plugins/ecsrelease/jenkins/Host", "home", "()V", true)));
    }

    @Test
    public void a_stub_of_another_kind_or_with_an_invented_member_is_found() {
        ClassWriter stub = new ClassWriter(0);
        stub.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "hudson/model/TaskListener", null, "java/lang/Object", null);
        stub.visitMethod(Opcodes.ACC_PUBLIC, "getLevel", "()I", null, null);
        stub.visitEnd();
        ClassNode node = Bytecode.read(stub.toByteArray());
        Set<String> faults = new SliceCheck(JENKINS, new World(Map.of(), JENKINS, Brought::isFrom)).faults(Set.of(node));
        assertTrue(faults.toString(), faults.contains("hudson/model/TaskListener: kind is class here and interface there"));
        assertTrue(faults.toString(), faults.contains("hudson/model/TaskListener.getLevel()I does not exist"));
    }

    private static void assertFault(String expected, ClassNode planted) {
        Set<String> faults = check(Map.of(planted.name, planted));
        assertTrue(expected + "\n is not among " + faults, faults.stream().anyMatch(each -> each.contains(expected)));
    }

    private static Set<String> check(Map<String, ClassNode> classes) {
        return new LinkCheck(new World(classes, JENKINS, Brought::isFrom)).faults(classes.values());
    }

    private static ClassNode planted(String parent, Consumer<MethodVisitor> body) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "planted/Fault", null, parent, null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "planted", "()V", null, null);
        method.visitCode();
        body.accept(method);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(9, 9);
        method.visitEnd();
        writer.visitEnd();
        return Bytecode.read(writer.toByteArray());
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
