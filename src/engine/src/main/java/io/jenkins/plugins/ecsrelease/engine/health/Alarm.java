package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import java.util.Set;

/** A metric or composite alarm of CloudWatch, judged here too because ECS ignores one that was red before the start. */
public record Alarm(String name, Limits limits) implements Check {

    public Alarm {
        name = Wanted.text("name", name, "web-5xx");
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "alarm " + name;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return Set.of(new AlarmLook(name));
    }

    @Override
    public Reading read(Look look, View view) {
        Answer<AlarmLook.State> answer = view.of(new AlarmLook(name));
        if (!(answer instanceof Answer.Known<AlarmLook.State> known)) {
            return Reading.unread(answer);
        }
        AlarmLook.State state = known.value();
        return Reading.now(switch (state.value()) {
            case "OK" -> Sample.of(view.now(), false, 0.0, 1.0, "OK");
            case "ALARM" -> Sample.of(view.now(), true, 1.0, 1.0, "in ALARM: " + state.reason());
            default -> Sample.none(view.now(), state.value());
        });
    }
}
