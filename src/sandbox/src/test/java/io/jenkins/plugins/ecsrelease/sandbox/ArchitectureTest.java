package io.jenkins.plugins.ecsrelease.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.runner.RunWith;

/** The sandbox models AWS and knows nothing of what is tried on it; its rooms know the world, and the world none of them. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.ecsrelease.sandbox", importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {

    private static final String SANDBOX = "io.jenkins.plugins.ecsrelease.sandbox";

    @ArchTest
    static final ArchRule itKnowsNothingOfWhatIsTriedOnIt = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage(
                    "io.jenkins.plugins.ecsrelease.engine..", "io.jenkins.plugins.ecsrelease.steps..", "hudson..", "jenkins..", "groovy..");

    @ArchTest
    static final ArchRule theWorldKnowsNoRoom = noClasses()
            .that().resideInAPackage(SANDBOX + ".world..")
            .should().dependOnClassesThat().resideInAnyPackage(SANDBOX + ".protocol..", SANDBOX + ".control..", SANDBOX + ".traffic..",
                    SANDBOX + ".registry..", SANDBOX + ".session..", SANDBOX + ".authorization..");

    @ArchTest
    static final ArchRule theProtocolKnowsNoService = noClasses()
            .that().resideInAPackage(SANDBOX + ".protocol..")
            .should().dependOnClassesThat().resideInAnyPackage(SANDBOX + ".control..", SANDBOX + ".traffic..", SANDBOX + ".registry..",
                    SANDBOX + ".session..");
}
