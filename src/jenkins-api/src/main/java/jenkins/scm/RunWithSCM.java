package jenkins.scm;

import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A build that checked something out. */
public interface RunWithSCM<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT> & RunWithSCM<JobT, RunT>> {

    List<?> getChangeSets();

    Set<String> getCulpritIds();

    boolean shouldCalculateCulprits();

    /** Who changed what was built, back to the last good build. */
    default Set<User> getCulprits() {
        return getCulpritIds().stream().map(id -> User.getById(id, true)).collect(Collectors.toSet());
    }
}
