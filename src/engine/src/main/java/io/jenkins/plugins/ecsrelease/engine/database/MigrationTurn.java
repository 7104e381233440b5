package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Claim;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Of the builds of one controller that want the same migration in the same cluster, one goes on; the others wait here until
 * it has ended, and then look what became of it. Nothing is asked of AWS meanwhile. Builds of other controllers are seen
 * behind this, in what AWS remembers.
 *
 * @param watched as in {@link MigrationCheck}
 * @param holder who has it and where that stands; empty until it is known that another one has it
 */
record MigrationTurn(MigrationPlan plan, boolean watched, String holder) implements Await {

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Override
    public Set<Question<?>> questions() {
        return Set.of();
    }

    @Override
    public String describe() {
        return "migration " + plan.order().migrationId() + (holder.isEmpty() ? " is about to be this build's" : " is in the hands of " + holder);
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return MigrationCheck.stopped("Stopped by " + view.stop().get().who() + (holder.isEmpty()
                    ? " before the migration was run."
                    : " while it waited for another build's migration, which goes on."));
        }
        // After a wait, which may have been for hours, the service is looked at anew.
        Turn turn = Turn.to(holder.isEmpty() ? new MigrationPast(plan, watched) : new MigrationCheck(plan.order(), null, true));
        return turn.claiming(Claim.to(plan.claim()));
    }

    @Override
    public Turn taken(String who, Instant now) {
        return who.equals(holder) ? Turn.again(this, EVERY) : Turn.again(new MigrationTurn(plan, watched, who), EVERY,
                Fact.of("migration", "Migration " + plan.order().migrationId() + " is in the hands of " + who
                        + ". This build waits until that has ended, and runs nothing meanwhile."));
    }
}
