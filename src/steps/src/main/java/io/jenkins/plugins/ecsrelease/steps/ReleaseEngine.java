package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.init.Terminator;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.HttpProxy;
import io.jenkins.plugins.ecsrelease.engine.exec.EcsExec;
import io.jenkins.plugins.ecsrelease.engine.run.Engine;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The one engine of this Jenkins, made when the first step needs it: journals in {@code $JENKINS_HOME/ecs-release/open},
 * ticks from Jenkins' timer, everything else on threads of its own, as SYSTEM and with this plugin's class loader, which
 * the AWS SDK looks its parts up in.
 */
@Extension
public final class ReleaseEngine implements ExtensionPoint {

    private static final Logger LOGGER = Logger.getLogger(ReleaseEngine.class.getName());

    /** For saving, opening and signalling, and for the one question to AWS before a step begins. */
    private static final int THREADS = 4;
    /** In seconds. */
    private static final int FOR_SAVING = 2;

    private final ExecutorService errands = pool();
    private List<Operation<?>> operations = Operations.all();
    private AwsClients clients;
    private DefaultCredentialsProvider controller;
    private volatile Engine engine;
    private volatile boolean closed;

    public static ReleaseEngine get() {
        return ExtensionList.lookupSingleton(ReleaseEngine.class);
    }

    /** Where open journals are. */
    public static Path journals() {
        return Jenkins.get().getRootDir().toPath().resolve("ecs-release").resolve("open");
    }

    /** The engine, made on the first call. */
    public synchronized Engine engine() {
        if (closed) {
            throw new IllegalStateException("Jenkins is shutting down.");
        }
        if (engine == null) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(ReleaseEngine.class.getClassLoader());
            try {
                HttpProxy proxy = ControllerProxy.get();
                AwsClients.Builder builder = AwsClients.builder().proxy(proxy).listener(ReleaseEngine::called);
                String endpoint = ReleaseConfiguration.get().getEndpoint();
                if (endpoint != null) {
                    builder.endpoint(URI.create(endpoint));
                }
                clients = builder.build();
                Engine.Builder building = Engine.builder().journals(journals()).clients(clients).operations(operations).timer(Timer.get())
                        .containers(EcsExec.through(proxy));
                for (Pace pace : ExtensionList.lookup(Pace.class)) {
                    building.pace(pace.now(), pace.speed());
                }
                engine = building.build();
            } catch (IOException unwritable) {
                throw new UncheckedIOException("The journals of releases cannot be kept in " + journals() + ".", unwritable);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
        return engine;
    }

    /** What is under way for a build; asks no engine to be made for a mere look. */
    public List<Journal> openOf(Run<?, ?> run) {
        return openOf(run.getParent()).stream().filter(each -> Integer.toString(run.getNumber()).equals(each.labels().get("build"))).toList();
    }

    /** What is under way for the builds of a job. */
    public List<Journal> openOf(Job<?, ?> job) {
        Engine made = engine;
        return made == null ? List.of() : made.open().stream().filter(each -> job.getFullName().equals(each.labels().get("job"))).toList();
    }

    /** What it can run; another list than its own is for tests, before the first step. */
    synchronized void operations(List<Operation<?>> others) {
        operations = List.copyOf(others);
    }

    synchronized Operation<?> operation(String kind) {
        return operations.stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow(
                () -> new IllegalStateException("This version of the plugin knows no operation '" + kind + "'."));
    }

    /** Every client of AWS there is. */
    AwsClients clients() {
        engine();
        return clients;
    }

    /** The identity of the machine that Jenkins runs on, one for all who may act with it. */
    synchronized AwsCredentialsProvider controller() {
        if (controller == null) {
            controller = DefaultCredentialsProvider.builder().build();
        }
        return controller;
    }

    /** Short work off the pipeline's thread, as SYSTEM. Once Jenkins goes down it is left to the resume. */
    void later(Runnable work) {
        try {
            errands.execute(() -> {
                try (ACLContext as = ACL.as2(ACL.SYSTEM2)) {
                    work.run();
                } catch (RuntimeException broken) {
                    LOGGER.log(closed ? Level.FINE : Level.WARNING, "A release could not go on.", broken);
                }
            });
        } catch (RejectedExecutionException late) {
            LOGGER.log(Level.FINE, "Jenkins goes down.", late);
        }
    }

    /** Whether Jenkins goes down: nothing that happens from now on is a failure. */
    boolean closed() {
        return closed;
    }

    /** After the pipelines are suspended: no turn that starts later could still tell them anything. */
    @Terminator(requires = FlowExecutionList.EXECUTIONS_SUSPENDED)
    public static void shutDown() {
        for (ReleaseEngine each : ExtensionList.lookup(ReleaseEngine.class)) {
            each.close();
        }
    }

    /** What is being saved just then gets the time for it. */
    private void close() {
        closed = true;
        errands.shutdown();
        try {
            if (!errands.awaitTermination(FOR_SAVING, TimeUnit.SECONDS)) {
                errands.shutdownNow();
            }
        } catch (InterruptedException e) {
            errands.shutdownNow();
            Thread.currentThread().interrupt();
        }
        closeEngine();
    }

    private synchronized void closeEngine() {
        if (engine != null) {
            engine.close();
            clients.close();
        }
        if (controller != null) {
            controller.close();
        }
    }

    private static void called(AwsCall call) {
        for (CallListener each : ExtensionList.lookup(CallListener.class)) {
            each.called(call);
        }
    }

    private static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "ecs-release short work");
            thread.setDaemon(true);
            thread.setContextClassLoader(ReleaseEngine.class.getClassLoader());
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
