package io.jenkins.plugins.ecsrelease.steps.page;

import io.jenkins.plugins.ecsrelease.steps.gate.Asked;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A gate of a build, and how it ended. */
@ExportedBean(defaultVisibility = 2)
public final class GateView {

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Asked asked;

    GateView(Asked asked) {
        this.asked = asked;
    }

    @Exported
    public String getGate() {
        return asked.gate();
    }

    @Exported
    public String getOpened() {
        return TIME.format(asked.opened());
    }

    /** approved, rejected, expired, aborted, displaced, failed or open. */
    @Exported
    public String getAnswer() {
        return asked.answer();
    }

    /** Empty for nobody in particular. */
    @Exported
    public String getWho() {
        return asked.who();
    }

    @Exported
    public String getMessage() {
        return asked.message();
    }
}
