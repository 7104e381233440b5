package io.jenkins.plugins.ecsrelease.steps;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.runner.RunWith;

/** The plugin is thin: its steps order work from the engine and call no AWS service themselves. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.ecsrelease.steps", importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {

    private static final String STEPS = "io.jenkins.plugins.ecsrelease.steps";

    @ArchTest
    static final ArchRule noStepCallsAnAwsService = noClasses()
            .that().areAssignableTo(Step.class)
            .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule whatAStepTakesKnowsNoPage = noClasses()
            .that().resideInAnyPackage(STEPS + ".image..", STEPS + ".check..", STEPS + ".agent..", STEPS + ".environment..", STEPS + ".gate..")
            .should().dependOnClassesThat().resideInAPackage(STEPS + ".page..");

    @ArchTest
    static final ArchRule nobodySleepsAndNobodyNeedsTheSandbox = noClasses()
            .should().callMethod(Thread.class, "sleep", long.class)
            .orShould().dependOnClassesThat().resideInAnyPackage("io.jenkins.plugins.ecsrelease.sandbox..", "groovy..", "com.google.common.base..");

    @ArchTest
    static final ArchRule stepsAreFinal = classes()
            .that().areAssignableTo(Step.class).and().doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
            .should().haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
