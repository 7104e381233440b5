package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.ExecLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudy;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Looks at the service that the migration's task is made like.
 *
 * @param begun null until the first turn
 * @param watched whether this build has just watched another one run it, or waited for it, so that it is not run again now
 */
record MigrationCheck(MigrationOrder order, Instant begun, boolean watched) implements Await {

    static final Duration AGAIN = Duration.ofSeconds(3);
    /** How long reading may fail before it counts. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private ServiceStudy study() {
        return new ServiceStudy(order.cluster(), order.service());
    }

    @Override
    public Set<Question<?>> questions() {
        return order.mode().equals("exec") ? Set.of(study(), new ExecLook(order.cluster())) : Set.of(study());
    }

    @Override
    public String describe() {
        return "looking at service " + order.service() + " in cluster " + order.cluster();
    }

    @Override
    public Turn next(View view) {
        Instant since = begun == null ? view.now() : begun;
        if (view.stop().isPresent()) {
            return stopped("Stopped by " + view.stop().get().who() + " before the migration was run.");
        }
        Answer<ServiceStudy.Seen> answer = view.of(study());
        if (answer.ifUnknown().isPresent()) {
            return unread(answer.ifUnknown().get(), view.now(), since, new MigrationCheck(order, since, watched),
                    "Service " + order.service());
        }
        ServiceStudy.Seen seen = answer.ifKnown().orElseThrow();
        if (!seen.present() || seen.status().equals("INACTIVE")) {
            return stopped("Cluster " + order.cluster() + " has no active service '" + order.service()
                    + "' in this region and account. The migration's task is made like the service's: check 'service', "
                    + "'cluster' and 'region'.");
        }
        List<ServiceStudy.Container> containers = seen.containers();
        String name = !order.container().isEmpty() ? order.container()
                : containers.size() == 1 ? containers.get(0).name()
                : sameRepository(containers);
        if (name.isEmpty()) {
            name = seen.balanced();
        }
        String names = String.join(", ", containers.stream().map(ServiceStudy.Container::name).toList());
        if (name.isEmpty() || seen.container(name).isEmpty()) {
            return stopped(order.container().isEmpty()
                    ? "Service " + order.service() + " has several containers (" + names + "): say which one migrates with 'container'."
                    : "Service " + order.service() + " has no container '" + order.container() + "'. There are: " + names + ".");
        }
        String hopeless = order.mode().equals("exec") ? AgentDiagnosis.hopeless(order, seen, seen.container(name).get()) : "";
        if (!hopeless.isEmpty()) {
            return stopped(hopeless);
        }
        MigrationPlan plan = new MigrationPlan(order, since, seen, name, 1, "", "", false);
        return Turn.to(new MigrationTurn(plan, watched, ""), told(view, plan));
    }

    /** Who may read what a migration prints, for people: how sessions are kept, what is masked. Never a reason to stop. */
    private Fact[] told(View view, MigrationPlan plan) {
        if (!order.mode().equals("exec")) {
            return plan.masking().isEmpty() ? new Fact[0] : new Fact[] {Fact.of("masking", plan.masking())};
        }
        Answer<ExecLook.Seen> answer = view.of(new ExecLook(order.cluster()));
        return new Fact[] {Fact.of("exec", answer.ifKnown().map(ExecLook.Seen::told).orElseGet(() ->
                "How the cluster keeps sessions of ECS Exec could not be read. " + answer.ifUnknown().orElseThrow().full()))};
    }

    private String sameRepository(List<ServiceStudy.Container> containers) {
        String repository = order.image().substring(0, order.image().indexOf('@'));
        List<String> same = containers.stream()
                .filter(container -> container.image().startsWith(repository + "@") || container.image().startsWith(repository + ":"))
                .map(ServiceStudy.Container::name)
                .toList();
        return same.size() == 1 ? same.get(0) : "";
    }

    static Turn stopped(String message) {
        return Turn.to(new Ended(Outcome.stopped(message)));
    }

    /** Looks again, until it is hopeless or has taken too long. Nothing was changed yet. */
    static Turn unread(
            Problem problem, Instant now, Instant since, io.jenkins.plugins.ecsrelease.engine.operation.Phase same, String what) {
        boolean hopeless = switch (problem.kind()) {
            case DENIED, REFUSED, NOT_FOUND -> true;
            case THROTTLED, LOST, CREDENTIALS -> false;
        };
        return hopeless || now.isAfter(since.plus(PATIENCE))
                ? stopped(what + " could not be looked at, so the migration was not run. " + problem.full())
                : Turn.again(same, AGAIN);
    }
}
