package jenkins.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import java.io.IOException;
import java.util.Map;

/** Keeps files of a build: in the build's directory, or wherever an administrator wants artifacts to be. */
public abstract class ArtifactManager {

    protected ArtifactManager() {}

    /** @param artifacts path among the artifacts to path in the workspace */
    public abstract void archive(FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
            throws IOException, InterruptedException;
}
