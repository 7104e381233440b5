package io.jenkins.plugins.ecsrelease.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.gate.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One call of a {@link ReleaseStep}, from its start to its verdict, across restarts of Jenkins.
 *
 * <p><b>What is saved.</b> Strings, numbers and booleans: the id under which the engine keeps the operation, and the
 * order. The id is fixed here, and the pipeline is saved with it before the engine is told, so that one call of a step
 * is never two operations.
 *
 * <p><b>Start.</b> {@link #start} only schedules. Off the pipeline's thread the pipeline is saved, the journal opened,
 * and the operation followed. <b>Restart.</b> {@link #onResume} follows again; where the crash came before the journal
 * was open, it is opened now; where it came after the end, the outcome is read from the build's directory.
 * <b>Abort.</b> {@link #stop} remembers the first cause and schedules a STOP signal; the operation then winds up by its
 * own policy, and the step ends with that very cause, so that the build is ABORTED. Jenkins may never call it
 * ({@code /term}, {@code /kill}): then nothing is signalled, and the journal stays for the next build to meet.
 */
public final class ReleaseExecution extends StepExecution {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ReleaseExecution.class.getName());

    /** A pipeline busy with Groovy was seen to take seconds; one that takes minutes is stuck. */
    private static final long SAVE_MINUTES = 5;
    private static final long AGAIN_SECONDS = 5;

    private final String id;
    private final String function;
    private final String kind;
    private final String order;
    private final String label;
    private final LinkedHashMap<String, String> labels;
    private final String region;
    private final String credentialsId;
    private final String roleArn;
    private final String externalId;
    private final String session;
    private final LinkedHashMap<String, String> sessionTags;
    private final boolean returnVerdict;

    private final Entry entry;
    private final Hold hold;
    private final Interruption interruption = new Interruption();
    private boolean completed;

    ReleaseExecution(ReleaseStep step, StepContext context) throws IOException, InterruptedException {
        super(context);
        Run<?, ?> run = context.get(Run.class);
        Identity identity = Acting.of(step, run);
        Build build = new Build(context, identity);
        Work<?> work = step.work(build);
        this.id = Ids.of(run, context.get(FlowNode.class));
        this.function = step.getDescriptor().getFunctionName();
        this.kind = work.operation().kind();
        this.order = Orders.write(work.order());
        this.label = work.label();
        this.labels = new LinkedHashMap<>(work.labels());
        this.region = identity.region();
        this.credentialsId = identity.credentialsId();
        this.roleArn = identity.roleArn();
        this.externalId = identity.externalId();
        this.session = identity.sessionName();
        this.sessionTags = new LinkedHashMap<>(identity.sessionTags());
        this.returnVerdict = step.isReturnVerdict();
        this.entry = new Entry(function, step.getEnvironment(), work);
        this.hold = context.hasBody() ? new Hold(this) : null;
        labels.put("job", run.getParent().getFullName());
        labels.put("build", Integer.toString(run.getNumber()));
        labels.put("url", run.getUrl());
        labels.put("node", context.get(FlowNode.class).getId());
        labels.put("step", function);
        if (step.getEnvironment() != null) {
            labels.put("environment", step.getEnvironment());
        }
        work.deployment().ifPresent(deployment -> {
            labels.put("cluster", deployment.cluster());
            labels.put("service", deployment.service());
            labels.put("digests", String.join(" ", deployment.digests()));
            labels.put(Gate.PLAN, Boolean.toString(deployment.plan()));
        });
    }

    /** The name of this call among the engine's journals. */
    public String id() {
        return id;
    }

    @Override
    public boolean start() {
        ReleaseEngine.get().later(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        ReleaseEngine.get().later(this::resume);
    }

    @Override
    public void stop(Throwable cause) {
        if (interruption.record(cause)) {
            ReleaseEngine.get().later(this::signalStop);
        }
    }

    @Override
    public String getStatus() {
        return journal().map(Journal::description).orElse("about to begin: " + label);
    }

    private synchronized void begin() {
        try {
            if (interruption.recorded()) {
                fail(interruption.cause());
                return;
            }
            FlowNode node = getContext().get(FlowNode.class);
            node.addOrReplaceAction(new LabelAction(label));
            Entry.Admission admitted = entry.check(identity(), getContext());
            admitted.noted().forEach(labels::putIfAbsent);
            warnOfDurability(getContext().get(FlowExecution.class), getContext().get(TaskListener.class));
            getContext().saveState().get(SAVE_MINUTES, TimeUnit.MINUTES);
            open(ReleaseEngine.get().operation(kind), admitted.require());
            follow();
        } catch (Exception broken) {
            fail(broken);
        }
    }

    private synchronized void resume() {
        try {
            Optional<Outcome> ended = archived().flatMap(Journal::outcome);
            if (ended.isPresent()) {
                finish(ended.get());
            } else if (journal().isPresent()) {
                follow();
                if (interruption.recorded()) {
                    signal(interruption.signal());
                }
            } else {
                begin(); // What was checked before counts for nothing now: it is checked again.
            }
        } catch (Exception broken) {
            fail(broken);
        }
    }

    /** @param require what the environment requires beside what the step does: the pipeline can ask for more, never for less */
    private <O extends Record> void open(Operation<O> operation, Set<String> require) throws IOException, InterruptedException {
        O wanted = Orders.read(operation, order);
        if (wanted instanceof Requiring requiring && !require.isEmpty()) {
            wanted = operation.order().cast(requiring.andRequiring(require));
            getContext().get(TaskListener.class).getLogger().println("[" + function + "] Required by the environment: " + String.join(", ", require) + ".");
        }
        ReleaseEngine.get().engine().open(id, operation, wanted, identity(), labels);
    }

    private void follow() throws IOException, InterruptedException {
        ReleaseEngine.get().engine().follow(id, new BuildFollower(this));
        if (hold != null) {
            hold.takeUp(journal());
        }
    }

    private synchronized void signalStop() {
        try {
            signal(interruption.signal());
        } catch (IOException unsaved) {
            LOGGER.log(Level.WARNING, unsaved, () -> "The stop of " + id + " could not be put on record; it is tried again.");
            Timer.get().schedule(() -> ReleaseEngine.get().later(this::signalStop), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Puts something on the operation's record; nothing happens before it is open or after its end. */
    void signal(Signal signal) throws IOException {
        ReleaseEngine.get().engine().signal(id, signal);
    }

    /** The engine's end of it. Called on the engine's thread, and again after a restart. */
    synchronized void finish(Outcome outcome) {
        if (completed) {
            return;
        }
        if (goingDown()) {
            return; // The outcome is on disk: it is told when Jenkins is back.
        }
        if (hold != null && hold.endBody(outcome)) {
            return; // Told again by the body's end.
        }
        complete(outcome);
    }

    void complete(Outcome outcome) {
        completed = true;
        try {
            getContext().get(TaskListener.class).getLogger().println("[" + function + "] " + outcome.verdict() + ": " + outcome.message());
        } catch (IOException | InterruptedException unavailable) {
            LOGGER.log(Level.FINE, unavailable, () -> "No log for the end of " + id + ".");
        }
        if (interruption.recorded()) {
            getContext().onFailure(interruption.cause());
        } else if (hold != null && hold.refusal().isPresent() && !returnVerdict) {
            getContext().onFailure(hold.refusal().get());
        } else {
            Conclusion.of(outcome, returnVerdict).tell(getContext());
        }
    }

    private void fail(Throwable broken) {
        if (completed || goingDown()) {
            return;
        }
        completed = true;
        getContext().onFailure(broken instanceof IllegalArgumentException ? new AbortException(broken.getMessage()) : broken);
    }

    private static boolean goingDown() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return jenkins == null || jenkins.isTerminating() || ReleaseEngine.get().closed();
    }

    Identity identity() {
        return new Identity(region, credentialsId, roleArn, externalId, session, sessionTags);
    }

    Optional<Journal> journal() {
        return ReleaseEngine.get().engine().journal(id);
    }

    private Optional<Journal> archived() throws IOException, InterruptedException {
        return Journal.read(archive(getContext().get(Run.class)), id);
    }

    /** The outcome, where the journal has already gone to the build's directory. */
    Optional<Outcome> outcomeOnDisk() {
        try {
            return archived().flatMap(Journal::outcome);
        } catch (IOException | InterruptedException unreadable) {
            LOGGER.log(Level.WARNING, unreadable, () -> "The end of " + id + " cannot be read.");
            return Optional.empty();
        }
    }

    void noted(Fact fact) {
        Seals.check(fact).ifPresent(this::warn);
        if (hold != null) {
            hold.noted(fact);
        }
    }

    /** Where a build keeps what its releases left behind. */
    static Path archive(Run<?, ?> run) {
        return Records.of(run);
    }

    private void warn(String text) {
        try {
            getContext().get(TaskListener.class).getLogger().println("[" + function + "] " + text);
        } catch (IOException | InterruptedException unavailable) {
            LOGGER.warning(text);
        }
    }

    private void warnOfDurability(FlowExecution flow, TaskListener log) {
        if (flow != null && !flow.getDurabilityHint().isPersistWithEveryStep()) {
            log.getLogger().println("[" + function + "] This pipeline's speed/durability setting is "
                    + flow.getDurabilityHint().getName() + ": it does not go on after a crash of Jenkins. What runs on AWS "
                    + "is on record and is met by the next build; set MAX_SURVIVABILITY to have this build go on.");
        }
    }

    static Signal said(Signal.Kind kind, String about, String who) {
        return new Signal(kind, about, who, Instant.now());
    }
}
