package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Gives a program that runs long a fresh login, in place of the one that is about to expire. The builder reads it the next
 * time it needs one. A second time does no harm, so nothing is looked for but the program itself.
 */
public record RenewLogin(FollowProgram following) implements Change<Instant> {

    /** Before a login ends; a build that is not followed for a while has that much left. */
    static final Duration AHEAD = Duration.ofHours(2);

    private Tail tail() {
        return following.oneByte();
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(tail());
    }

    @Override
    public String describe() {
        return following.describe();
    }

    @Override
    public Finding<Instant> find(View view) {
        Answer<Detached.Progress> answer = view.of(tail());
        boolean runs = answer instanceof Answer.Known<Detached.Progress> known
                && known.value().state() == Detached.Progress.State.RUNNING;
        return runs ? Finding.absent() : Finding.instead(Turn.again(following, Duration.ofSeconds(2)));
    }

    @Override
    public Instant make(Tools tools) throws IOException {
        Login login = Login.of(tools);
        Commission commission = following.commission();
        tools.detached(commission.place()).replace(
                commission.program(following.stage()), Map.of(Login.FILE, login.credential(commission.site().host())));
        return login.expires();
    }

    @Override
    public Turn made(Instant expires) {
        return Turn.to(following.until(expires), Fact.quiet("login", Map.of("expires", expires.toString())));
    }

    /** It goes on with the login that it has: most builds need none any more by then. */
    @Override
    public Turn refused(Problem problem) {
        return Turn.to(
                following.until(following.commission().until().plus(AHEAD)),
                Fact.of("warning", "Warning: the login to the registry ends soon and could not be renewed. " + problem.full()));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(following);
    }
}
