package hudson.slaves;

import hudson.FilePath;

public final class WorkspaceList {
    /** The directory beside a workspace for what must not lie in it. */
    public static FilePath tempDir(FilePath workspace) {
        return workspace.withSuffix("@tmp");
    }
}
