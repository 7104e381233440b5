package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Turns a call in a script into a step: binds its arguments, starts it and suspends the script until it ends. */
final class StepCaller {

    private final Program program;
    private final StepRegistry registry;
    private final Binder binder;

    StepCaller(Program program, StepRegistry registry) {
        this.program = program;
        this.registry = registry;
        this.binder = new Binder(registry);
    }

    Object call(String name, Object args) {
        StepDescriptor descriptor = registry.step(name);
        if (descriptor == null) {
            if (registry.symbol(name) != null) {
                return Symbol.of(name, args);
            }
            if (name.equals("pipeline")) {
                throw new IllegalArgumentException("A rehearsal runs scripted pipelines; this Jenkinsfile is declarative. Call "
                        + "ecsRelease(…) at its top level, or rehearse what its script blocks hold.");
            }
            throw new NoSuchMethodError("No such DSL method '" + name + "' found among steps " + registry.steps()
                    + " or symbols " + registry.symbols() + " or globals " + program.sources().globals()
                    + Nearest.hint(name, registry.steps(), program.sources().globals()));
        }
        Branch branch = program.running();
        Arguments arguments = Arguments.parse(descriptor, args);
        Call call = new Call(program, program.state().nextCall(), name, branch, arguments.body(), arguments.named());
        try {
            if (descriptor.takesImplicitBlockArgument() && arguments.body() == null && !name.equals("stage")) {
                throw new IllegalStateException(name + " step must be called with a body");
            }
            descriptor.checkContextAvailability(call.context());
            Step step = binder.step(descriptor, arguments.named());
            StepRegistry.StandIn standIn = registry.standIn(name);
            call.execution = standIn == null ? step.start(call.context()) : new Standing(call.context(), standIn, arguments.named());
            program.host().began(call);
            boolean ended = call.execution.start();
            if (ended && call.outcome == null) {
                throw new IllegalStateException("The step " + name + " said that it had ended and gave no result.");
            }
        } catch (Throwable e) {
            if (call.outcome == null) {
                call.outcome = new Outcome(null, e);
                program.host().ended(call, e);
            }
            throw Sneaky.thrown(e);
        }
        if (call.outcome != null) {
            try {
                return call.outcome.replay();
            } catch (Throwable e) {
                throw Sneaky.thrown(e);
            }
        }
        return Continuable.suspend(name, call);
    }

    /** A step whose place a stand-in takes. */
    private static final class Standing extends StepExecution {

        private static final long serialVersionUID = 1;

        private final transient StepRegistry.StandIn answer;
        private final transient Map<String, Object> arguments;

        Standing(StepContext context, StepRegistry.StandIn answer, Map<String, Object> arguments) {
            super(context);
            this.answer = answer;
            this.arguments = arguments;
        }

        @Override
        public boolean start() throws Exception {
            getContext().onSuccess(answer.run(arguments));
            return true;
        }
    }

    /** Groovy code may throw anything, declared or not. */
    private static final class Sneaky {
        @SuppressWarnings("unchecked")
        static <E extends Throwable> E thrown(Throwable e) throws E {
            throw (E) e;
        }
    }
}
