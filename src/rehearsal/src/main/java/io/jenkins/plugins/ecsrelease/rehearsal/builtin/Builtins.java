package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** The list of them all. */
public final class Builtins {

    private Builtins() {}

    public static List<StepDescriptor> steps() {
        return List.of(new CatchErrorStep.DescriptorImpl(), new CheckoutStep.DescriptorImpl(), new DeleteDirStep.DescriptorImpl(),
                new DirStep.DescriptorImpl(), new EchoStep.DescriptorImpl(), new ErrorStep.DescriptorImpl(),
                new FileExistsStep.DescriptorImpl(), new InputStep.DescriptorImpl(), new IsUnixStep.DescriptorImpl(),
                new LibraryResourceStep.DescriptorImpl(), new LibraryStep.DescriptorImpl(), new LockStep.DescriptorImpl(),
                new MilestoneStep.DescriptorImpl(), new NodeStep.DescriptorImpl(), new ParallelStep.DescriptorImpl(),
                new PropertiesStep.DescriptorImpl(), new PwdStep.DescriptorImpl(), new ReadFileStep.DescriptorImpl(),
                new RetryStep.DescriptorImpl(), new ShStep.DescriptorImpl(), new SleepStep.DescriptorImpl(),
                new StageStep.DescriptorImpl(), new StashStep.DescriptorImpl(), new TimeoutStep.DescriptorImpl(),
                new UnstableStep.DescriptorImpl(), new UnstashStep.DescriptorImpl(), new WarnErrorStep.DescriptorImpl(),
                new WithEnvStep.DescriptorImpl(), new WriteFileStep.DescriptorImpl());
    }

    public static Map<String, Class<?>> symbols() {
        return Map.of(
                "parameters", PropertiesStep.ParametersProperty.class,
                "disableConcurrentBuilds", PropertiesStep.OneAtATime.class,
                "booleanParam", BooleanParameter.class,
                "string", StringParameter.class,
                "text", StringParameter.class,
                "choice", ChoiceParameter.class);
    }
}
