package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import java.io.File;
import java.io.Serializable;

/** Where the steps of a block work: a path, because a FilePath is bound to a connection and cannot be saved. */
public record Directory(String path) implements Serializable {

    public FilePath file() {
        return new FilePath(new File(path));
    }
}
