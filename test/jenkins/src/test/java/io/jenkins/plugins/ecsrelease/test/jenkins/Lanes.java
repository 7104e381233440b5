package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.hamcrest.CoreMatchers.is;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.LauncherDecorator;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.rules.ErrorCollector;
import org.jvnet.hudson.test.JenkinsRule;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Every operation's ways, side by side. */
final class Lanes {

    /** How long a build may take from one phase to the next: far longer than it does. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** More would keep busy all the workers that read, and nobody would go on before their requests are given up. */
    private static final int STANDING = 2;

    private final Aws aws;
    private final Account account;
    private final String mute;
    private final Lever lever;
    private final Gate gate;
    private final ErrorCollector errors;
    private final boolean aborts;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<AccessKey> keys = new ArrayList<>();

    Lanes(Aws aws, Lever lever, Gate gate, ErrorCollector errors, boolean aborts) {
        this.aws = aws;
        this.lever = lever;
        this.gate = gate;
        this.errors = errors;
        this.aborts = aborts;
        account = new Account(aws);
        Shop production = new Shop(aws);
        Shop staging = new Shop(aws, "shop-staging");
        production.bakes(0);
        staging.bakes(0);
        mute = account.roleWithoutRights("mute");
        Databases databases = new Databases(account, production, gate, mute);
        Images images = new Images(account, aws, production, gate);
        add(Releases.NAME, new Releases(account, production).ways());
        add(Rollbacks.NAME, new Rollbacks(staging).ways());
        add(Databases.MIGRATIONS, databases.migrations());
        add(Databases.SNAPSHOTS, databases.snapshots());
        add(Images.BUILDS, images.builds());
        add(Images.PROMOTIONS, images.promotions());
    }

    /** Beyond the shipped policies: another role for tasks, another repository, another service to be looked at. */
    private void add(String name, List<Way> ways) {
        String only = System.getProperty("phases", "");
        if (only.isEmpty() || only.equals(name)) {
            AccessKey key = account.user(name);
            account.allow(name, "iam:PassRole", mute);
            account.allow(name, "iam:SimulatePrincipalPolicy", mute);
            account.allow(name, "ecs:DescribeServices", "arn:aws:ecs:" + Shop.REGION + ":123456789012:service/" + Shop.CLUSTER + "/foreign");
            account.allow(name, "ecr:*", "arn:aws:ecr:" + Shop.REGION + ":123456789012:repository/copies");
            keys.add(key);
            Lane lane = new Lane(name, account, lever.wire(key.accessKeyId(), name), ways, errors, aborts);
            gate.when(name, lane::lets);
            lanes.add(lane);
        }
    }

    /** Once for a home of Jenkins. */
    void prepare(JenkinsRule jenkins) throws Exception {
        Instance.prepare(jenkins, aws, lever.endpoint());
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        for (int i = 0; i < lanes.size(); i++) {
            store.getCredentials().add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, lanes.get(i).name(), keys.get(i).accessKeyId(),
                    keys.get(i).secretAccessKey(), "of a lane"));
        }
        store.save();
    }

    /**
     * One session of Jenkins: until {@link #STANDING} builds stand still, or one that nothing holds there, or all do or are
     * over. Jenkins ends wherever the others are just then.
     */
    void session(JenkinsRule jenkins) throws Exception {
        lever.watch(jenkins.jenkins);
        Instance.fast(aws);
        for (Lane lane : lanes) {
            // The one that has an agent: a launcher does not say for which build it is asked.
            if (lane.name().equals(Images.BUILDS)) {
                ExtensionList.lookup(LauncherDecorator.class).add(0, new Agents(lane.wire()));
            }
            lane.goOn();
        }
        ExecutorService beside = Executors.newCachedThreadPool();
        AtomicInteger standing = new AtomicInteger();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Lane lane : lanes) {
                all.add(beside.submit(() -> {
                    try (ACLContext as = ACL.as2(ACL.SYSTEM2)) {
                        if (lane.session(() -> standing.get() >= STANDING)) {
                            standing.addAndGet(lane.wire().holdsSomething() ? 1 : STANDING);
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            beside.shutdownNow();
        }
        lanes.forEach(Lane::last);
    }

    boolean over() {
        return lanes.stream().allMatch(Lane::over);
    }

    void haveCovered() {
        Set<String> covered = new TreeSet<>();
        lanes.forEach(lane -> covered.addAll(lane.covered()));
        System.out.println("Covered: " + covered);
        if (System.getProperty("phases", "").isEmpty()) {
            Set<String> missing = Cell.everyPhase();
            missing.removeAll(covered);
            errors.checkThat("phases that no way was disturbed in", missing, is(Set.of()));
        }
        errors.checkThat(aws.gaps(mute), is("[]"));
    }

    static void until(String what, BooleanSupplier reached) {
        Instant deadline = Instant.now().plus(LONGEST);
        while (!reached.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not in " + LONGEST.toMinutes() + " minutes: " + what);
            }
            Shop.pause();
        }
    }
}
