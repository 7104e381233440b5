package hudson.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.RunAction2;

public class CauseAction implements RunAction2 {
    private final List<Cause> causes = new ArrayList<>();

    public CauseAction(Cause... causes) {
        this(List.of(causes));
    }

    public CauseAction(Collection<? extends Cause> causes) {
        this.causes.addAll(causes);
    }

    public List<Cause> getCauses() {
        return List.copyOf(causes);
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        causes.forEach(each -> each.onAddedTo(run));
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        causes.forEach(each -> each.onLoad(run));
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "CauseAction";
    }

    @Override
    public String getUrlName() {
        return "cause";
    }
}
