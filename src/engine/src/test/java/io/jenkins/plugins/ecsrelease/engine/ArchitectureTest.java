package io.jenkins.plugins.ecsrelease.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import org.junit.runner.RunWith;

/** What keeps the house in order: which rooms know which, and what nobody does. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.ecsrelease.engine", importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {

    private static final String ENGINE = "io.jenkins.plugins.ecsrelease.engine";
    private static final String[] DOMAIN = {
        ENGINE + ".service..", ENGINE + ".rollback..", ENGINE + ".health..", ENGINE + ".record..", ENGINE + ".image..",
        ENGINE + ".database.."
    };

    @ArchTest
    static final ArchRule theContractKnowsNoRoomThatUsesIt = noClasses()
            .that().resideInAPackage(ENGINE + ".operation")
            .should().dependOnClassesThat().resideInAnyPackage(concat(DOMAIN, ENGINE + ".run", ENGINE + ".exec"));

    @ArchTest
    static final ArchRule operationsDoNotKnowWhatRunsThem = noClasses()
            .that().resideInAnyPackage(concat(DOMAIN, ENGINE + ".exec"))
            .should().dependOnClassesThat().resideInAPackage(ENGINE + ".run");

    @ArchTest
    static final ArchRule whatRunsOperationsKnowsNoneOfThem = noClasses()
            .that().resideInAnyPackage(ENGINE + ".run", ENGINE + ".aws", ENGINE + ".process")
            .should().dependOnClassesThat().resideInAnyPackage(DOMAIN);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should().callMethod(Thread.class, "sleep", long.class)
            .orShould().callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould().callMethodWhere(target("java.util.concurrent.TimeUnit", "sleep"));

    @ArchTest
    static final ArchRule nobodyUsesWaiters = noClasses()
            .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..waiters..")
            .orShould().callMethodWhere(waiter());

    @ArchTest
    static final ArchRule clientsAreBuiltInOnePlace = noClasses()
            .that().resideOutsideOfPackage(ENGINE + ".aws")
            .should().callMethodWhere(builderOfAClient());

    @ArchTest
    static final ArchRule phasesThatOnlyLookKnowNoSdk = noClasses()
            .that().implement(Await.class)
            .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule onlyMakeOfAPhaseCallsTheSdk = noMethods()
            .that().areDeclaredInClassesThat().implement(Phase.class)
            .and().doNotHaveName("make")
            .and().doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.PRIVATE)
            .should().haveRawReturnType(DescribedPredicate.describe("of the SDK",
                    (JavaClass type) -> type.getPackageName().startsWith("software.amazon.awssdk")));

    @ArchTest
    static final ArchRule whatAChangeGivesBackIsNoSdkType = methods()
            .that().areDeclaredInClassesThat().implement(Phase.class)
            .and().haveName("make")
            .should().notHaveRawReturnType(DescribedPredicate.describe("of the SDK",
                    (JavaClass type) -> type.getPackageName().startsWith("software.amazon.awssdk")));

    @ArchTest
    static final ArchRule noJenkinsAndNoGroovy = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "groovy..", "org.kohsuke..");

    private static DescribedPredicate<JavaMethodCall> target(String owner, String name) {
        return DescribedPredicate.describe(owner + "." + name,
                call -> call.getTargetOwner().getName().equals(owner) && call.getName().equals(name));
    }

    private static DescribedPredicate<JavaMethodCall> waiter() {
        return DescribedPredicate.describe("a client's waiter",
                call -> call.getName().equals("waiter") && call.getTargetOwner().getPackageName().startsWith("software.amazon.awssdk.services"));
    }

    private static DescribedPredicate<JavaMethodCall> builderOfAClient() {
        return DescribedPredicate.describe("the builder of an AWS client",
                call -> (call.getName().equals("builder") || call.getName().equals("create"))
                        && call.getTargetOwner().isAssignableTo("software.amazon.awssdk.core.SdkClient"));
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
